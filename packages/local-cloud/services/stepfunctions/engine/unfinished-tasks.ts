import type { Branch, Execution, TaskWait } from '../execution/execution';
import type { TaskStart } from '../execution/step';

/** The attempts that this process has to finish; a task that waits for its token is finished by others. */
export function unfinishedTasks(execution: Execution): TaskStart[] {
  return execution.branches.flatMap((branch) => {
    const { waiting, taskToken } = branch;
    if (!isUnderWay(branch)) return [];
    const { attempt, request, submission } = waiting as TaskWait;
    return [{ branch: branch.id, attempt, state: branch.state, request, taskToken, submission }];
  });
}

export function isUnderWay({ waiting, taskToken }: Branch): boolean {
  return waiting?.for === 'task' && (waiting.submission === undefined || taskToken === undefined);
}
