import { type Json, type JsonObject, objectOf } from '../../../core/json';
import type { TaskResource } from '../asl/resource';
import type { CallError, Caller } from './caller';
import { callDynamoDb, DYNAMODB_ACTIONS, dynamoDbFailure } from './dynamodb';
import { eventsFailure, putEvents } from './events';
import { callFunction, invokeFunction, lambdaFailure } from './lambda';
import { callSdkDynamoDb, sdkDynamoDbFailure } from './sdk-dynamodb';
import { resultOfChild, startChild, statesFailure } from './states';
import type { TaskFailure } from './task-failure';

/** A service integration: how its tasks run, and how it names the errors of the API. */
export interface Integration {
  perform(caller: Caller, input: Json): Promise<Json>;
  /** For `.sync`: the ARN of the execution that `perform` started, and its result once it has ended. */
  readonly job?: {
    arnOf(submission: Json): string;
    result(caller: Caller, arn: string): Promise<Json>;
  };
  failure(error: CallError): TaskFailure;
}

/** The integration of a Task's resource; undefined when it does not run locally. */
export function integrationOf(resource: TaskResource): Integration | undefined {
  if (resource.kind === 'function') {
    return { perform: (caller, input) => callFunction(caller, resource.arn, input), failure: lambdaFailure };
  }
  const { service, action, pattern, name } = resource;
  if (service === 'lambda' && action === 'invoke' && pattern !== 'sync') {
    return {
      perform: (caller, input) => invokeFunction(caller, objectOf(input)),
      failure: lambdaFailure,
    };
  }
  if (service === 'dynamodb' && DYNAMODB_ACTIONS.has(action) && pattern === 'request') {
    return {
      perform: (caller, input) => callDynamoDb(caller, action, objectOf(input)),
      failure: dynamoDbFailure,
    };
  }
  if (service === 'aws-sdk:dynamodb' && pattern === 'request') {
    return {
      perform: (caller, input) => callSdkDynamoDb(caller, action, objectOf(input)),
      failure: sdkDynamoDbFailure,
    };
  }
  if (service === 'events' && action === 'putEvents' && pattern !== 'sync') {
    return {
      perform: (caller, input) => putEvents(caller, objectOf(input)),
      failure: eventsFailure,
    };
  }
  if (service !== 'states' || action !== 'startExecution') return undefined;
  const start = {
    perform: (caller: Caller, input: Json) => startChild(caller, objectOf(input)),
    failure: statesFailure,
  };
  return pattern === 'sync' ? { ...start, job: childJob(name.endsWith(':2')) } : start;
}

function childJob(secondVersion: boolean): NonNullable<Integration['job']> {
  return {
    arnOf: (submission) => String((submission as JsonObject).ExecutionArn),
    result: (caller, arn) => resultOfChild(caller, arn, secondVersion),
  };
}
