import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Cloud } from '../../core/service';
import type { LambdaDataSource } from './graphql-api';
import { FieldError } from './wire-error';

/** Errors of Lambda itself, not of the function's code. */
const RUNTIME_FAILURE = /^(Runtime|Sandbox|Function)\./;

/**
 * Calls a direct resolver's function with one event, or with a list of events where it batches.
 * @throws FieldError when the function, or calling it, failed
 */
export async function callFunction(
  source: LambdaDataSource,
  payload: Json,
  cloud: Cloud,
  traceId: string,
): Promise<Json> {
  const output = await invoke(source, payload, cloud, traceId);
  const answer = JSON.parse(String(output['Payload'] || 'null')) as Json;
  if (output['FunctionError'] !== undefined) throw functionError(answer);
  return answer;
}

async function invoke(
  source: LambdaDataSource,
  payload: Json,
  cloud: Cloud,
  traceId: string,
): Promise<JsonObject> {
  const input = {
    FunctionName: source.functionArn,
    InvocationType: 'RequestResponse',
    Payload: JSON.stringify(payload),
  };
  try {
    const call = { service: 'lambda', action: 'Invoke', input, principal: source.principal, traceId };
    return (await cloud.call(call)) as JsonObject;
  } catch (error) {
    throw error instanceof AwsError ? invocationError(error) : error;
  }
}

/**
 * The error that a function throws reaches the client by its name and message; a failure of its runtime as
 * `Lambda:Unhandled`. https://docs.aws.amazon.com/appsync/latest/devguide/resolver-mapping-template-reference-lambda-js.html
 */
function functionError(payload: Json): FieldError {
  const { errorType, errorMessage } = (payload ?? {}) as { errorType?: string; errorMessage?: string };
  const type = errorType === undefined || RUNTIME_FAILURE.test(errorType) ? 'Lambda:Unhandled' : errorType;
  // AppSync reserves this type for its own refusals, and does not pass on other reasons.
  if (type === 'UnauthorizedException')
    return new FieldError(type, 'You are not authorized to make this call.');
  return new FieldError(type, errorMessage ?? 'The function failed without a message.');
}

/** Lambda did not run the function: the message of the AWS client inside AppSync. */
function invocationError({ code, message, statusCode }: AwsError): FieldError {
  const type = code.startsWith('AccessDenied') ? 'AWSLambdaException' : code;
  return new FieldError(
    `Lambda:${type}`,
    `${message} (Service: AWSLambda; Status Code: ${statusCode}; Error Code: ${code})`,
  );
}
