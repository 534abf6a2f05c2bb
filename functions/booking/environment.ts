import * as z from 'zod';
import { days, environmentReader, queueUrl, stateMachineArn, text } from '../runtime/environment';

/** A hold lives as long as its execution at most: a year (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
const LONGEST_HOLD_SECONDS = 31_536_000;

const environment = z.object({
  APARTMENTS_TABLE_NAME: text,
  RESERVATIONS_TABLE_NAME: text,
  PAYMENTS_TABLE_NAME: text,
  PAYMENTS_QUEUE_URL: queueUrl,
  STATE_MACHINE_ARN: stateMachineArn,
  RETENTION_DAYS: days,
  HOLD_SECONDS: z
    .string()
    .regex(/^\d+$/, 'must be a whole number of seconds')
    .transform(Number)
    .pipe(z.number().min(1, 'must be 1 or more').max(LONGEST_HOLD_SECONDS, 'must be a year at most')),
});

export const readEnvironment = environmentReader('booking', environment);
