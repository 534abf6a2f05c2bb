import * as z from 'zod';
import { days, environmentReader, queueUrl, stateMachineArn, text } from '../runtime/environment';

/** A hold lives as long as its execution at most: a year (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
const LONGEST_HOLD_SECONDS = 31_536_000;

/** How many holds at once, as a number. */
const holds = z
  .string()
  .regex(/^([1-9]\d*|unlimited)$/, 'must be a whole number of holds, 1 or more, or unlimited')
  .transform((most) => (most === 'unlimited' ? Number.POSITIVE_INFINITY : Number(most)));

const environment = z.object({
  APARTMENTS_TABLE_NAME: text,
  RESERVATIONS_TABLE_NAME: text,
  PAYMENTS_TABLE_NAME: text,
  PAYMENTS_QUEUE_URL: queueUrl,
  STATE_MACHINE_ARN: stateMachineArn,
  RETENTION_DAYS: days,
  ORIGIN_SECRET_PARAMETER: text,
  HOLDS_PER_GUEST: holds,
  HOLDS_PER_ADDRESS: holds,
  PAUSE_AFTER_UNPAID_HOLD: z
    .string()
    .regex(/^\d+$/, 'must be a whole number of seconds, 0 or more')
    .transform((seconds) => Number(seconds) * 1000),
  HOLD_SECONDS: z
    .string()
    .regex(/^\d+$/, 'must be a whole number of seconds')
    .transform(Number)
    .pipe(z.number().min(1, 'must be 1 or more').max(LONGEST_HOLD_SECONDS, 'must be a year at most')),
});

export const readEnvironment = environmentReader('booking', environment);
