import type { Cloud, Json, JsonObject } from '../../service';
import { parseResource, type TaskResource } from '../asl/resource';
import type { TaskRunner } from '../engine/engine';
import type { Execution, TaskOutcome } from '../execution/execution';
import type { Signal } from '../execution/signal';
import type { TaskStart } from '../execution/step';
import { type CallError, Caller } from './caller';
import { callDynamoDb, DYNAMODB_ACTIONS, dynamoDbFailure } from './dynamodb';
import { callFunction, invokeFunction, lambdaFailure } from './lambda';
import { TaskFailure } from './task-failure';

/** One kind of task: how it is done, and how it names the errors of the API it calls. */
interface Integration {
  perform(caller: Caller, resource: TaskResource, input: Json): Promise<Json>;
  failure(error: CallError): TaskFailure;
}

const FUNCTION: Integration = {
  perform: (caller, resource, input) =>
    callFunction(caller, resource.kind === 'function' ? resource.arn : '', input),
  failure: lambdaFailure,
};

const LAMBDA: Integration = {
  perform: (caller, _resource, input) => invokeFunction(caller, parametersOf(input)),
  failure: lambdaFailure,
};

const DYNAMODB: Integration = {
  perform: (caller, resource, input) =>
    callDynamoDb(caller, resource.kind === 'integration' ? resource.action : '', parametersOf(input)),
  failure: dynamoDbFailure,
};

/** The resources that a Task may have here; undefined for any other. */
export function integrationOf(resource: TaskResource): Integration | undefined {
  if (resource.kind === 'function') return FUNCTION;
  const { service, action, pattern } = resource;
  if (service === 'lambda' && action === 'invoke' && pattern !== 'sync') return LAMBDA;
  if (service === 'dynamodb' && DYNAMODB_ACTIONS.has(action) && pattern === 'request') return DYNAMODB;
  return undefined;
}

/** Does the tasks of executions by calling the cloud's other services. */
export class Integrations implements TaskRunner {
  constructor(private readonly cloud: Cloud) {}

  run(task: TaskStart, execution: Execution, report: (signal: Signal) => void): void {
    const { branch, attempt } = task;
    void this.outcomeOf(task, execution).then((outcome) => {
      if (task.taskToken === undefined || !outcome.succeeded)
        report({ type: 'taskEnded', branch, attempt, outcome });
      else report({ type: 'taskSubmitted', branch, attempt, output: outcome.output });
    });
  }

  private async outcomeOf({ request }: TaskStart, execution: Execution): Promise<TaskOutcome> {
    const resource = parseResource(request.resource);
    const integration = resource && integrationOf(resource);
    if (!resource || !integration) {
      return {
        succeeded: false,
        error: 'States.Runtime',
        cause: `The resource ${request.resource} does not run locally.`,
      };
    }
    const caller = new Caller(this.cloud, request, execution.traceId, integration.failure);
    try {
      return { succeeded: true, output: await integration.perform(caller, resource, request.input) };
    } catch (error) {
      return outcomeOfError(error);
    }
  }
}

function outcomeOfError(error: unknown): TaskOutcome {
  if (error instanceof TaskFailure) return { succeeded: false, error: error.error, cause: error.cause };
  return {
    succeeded: false,
    error: 'States.TaskFailed',
    cause: error instanceof Error ? error.message : String(error),
  };
}

function parametersOf(input: Json): JsonObject {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : {};
}
