import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import { epochSeconds } from '../../../core/protocols/aws-json';
import {
  constraintViolation,
  optionalBoolean,
  optionalEnum,
  optionalString,
  requiredString,
} from '../../../core/request-input';
import { encodeToken } from '../../../core/tokens';
import { LONGEST_CAUSE, LONGEST_ERROR } from '../data/limits';
import type { Execution, ExecutionStatus } from '../execution/execution';
import { whyNotRedrivable } from '../execution/redrivable';
import { historyEventOnWire } from '../history/wire';
import type { ExecutionSummary } from '../journal/journal';
import { checkArn } from './arn';
import type { StepFunctionsContext, StepFunctionsOperation } from './operation';
import { pageSize, startOfPage } from './pages';
import { machineAt } from './state-machines';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] as const;

export const describeExecution: StepFunctionsOperation = async (context, input) => {
  const execution = await executionAt(context, input);
  const { status, error, cause, output, stopDate } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status,
    startDate: epochSeconds(execution.startDate),
    ...(stopDate !== undefined && { stopDate: epochSeconds(stopDate) }),
    input: execution.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output: JSON.stringify(output), outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...redriven(execution),
    ...redrivability(execution, context.cloud.clock.now()),
  };
};

export const listExecutions: StepFunctionsOperation = async (context, input) => {
  const machine = machineAt(context, requiredString(input, 'stateMachineArn'));
  if (machine.type === 'EXPRESS') {
    throw new AwsError(
      'StateMachineTypeNotSupported',
      'This operation is not supported by this type of state machine',
    );
  }
  const limit = pageSize(input);
  const after = startOfPage(input) as { startDate: number; name: string } | undefined;
  const found = await context.journal.list(machine.arn, {
    status: statusFilter(input),
    limit: limit + 1,
    after,
  });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const nextToken =
    found.length > limit && last ? encodeToken({ startDate: last.startDate, name: last.name }) : undefined;
  return { executions: page.map(listed), ...(nextToken !== undefined && { nextToken }) };
};

export const getExecutionHistory: StepFunctionsOperation = async (context, input) => {
  const execution = await executionAt(context, input);
  const limit = pageSize(input);
  const reverse = optionalBoolean(input, 'reverseOrder') ?? false;
  const includeData = optionalBoolean(input, 'includeExecutionData') ?? true;
  const from = (startOfPage(input) as number | undefined) ?? (reverse ? execution.lastEventId : 1);
  const found = await context.journal.history(execution.arn, { from, limit: limit + 1, reverse });
  const next = found[limit];
  return {
    events: found.slice(0, limit).map((event) => historyEventOnWire(event, includeData)),
    ...(next && { nextToken: encodeToken(next.id) }),
  };
};

export const stopExecution: StepFunctionsOperation = async (context, input) => {
  const execution = await executionAt(context, input);
  const error = limited(input, 'error', LONGEST_ERROR);
  const cause = limited(input, 'cause', LONGEST_CAUSE);
  await context.engine.signal(execution.arn, { type: 'stop', error, cause });
  const stopped = await executionAt(context, input);
  return { stopDate: epochSeconds(stopped.stopDate ?? context.cloud.clock.now()) };
};

export const describeStateMachineForExecution: StepFunctionsOperation = async (context, input) => {
  const { machineArn, revisionId } = await executionAt(context, input);
  const revision = await context.machines.revision(revisionId);
  return {
    stateMachineArn: machineArn,
    name: machineArn.split(':').at(-1) ?? '',
    definition: revision.definition,
    roleArn: revision.roleArn,
    updateDate: epochSeconds(revision.updateDate),
    revisionId,
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: context.machines.get(machineArn)?.tracingEnabled ?? false },
  };
};

export async function executionAt(context: StepFunctionsContext, input: JsonObject): Promise<Execution> {
  const arn = checkArn(requiredString(input, 'executionArn'), 'execution');
  const execution = await context.journal.execution(arn);
  if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

function listed(summary: ExecutionSummary): Json {
  return {
    executionArn: summary.arn,
    stateMachineArn: summary.machineArn,
    name: summary.name,
    status: summary.status,
    startDate: epochSeconds(summary.startDate),
    ...(summary.stopDate !== undefined && { stopDate: epochSeconds(summary.stopDate) }),
    ...redriven(summary),
  };
}

function redriven({
  redriveCount = 0,
  redrives = [],
}: Pick<Execution, 'redriveCount' | 'redrives'>): JsonObject {
  const last = redrives.at(-1);
  return { redriveCount, ...(last && { redriveDate: epochSeconds(last.date) }) };
}

function redrivability(execution: Execution, now: number): JsonObject {
  const reason = whyNotRedrivable(execution, now);
  if (reason === undefined) return { redriveStatus: 'REDRIVABLE' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason };
}

function statusFilter(input: JsonObject): ExecutionStatus | undefined {
  return optionalEnum(input, 'statusFilter', STATUSES) as ExecutionStatus | undefined;
}

function limited(input: JsonObject, field: string, longest: number): string | undefined {
  const text = optionalString(input, field);
  if (text === undefined || text.length <= longest) return text;
  throw constraintViolation(field, text, `Member must have length less than or equal to ${longest}`);
}
