import * as z from 'zod';
import { readVariables, stateMachineArn, text, type Variables } from '../runtime/environment';

/** A hold lives as long as its execution at most: a year (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html). */
const LONGEST_HOLD_SECONDS = 31_536_000;

const environment = z
  .object({
    TABLE_NAME: text,
    COMPLEX_INDEX: text,
    RESERVATIONS_TABLE_NAME: text,
    PAYMENTS_TABLE_NAME: text,
    STATE_MACHINE_ARN: stateMachineArn,
    HOLD_SECONDS: z
      .string()
      .regex(/^\d+$/, 'must be a whole number of seconds')
      .transform(Number)
      .pipe(z.number().min(1, 'must be 1 or more').max(LONGEST_HOLD_SECONDS, 'must be a year at most')),
  })
  .transform((variables) => ({
    tableName: variables.TABLE_NAME,
    complexIndex: variables.COMPLEX_INDEX,
    reservationsTableName: variables.RESERVATIONS_TABLE_NAME,
    paymentsTableName: variables.PAYMENTS_TABLE_NAME,
    stateMachineArn: variables.STATE_MACHINE_ARN,
    holdSeconds: variables.HOLD_SECONDS,
  }));

/** What the stack tells the function about its surroundings. */
export type Environment = z.infer<typeof environment>;

/**
 * Reads the function's environment variables.
 * @throws InvalidEnvironment naming every variable that is missing or wrong.
 */
export function readEnvironment(variables: Variables): Environment {
  return readVariables('booking', environment, variables);
}
