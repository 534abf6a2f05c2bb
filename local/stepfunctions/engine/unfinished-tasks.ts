import type { Execution } from '../execution/execution';
import type { TaskStart } from '../execution/step';

/** The attempts that an execution waits for an answer to; those that only wait for a token are not among them. */
export function unfinishedTasks(execution: Execution): TaskStart[] {
  return execution.branches.flatMap((branch) => {
    const { waiting, taskToken } = branch;
    if (waiting?.for !== 'task' || waiting.submitted) return [];
    const { attempt, request } = waiting;
    return [{ branch: branch.id, attempt, state: branch.state, request, taskToken }];
  });
}
