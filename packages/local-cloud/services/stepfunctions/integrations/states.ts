import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../../core/json';
import type { CallError, Caller } from './caller';
import { jsonHeaders, withSdkMetadata } from './sdk-metadata';
import { TaskFailure } from './task-failure';

/** The exceptions of StartExecution and DescribeExecution that have a class in AWS's Java SDK 1. */
const MODELLED = new Set([
  'ExecutionAlreadyExists',
  'ExecutionDoesNotExist',
  'ExecutionLimitExceeded',
  'InvalidArn',
  'InvalidExecutionInput',
  'InvalidName',
  'StateMachineDeleting',
  'StateMachineDoesNotExist',
]);

/** `arn:aws:states:::states:startExecution`: starts an execution and answers where it is. */
export async function startChild(caller: Caller, parameters: JsonObject): Promise<JsonObject> {
  const { StateMachineArn: stateMachineArn = null, Name, Input } = parameters;
  const name = Name ?? nameOf(caller.attemptKey);
  const input = typeof Input === 'string' ? Input : JSON.stringify(Input ?? {});
  const { output, requestId } = await caller.call('states', 'StartExecution', {
    stateMachineArn,
    name,
    input,
  });
  const { executionArn = null, startDate } = output;
  const answer = { ExecutionArn: executionArn, StartDate: milliseconds(startDate) };
  const headers = jsonHeaders(output, 'application/x-amz-json-1.0', caller.now());
  return withSdkMetadata({ output: answer, requestId }, headers);
}

/**
 * `startExecution.sync`: the description of a child that has ended is the task's result, or, when it did
 * not succeed, the cause of its failure. In the second version input and output are JSON in place of text.
 */
export async function resultOfChild(
  caller: Caller,
  executionArn: string,
  secondVersion: boolean,
): Promise<Json> {
  const { output } = await caller.call('states', 'DescribeExecution', { executionArn });
  const description = described(output, secondVersion);
  if (output.status === 'SUCCEEDED') return description;
  throw new TaskFailure('States.TaskFailed', JSON.stringify(description));
}

export function statesFailure({ code, message, statusCode, requestId }: CallError): TaskFailure {
  const name = MODELLED.has(code) ? `${code}Exception` : 'AWSStepFunctionsException';
  const details = `Service: AWSStepFunctions; Status Code: ${statusCode}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new TaskFailure(`StepFunctions.${name}`, `${message} (${details})`);
}

/** A child without a name of its own is not started twice when its start is made again after a crash. */
function nameOf(attemptKey: string): string {
  return createHash('sha256').update(attemptKey).digest('hex').slice(0, 36);
}

function described(description: JsonObject, secondVersion: boolean): JsonObject {
  return Object.fromEntries(
    Object.entries(description).map(([name, value]) => [pascal(name), rendered(name, value, secondVersion)]),
  );
}

function rendered(name: string, value: Json, secondVersion: boolean): Json {
  if (name.endsWith('Date')) return milliseconds(value);
  if (name.endsWith('Details')) return { Included: true };
  const isPayload = name === 'input' || name === 'output';
  return secondVersion && isPayload ? (JSON.parse(String(value)) as Json) : value;
}

function milliseconds(seconds: Json | undefined): number {
  return Math.round(Number(seconds) * 1000);
}

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
