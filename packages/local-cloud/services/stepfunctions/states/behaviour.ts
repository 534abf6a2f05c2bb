import type { Json } from '../../../core/json';
import type { Branch, TaskOutcome, TaskWait } from '../execution/execution';
import type { BranchEnd } from '../execution/step';
import { enterChoice } from './choice';
import { enterFail } from './fail';
import { attemptMap, endIteration } from './map';
import { attemptParallel, endBranch } from './parallel';
import { enterPass } from './pass';
import { enterSucceed } from './succeed';
import { attemptTask, endTask, submitTask, timeOutTask } from './task';
import type { Visit } from './visit';
import { enterWait, wakeWait } from './wait';

/** Makes an attempt at a branch's state: the first, or another one after a retry's interval. */
export function attempt(visit: Visit): void {
  const { state } = visit;
  switch (state.Type) {
    case 'Pass':
      enterPass({ ...visit, state });
      return;
    case 'Task':
      attemptTask({ ...visit, state });
      return;
    case 'Choice':
      enterChoice({ ...visit, state });
      return;
    case 'Wait':
      enterWait({ ...visit, state });
      return;
    case 'Succeed':
      enterSucceed({ ...visit, state });
      return;
    case 'Fail':
      enterFail({ ...visit, state });
      return;
    case 'Parallel':
      attemptParallel({ ...visit, state });
      return;
    case 'Map':
      attemptMap({ ...visit, state });
      return;
  }
}

/** What the branch waited for is due: the end of a Wait, the next attempt, or a task's time limit. */
export function wake(visit: Visit): void {
  const { branch, state, step } = visit;
  const { waiting } = branch;
  if (waiting?.for === 'retry') step.resume(branch);
  else if (state.Type === 'Wait') wakeWait({ ...visit, state });
  else if (state.Type === 'Task' && waiting?.for === 'task') {
    timeOutTask({ ...visit, state }, !isDue(waiting.timeoutAt, step.environment.now));
  }
}

export function submit(visit: Visit, waiting: TaskWait, output: Json): void {
  const { state } = visit;
  if (state.Type === 'Task') submitTask({ ...visit, state }, waiting, output);
}

export function finishTask(visit: Visit, outcome: TaskOutcome): void {
  const { state } = visit;
  if (state.Type === 'Task') endTask({ ...visit, state }, outcome);
}

/** A branch of a Parallel, or an iteration of a Map, has ended. */
export function endChild(visit: Visit, child: Branch, end: BranchEnd): void {
  const { branch, state } = visit;
  if (state.Type === 'Parallel' && branch.waiting?.for === 'branches') {
    endBranch({ ...visit, state }, branch.waiting, child, end);
  } else if (state.Type === 'Map' && branch.waiting?.for === 'iterations') {
    endIteration({ ...visit, state }, branch.waiting, child, end);
  }
}

export function isDue(instant: number | undefined, now: number): boolean {
  return instant !== undefined && instant <= now;
}
