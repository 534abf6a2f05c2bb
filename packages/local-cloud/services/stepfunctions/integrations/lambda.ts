import { type Json, type JsonObject, parseObject, stringOf } from '../../../core/json';
import type { CallError, Caller, CallResult } from './caller';
import { jsonHeaders, withSdkMetadata } from './sdk-metadata';
import { TaskFailure } from './task-failure';

/** The exceptions of Lambda's Invoke that have a class in AWS's Java SDK 1; all others are AWSLambdaException. */
const MODELLED = new Set([
  'EC2AccessDeniedException',
  'EC2ThrottledException',
  'EC2UnexpectedException',
  'ENILimitReachedException',
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'InvalidRuntimeException',
  'KMSAccessDeniedException',
  'RequestTooLargeException',
  'ResourceConflictException',
  'ResourceNotFoundException',
  'ResourceNotReadyException',
  'ServiceException',
  'TooManyRequestsException',
  'UnsupportedMediaTypeException',
]);

/** A function's ARN as the resource: the task's input is the event, the function's answer the result. */
export async function callFunction(caller: Caller, functionArn: string, event: Json): Promise<Json> {
  const { output } = await invoke(caller, { FunctionName: functionArn, Payload: JSON.stringify(event) });
  return payloadOf(output);
}

/** `arn:aws:states:::lambda:invoke`: the result has the function's answer as Payload, among other things. */
export async function invokeFunction(caller: Caller, parameters: JsonObject): Promise<Json> {
  const { Payload: event = {}, ...rest } = parameters;
  const answer = await invoke(caller, { ...rest, Payload: JSON.stringify(event) });
  const { StatusCode: statusCode = 200, ExecutedVersion: version = '$LATEST' } = answer.output;
  const payload = payloadOf(answer.output);
  const output = { ExecutedVersion: version, Payload: payload, StatusCode: statusCode };
  const headers = {
    'X-Amz-Executed-Version': String(version),
    ...jsonHeaders(payload, 'application/json', caller.now()),
  };
  return withSdkMetadata({ output, requestId: answer.requestId }, headers);
}

export function lambdaFailure({ code, message, statusCode, requestId }: CallError): TaskFailure {
  const name = MODELLED.has(code) ? code : 'AWSLambdaException';
  const details = `Service: AWSLambda; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskFailure(`Lambda.${name}`, `${message} (${details})`);
}

async function invoke(caller: Caller, input: JsonObject): Promise<CallResult> {
  const answer = await caller.call('lambda', 'Invoke', input);
  if (answer.output.FunctionError !== undefined) throw functionFailure(stringOf(answer.output.Payload) ?? '');
  return answer;
}

/** The function itself failed: its error's type is the name of the task's error. */
function functionFailure(payload: string): TaskFailure {
  const type = errorTypeOf(payload);
  if (type !== undefined) return new TaskFailure(type, payload);
  return new TaskFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
}

function errorTypeOf(payload: string): string | undefined {
  return stringOf(parseObject(payload)?.errorType);
}

function payloadOf(output: JsonObject): Json {
  const payload = stringOf(output.Payload) ?? '';
  return payload === '' ? null : (JSON.parse(payload) as Json);
}
