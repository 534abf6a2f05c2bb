import { AwsError } from '../../../core/errors';
import { epochSeconds } from '../../../core/protocols/aws-json';
import { constraintViolation, optionalString } from '../../../core/request-input';
import type { Execution } from '../execution/execution';
import { whyNotRedrivable } from '../execution/redrivable';
import { executionAt } from './executions';
import type { StepFunctionsOperation } from './operation';

/** Printable ASCII. */
const TOKEN = /^[!-~]{1,64}$/;

/**
 * RedriveExecution. Repeated with the same clientToken it has no further effect.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
 */
export const redriveExecution: StepFunctionsOperation = async (context, input) => {
  const execution = await executionAt(context, input);
  const clientToken = tokenOf(optionalString(input, 'clientToken')) ?? context.chance.uuid();
  const dateOf = ({ redrives = [] }: Execution) =>
    redrives.find((redrive) => redrive.clientToken === clientToken)?.date;
  const earlier = dateOf(execution);
  if (earlier !== undefined) return { redriveDate: epochSeconds(earlier) };
  const reason = whyNotRedrivable(execution, context.cloud.clock.now());
  if (reason !== undefined) throw notRedrivable(reason);
  await context.engine.redrive(execution.arn, clientToken);
  const now = await executionAt(context, input);
  const date = dateOf(now);
  // Another redrive came first.
  if (date === undefined) throw notRedrivable(`Execution is ${now.status} and cannot be redriven`);
  return { redriveDate: epochSeconds(date) };
};

function tokenOf(token: string | undefined): string | undefined {
  if (token === undefined || TOKEN.test(token)) return token;
  throw constraintViolation(
    'clientToken',
    token,
    'Member must satisfy regular expression pattern: [!-~]+, 1 to 64',
  );
}

function notRedrivable(reason: string): AwsError {
  return new AwsError('ExecutionNotRedrivable', reason);
}
