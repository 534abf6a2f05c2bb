import type { Branch, IterationsWait } from './execution';
import type { Step } from './step';

/** The tokens of this many redrives are kept: enough for a client that retries. */
const REMEMBERED_REDRIVES = 10;

/**
 * Starts an execution that ended without success once more, from the states that did not succeed: those that were
 * entered and never left. What succeeded beside them stays. Retries and the execution's time limit begin anew.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export function redrive(step: Step, clientToken: string): void {
  const { execution, definition, environment } = step;
  const { unsuccessful, redrives = [], redriveCount = 0 } = execution;
  if (step.open || !unsuccessful) return;
  execution.status = 'RUNNING';
  delete execution.stopDate;
  delete execution.error;
  delete execution.cause;
  delete execution.unsuccessful;
  execution.redriveCount = redriveCount + 1;
  execution.redrives = [...redrives, { clientToken, date: environment.now }].slice(-REMEMBERED_REDRIVES);
  if (definition.TimeoutSeconds !== undefined)
    execution.deadline = environment.now + definition.TimeoutSeconds * 1000;
  const redriven = step.recordRedriven(execution.redriveCount);
  execution.branches = unsuccessful;
  for (const branch of unsuccessful) goOn(step, branch, redriven);
}

/** A branch above others goes on waiting for them; one at the bottom makes its state's attempt again. */
function goOn(step: Step, branch: Branch, redriven: number): void {
  branch.lastEventId = redriven;
  branch.retries = [];
  if (step.childrenOf(branch).length === 0) step.resume(branch);
  else if (branch.waiting?.for === 'iterations') reopen(step, branch, branch.waiting);
}

/** Iterations of a Map Run that failed and were tolerated are made again as well. */
function reopen(step: Step, branch: Branch, waiting: IterationsWait): void {
  const { mapRun } = waiting;
  if (!mapRun) return;
  mapRun.redriveCount++;
  mapRun.unsuccessful = [];
  waiting.open += waiting.failures.splice(0).length;
  step.record(branch, 'MapRunRedriven', { mapRunArn: mapRun.arn, redriveCount: mapRun.redriveCount });
}
