import { AwsError } from '../../../core/errors';
import type { JsonObject } from '../../../core/json';
import { epochSeconds } from '../../../core/protocols/aws-json';
import { constraintViolation, optionalString, requiredString } from '../../../core/request-input';
import type { ServiceCall } from '../../../core/service';
import { LARGEST_PAYLOAD_BYTES } from '../data/limits';
import type { Execution } from '../execution/execution';
import type { Machine } from '../machines';
import { executionArn, expressArn } from './arn';
import type { StepFunctionsContext, StepFunctionsOperation } from './operation';
import { machineAt } from './state-machines';

/** White space, control characters, and the characters that AWS names. */
const NOT_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\ufffe\uffff]/u;
const LONGEST_NAME = 80;

/** An EXPRESS execution runs for five minutes at most. */
const LONGEST_EXPRESS_MS = 5 * 60_000;

/**
 * StartExecution. While a STANDARD execution of that name runs, the same request is answered as before; once
 * it has ended, or with another input, it is ExecutionAlreadyExists. Names of EXPRESS ones need not differ.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const startExecution: StepFunctionsOperation = async (context, input, call) => {
  const asked = newExecution(context, input, call);
  const engine = asked.type === 'EXPRESS' ? context.express : context.engine;
  const execution = await engine.start(asked);
  if (execution !== asked && !isSame(execution, asked)) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${asked.arn}'`);
  }
  return { executionArn: execution.arn, startDate: epochSeconds(execution.startDate) };
};

/** StartSyncExecution: runs an EXPRESS execution and answers how it ended. */
export const startSyncExecution: StepFunctionsOperation = async (context, input, call) => {
  const execution = newExecution(context, input, call);
  if (execution.type !== 'EXPRESS') {
    throw new AwsError(
      'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine',
    );
  }
  await context.express.start(execution);
  if (execution.status === 'RUNNING') await context.express.ended(execution.arn);
  const { arn, machineArn, name, startDate, stopDate = startDate, status, output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    startDate: epochSeconds(startDate),
    stopDate: epochSeconds(stopDate),
    status,
    input: execution.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output: JSON.stringify(output), outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: billed(stopDate - startDate) },
  };
};

/** EXPRESS executions are billed by 100 ms. */
function billed(milliseconds: number): number {
  return Math.ceil(milliseconds / 100) * 100;
}

function isSame(existing: Execution, asked: Execution): boolean {
  return existing.status === 'RUNNING' && existing.input === asked.input;
}

function newExecution(context: StepFunctionsContext, input: JsonObject, { traceId }: ServiceCall): Execution {
  const machine = machineAt(context, requiredString(input, 'stateMachineArn'));
  const name = nameOf(input, context);
  const startDate = context.cloud.clock.now();
  const deadline = deadlineOf(machine, startDate);
  return {
    arn:
      machine.type === 'EXPRESS'
        ? expressArn(machine.arn, name, context.chance.uuid())
        : executionArn(machine.arn, name),
    name,
    type: machine.type,
    machineArn: machine.arn,
    revisionId: machine.revisionId,
    roleArn: machine.roleArn,
    startDate,
    input: inputOf(input),
    traceId,
    ...(deadline !== undefined && { deadline }),
    status: 'RUNNING',
    lastEventId: 0,
    lastBranchId: 0,
    lastAttempt: 0,
    branches: [],
  };
}

function deadlineOf({ type, definition }: Machine, startDate: number): number | undefined {
  const own =
    definition.TimeoutSeconds === undefined ? undefined : startDate + definition.TimeoutSeconds * 1000;
  if (type === 'STANDARD') return own;
  return Math.min(own ?? Number.POSITIVE_INFINITY, startDate + LONGEST_EXPRESS_MS);
}

function nameOf(input: JsonObject, { chance }: StepFunctionsContext): string {
  const name = optionalString(input, 'name');
  if (name === undefined) return chance.uuid();
  if (name === '')
    throw constraintViolation('name', name, 'Member must have length greater than or equal to 1');
  if (name.length > LONGEST_NAME) {
    throw constraintViolation('name', name, 'Member must have length less than or equal to 80');
  }
  if (NOT_IN_NAMES.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  return name;
}

function inputOf(input: JsonObject): string {
  const text = optionalString(input, 'input') ?? '{}';
  if (Buffer.byteLength(text) > LARGEST_PAYLOAD_BYTES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${LARGEST_PAYLOAD_BYTES}`,
    );
  }
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
  }
}
