import * as z from 'zod';
import { days, readVariables, stateMachineArn, text, type Variables } from '../runtime/environment';

const environment = z
  .object({
    APARTMENTS_TABLE_NAME: text,
    PAYMENTS_TABLE_NAME: text,
    STATE_MACHINE_ARN: stateMachineArn,
    PAYMENTS_QUEUE_URL: z.url('must be the URL of a queue'),
    PROVIDER: z.enum(['test', 'stripe'], 'must be test or stripe'),
    ORIGIN_SECRET_PARAMETER: text,
    WEBHOOK_SECRETS_PARAMETER: text,
    STRIPE_KEY_PARAMETER: text.optional(),
    RETENTION_DAYS: days,
  })
  .refine(({ PROVIDER, STRIPE_KEY_PARAMETER }) => PROVIDER !== 'stripe' || STRIPE_KEY_PARAMETER, {
    path: ['STRIPE_KEY_PARAMETER'],
    message: 'must name the parameter of the Stripe key, for PROVIDER is stripe',
  })
  .transform((variables) => ({
    apartmentsTableName: variables.APARTMENTS_TABLE_NAME,
    paymentsTableName: variables.PAYMENTS_TABLE_NAME,
    stateMachineArn: variables.STATE_MACHINE_ARN,
    queueUrl: variables.PAYMENTS_QUEUE_URL,
    provider: variables.PROVIDER,
    originSecretParameter: variables.ORIGIN_SECRET_PARAMETER,
    webhookSecretsParameter: variables.WEBHOOK_SECRETS_PARAMETER,
    stripeKeyParameter: variables.STRIPE_KEY_PARAMETER,
    retentionDays: variables.RETENTION_DAYS,
  }));

/** What the stack tells the function about its surroundings. */
export type Environment = z.infer<typeof environment>;

/**
 * Reads the function's environment variables.
 * @throws InvalidEnvironment naming every variable that is missing or wrong.
 */
export function readEnvironment(variables: Variables): Environment {
  return readVariables('payments', environment, variables);
}
