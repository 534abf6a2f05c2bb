import { MOST_HISTORY_EVENTS } from '../data/limits';
import type { Execution } from './execution';

const DAY_MS = 24 * 3600_000;
const REDRIVABLE_MS = 14 * DAY_MS;
const LONGEST_EXECUTION_MS = 365 * DAY_MS;
const MOST_REDRIVES = 1_000;

/**
 * Why an execution cannot be redriven, in AWS's words; undefined where it can.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export function whyNotRedrivable(execution: Execution, now: number): string | undefined {
  const { status, stopDate = now, startDate, unsuccessful, lastEventId, redriveCount = 0 } = execution;
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (!unsuccessful) return 'Execution was started before the launch of RedriveExecution';
  if (lastEventId >= MOST_HISTORY_EVENTS - 1) return 'Execution history event limit exceeded';
  if (now - startDate > LONGEST_EXECUTION_MS) return 'Execution has exceeded the max execution time';
  if (now - stopDate > REDRIVABLE_MS) return 'Execution redrivable period exceeded';
  return redriveCount < MOST_REDRIVES ? undefined : `Execution was redriven ${MOST_REDRIVES} times`;
}
