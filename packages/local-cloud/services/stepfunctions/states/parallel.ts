import type { ParallelState } from '../asl/definition';
import type { Branch, BranchesWait } from '../execution/execution';
import type { BranchEnd } from '../execution/step';
import { abortChildren } from './abort';
import { leaveWithResult } from './exit';
import { failAttempt } from './failing';
import { effectiveInput } from './input';
import type { Visit } from './visit';

export function attemptParallel(visit: Visit<ParallelState>): void {
  const { step, branch, state } = visit;
  const input = effectiveInput(visit, state);
  const started = step.record(branch, 'ParallelStateStarted');
  branch.waiting = { for: 'branches', results: state.Branches.map(() => null), open: state.Branches.length };
  for (const [index, states] of state.Branches.entries()) {
    step.spawn(states, input, { parent: branch.id, index }, started);
  }
}

/** One branch has ended. The first failure is that of the state; else its result is that of all, in order. */
export function endBranch(
  visit: Visit<ParallelState>,
  waiting: BranchesWait,
  child: Branch,
  end: BranchEnd,
): void {
  const { step, branch, state } = visit;
  branch.lastEventId = child.lastEventId;
  if ('failure' in end) {
    step.keepUnwound(branch);
    abortChildren(step, branch);
    delete branch.waiting;
    failAttempt(visit, end.failure);
    return;
  }
  step.remove(child);
  waiting.results[child.index] = end.output;
  if (--waiting.open > 0) return;
  delete branch.waiting;
  step.recordAside(branch, 'ParallelStateSucceeded', {}, branch.lastEventId);
  leaveWithResult(visit, waiting.results, state, state.Next);
}
