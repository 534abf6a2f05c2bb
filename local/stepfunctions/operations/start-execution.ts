import { AwsError, type JsonObject } from '../../service';
import { LARGEST_PAYLOAD_BYTES } from '../data/limits';
import type { Execution } from '../execution/execution';
import type { Machine } from '../machines';
import { executionArn } from './arn';
import { constraint, optionalText, requiredText, seconds } from './input';
import type { Operation, OperationContext } from './operation';
import { machineAt } from './state-machines';

/** White space, control characters, and the characters that AWS names. */
const NOT_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\ufffe\uffff]/u;
const LONGEST_NAME = 80;

/**
 * StartExecution. While an execution of that name runs, the same request is answered as before; once it has
 * ended, or with another input, it is ExecutionAlreadyExists.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const startExecution: Operation = async (context, input, call) => {
  const machine = machineAt(context, requiredText(input, 'stateMachineArn'));
  const name = nameOf(input, context);
  const asked = newExecution(machine, name, inputOf(input), context, call.traceId);
  const execution = await context.engine.start(asked);
  if (execution !== asked && !isSame(execution, asked)) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${asked.arn}'`);
  }
  return { executionArn: execution.arn, startDate: seconds(execution.startDate) };
};

function isSame(existing: Execution, asked: Execution): boolean {
  return existing.status === 'RUNNING' && existing.input === asked.input;
}

function newExecution(
  machine: Machine,
  name: string,
  input: string,
  { cloud }: OperationContext,
  traceId: string,
): Execution {
  const startDate = cloud.clock.now();
  const { TimeoutSeconds } = machine.definition;
  return {
    arn: executionArn(machine.arn, name),
    name,
    machineArn: machine.arn,
    revisionId: machine.revisionId,
    roleArn: machine.roleArn,
    startDate,
    input,
    traceId,
    ...(TimeoutSeconds !== undefined && { deadline: startDate + TimeoutSeconds * 1000 }),
    status: 'RUNNING',
    lastEventId: 0,
    lastBranchId: 0,
    lastAttempt: 0,
    branches: [],
  };
}

function nameOf(input: JsonObject, { chance }: OperationContext): string {
  const name = optionalText(input, 'name');
  if (name === undefined) return chance.uuid();
  if (name === '') throw constraint('name', name, 'Member must have length greater than or equal to 1');
  if (name.length > LONGEST_NAME) {
    throw constraint('name', name, 'Member must have length less than or equal to 80');
  }
  if (NOT_IN_NAMES.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  return name;
}

function inputOf(input: JsonObject): string {
  const text = optionalText(input, 'input') ?? '{}';
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
