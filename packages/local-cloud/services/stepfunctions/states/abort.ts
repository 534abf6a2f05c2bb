import type { Branch } from '../execution/execution';
import type { Step } from '../execution/step';

/** Ends all branches of a Parallel or Map state, with all inside them, and records that they were aborted. */
export function abortChildren(step: Step, parent: Branch): void {
  const isMap = step.stateOf(parent).Type === 'Map';
  for (const child of step.childrenOf(parent)) {
    abortState(step, child);
    if (isMap && !child.silent) {
      const details = { index: child.index };
      step.recordAside(parent, 'MapIterationAborted', details, child.lastEventId);
    }
    step.remove(child);
  }
}

function abortState(step: Step, branch: Branch): void {
  if (branch.enteredEventId === 0) return;
  abortChildren(step, branch);
  const { Type: type } = step.stateOf(branch);
  if (type === 'Task' || type === 'Wait' || type === 'Parallel' || type === 'Map') {
    step.recordAside(branch, `${type}StateAborted`, {}, branch.lastEventId);
  }
}
