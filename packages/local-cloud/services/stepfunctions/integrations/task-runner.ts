import type { Json } from '../../../core/json';
import type { Cloud } from '../../../core/service';
import { parseResource } from '../asl/resource';
import type { TaskRunner } from '../engine/engine';
import type { Execution, TaskOutcome } from '../execution/execution';
import type { Signal } from '../execution/signal';
import type { TaskStart } from '../execution/step';
import { Caller } from './caller';
import { type Integration, integrationOf } from './integrations';
import { TaskFailure } from './task-failure';

/** Runs the tasks of executions by calling the services of the cloud. */
export class CloudTaskRunner implements TaskRunner {
  constructor(
    private readonly cloud: Cloud,
    /** Resolves when the execution of that ARN has ended. */
    private readonly executionEnded: (arn: string) => Promise<unknown>,
  ) {}

  run(task: TaskStart, execution: Execution, report: (signal: Signal) => void): void {
    const { branch, attempt } = task;
    this.perform(task, execution, report).then(
      (outcome) => outcome && report({ type: 'taskEnded', branch, attempt, outcome }),
      (error: unknown) => report({ type: 'taskEnded', branch, attempt, outcome: outcomeOf(error) }),
    );
  }

  /** The outcome, or undefined when it will come by the task's token. */
  private async perform(
    task: TaskStart,
    execution: Execution,
    report: (signal: Signal) => void,
  ): Promise<TaskOutcome | undefined> {
    const { request, taskToken, branch, attempt } = task;
    const resource = parseResource(request.resource);
    const integration = resource && integrationOf(resource);
    if (!integration)
      throw new TaskFailure('States.Runtime', `The resource ${request.resource} does not run locally.`);
    const key = `${execution.arn}/${attempt}`;
    const { traceId, arn, machineArn } = execution;
    const caller = new Caller(this.cloud, request, traceId, key, integration.failure, [arn, machineArn]);

    const output = task.submission ?? (await integration.perform(caller, request.input));
    const isSubmission = taskToken !== undefined || integration.job !== undefined;
    if (isSubmission && task.submission === undefined)
      report({ type: 'taskSubmitted', branch, attempt, output });
    if (taskToken !== undefined) return undefined;
    return { succeeded: true, output: await this.resultOf(integration, caller, output) };
  }

  private async resultOf({ job }: Integration, caller: Caller, output: Json): Promise<Json> {
    if (!job) return output;
    const arn = job.arnOf(output);
    await this.executionEnded(arn);
    return job.result(caller, arn);
  }
}

function outcomeOf(error: unknown): TaskOutcome {
  if (error instanceof TaskFailure) return { succeeded: false, error: error.error, cause: error.cause };
  const cause = error instanceof Error ? error.message : String(error);
  return { succeeded: false, error: 'States.TaskFailed', cause };
}
