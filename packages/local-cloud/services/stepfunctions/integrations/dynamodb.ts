import type { JsonObject } from '../../../core/json';
import type { CallError, Caller } from './caller';
import { jsonHeaders, withSdkMetadata } from './sdk-metadata';
import { TaskFailure } from './task-failure';

/** The item actions that Step Functions integrates, and the API's own names for them. */
export const DYNAMODB_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['getItem', 'GetItem'],
  ['putItem', 'PutItem'],
  ['updateItem', 'UpdateItem'],
  ['deleteItem', 'DeleteItem'],
]);

/**
 * The exceptions of DynamoDB's API model, by their codes on the wire. Step Functions names its errors by the
 * exception classes of AWS's Java SDK 1, which has a class for each of these and one for all others.
 */
const MODELLED: ReadonlyMap<string, string> = new Map([
  ['ConditionalCheckFailedException', 'ConditionalCheckFailedException'],
  ['InternalServerError', 'InternalServerErrorException'],
  ['ItemCollectionSizeLimitExceededException', 'ItemCollectionSizeLimitExceededException'],
  ['ProvisionedThroughputExceededException', 'ProvisionedThroughputExceededException'],
  ['ReplicatedWriteConflictException', 'ReplicatedWriteConflictException'],
  ['RequestLimitExceeded', 'RequestLimitExceededException'],
  ['ResourceNotFoundException', 'ResourceNotFoundException'],
  ['ThrottlingException', 'ThrottlingException'],
  ['TransactionConflictException', 'TransactionConflictException'],
]);

/** `arn:aws:states:::dynamodb:updateItem` and its like. */
export async function callDynamoDb(caller: Caller, action: string, input: JsonObject): Promise<JsonObject> {
  const answer = await caller.call('dynamodb', DYNAMODB_ACTIONS.get(action) ?? action, input);
  const headers = jsonHeaders(answer.output, 'application/x-amz-json-1.0', caller.now());
  return withSdkMetadata(answer, { Server: 'Server', ...headers });
}

export function dynamoDbFailure({ code, message, statusCode, requestId }: CallError): TaskFailure {
  const name = MODELLED.get(code) ?? 'AmazonDynamoDBException';
  const details = `Service: AmazonDynamoDBv2; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskFailure(`DynamoDB.${name}`, `${message} (${details})`);
}
