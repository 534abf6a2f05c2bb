import * as z from 'zod';
import { days, readVariables, text, type Variables } from '../runtime/environment';

const environment = z
  .object({
    RESERVATIONS_TABLE_NAME: text,
    PAYMENTS_QUEUE_URL: z.url('must be the URL of a queue'),
    GRAPHQL_URL: z.url('must be the URL of the GraphQL API'),
    RETENTION_DAYS: days,
    AWS_REGION: text,
    AWS_ENDPOINT_URL: z.url('must be a URL').optional(),
    AWS_ENDPOINT_URL_APPSYNC: z.url('must be a URL').optional(),
  })
  .transform((variables) => ({
    reservationsTableName: variables.RESERVATIONS_TABLE_NAME,
    paymentsQueueUrl: variables.PAYMENTS_QUEUE_URL,
    graphqlUrl: new URL(variables.GRAPHQL_URL),
    retentionDays: variables.RETENTION_DAYS,
    region: variables.AWS_REGION,
    appsyncEndpoint: variables.AWS_ENDPOINT_URL_APPSYNC ?? variables.AWS_ENDPOINT_URL,
  }));

/** What the stack, and for region and endpoint Lambda and the SDK's standard variables, tell the function. */
export type Environment = z.infer<typeof environment>;

/**
 * Reads the function's environment variables.
 * @throws InvalidEnvironment naming every variable that is missing or wrong.
 */
export function readEnvironment(variables: Variables): Environment {
  return readVariables('changes', environment, variables);
}
