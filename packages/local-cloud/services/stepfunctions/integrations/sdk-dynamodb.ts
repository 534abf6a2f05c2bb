import type { JsonObject } from '../../../core/json';
import type { CallError, Caller } from './caller';
import { TaskFailure } from './task-failure';

/** `arn:aws:states:::aws-sdk:dynamodb:…`: any action of DynamoDB; the result is the API's output alone. */
export async function callSdkDynamoDb(
  caller: Caller,
  action: string,
  input: JsonObject,
): Promise<JsonObject> {
  const { output } = await caller.call('dynamodb', action.charAt(0).toUpperCase() + action.slice(1), input);
  return output;
}

/** Errors are named by the exception classes of AWS's Java SDK 2; it has one for what the API does not model. */
export function sdkDynamoDbFailure({ code, message, statusCode, requestId }: CallError): TaskFailure {
  const name = UNMODELLED.has(code) ? 'DynamoDbException' : code.replace(/(?:Exception)?$/, 'Exception');
  const details = `Service: DynamoDb, Status Code: ${statusCode}, Request ID: ${requestId}`;
  return new TaskFailure(`DynamoDb.${name}`, `${message} (${details}) (SDK Attempt Count: 1)`);
}

const UNMODELLED = new Set(['ValidationException', 'AccessDeniedException', 'SerializationException']);
