import * as z from 'zod';
import { readVariables, text, type Variables } from '../runtime/environment';

const environment = z
  .object({
    TABLE_NAME: text,
    COMPLEX_INDEX: text,
    RESERVATIONS_TABLE_NAME: text,
    PAYMENTS_TABLE_NAME: text,
    STATE_MACHINE_ARN: text,
  })
  .transform((variables) => ({
    tableName: variables.TABLE_NAME,
    complexIndex: variables.COMPLEX_INDEX,
    reservationsTableName: variables.RESERVATIONS_TABLE_NAME,
    paymentsTableName: variables.PAYMENTS_TABLE_NAME,
    stateMachineArn: variables.STATE_MACHINE_ARN,
  }));

export type Environment = z.infer<typeof environment>;

/**
 * Reads the function's environment variables.
 * @throws InvalidEnvironment naming every variable that is missing or wrong.
 */
export function readEnvironment(variables: Variables): Environment {
  return readVariables('catalog', environment, variables);
}
