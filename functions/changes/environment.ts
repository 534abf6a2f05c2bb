import * as z from 'zod';
import { days, environmentReader, queueUrl, text, type Variables } from '../runtime/environment';

/** The stack sets these; Lambda sets the region, and the SDK's standard variables may name endpoints. */
const environment = z.object({
  APARTMENTS_TABLE_NAME: text,
  RESERVATIONS_TABLE_NAME: text,
  PAYMENTS_QUEUE_URL: queueUrl,
  GRAPHQL_URL: z.url('must be the URL of the GraphQL API').transform((url) => new URL(url)),
  RETENTION_DAYS: days,
  AWS_REGION: text,
  AWS_ENDPOINT_URL: z.url('must be a URL').optional(),
  AWS_ENDPOINT_URL_APPSYNC: z.url('must be a URL').optional(),
});

const readVariables = environmentReader('changes', environment);

/** As for the SDK's clients, the more specific endpoint wins. */
export function readEnvironment(variables: Variables) {
  const { awsEndpointUrl, awsEndpointUrlAppsync, ...rest } = readVariables(variables);
  return { ...rest, appsyncEndpoint: awsEndpointUrlAppsync ?? awsEndpointUrl };
}
