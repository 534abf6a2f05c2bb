import { type Json, type JsonObject, objectsOf } from '../../../core/json';
import type { CallError, Caller } from './caller';
import { jsonHeaders, withSdkMetadata } from './sdk-metadata';
import { TaskFailure } from './task-failure';

/**
 * `arn:aws:states:::events:putEvents`. A Detail may be an object, and each event names the execution and its state
 * machine among its Resources; one entry that fails, fails the task
 * (https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html).
 */
export async function putEvents(caller: Caller, { Entries, ...input }: JsonObject): Promise<Json> {
  const entries = objectsOf(Entries);
  const told = entries.map(({ Detail = {}, Resources, ...entry }) => ({
    ...entry,
    Detail: typeof Detail === 'string' ? Detail : JSON.stringify(Detail),
    Resources: [...(Array.isArray(Resources) ? Resources : []), ...caller.resources],
  }));
  const answer = await caller.call('events', 'PutEvents', { ...input, Entries: told });
  const { FailedEntryCount: failed } = answer.output;
  if (typeof failed === 'number' && failed > 0)
    throw new TaskFailure('EventBridge.FailedEntry', JSON.stringify(answer.output));
  return withSdkMetadata(answer, jsonHeaders(answer.output, 'application/x-amz-json-1.1', caller.now()));
}

export function eventsFailure({ code, message, statusCode, requestId }: CallError): TaskFailure {
  const name = code === 'InternalException' ? code : 'AmazonEventBridgeException';
  const details = `Service: AmazonEventBridge; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskFailure(`EventBridge.${name}`, `${message} (${details})`);
}
