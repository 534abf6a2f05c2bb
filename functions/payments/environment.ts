import * as z from 'zod';
import {
  days,
  type EnvironmentOf,
  environmentReader,
  queueUrl,
  stateMachineArn,
  text,
} from '../runtime/environment';

const environment = z
  .object({
    APARTMENTS_TABLE_NAME: text,
    PAYMENTS_TABLE_NAME: text,
    RESERVATIONS_TABLE_NAME: text,
    PAYMENTS_QUEUE_URL: queueUrl,
    STATE_MACHINE_ARN: stateMachineArn,
    PROVIDER: z.enum(['test', 'stripe'], 'must be test or stripe'),
    ORIGIN_SECRET_PARAMETER: text,
    WEBHOOK_SECRETS_PARAMETER: text,
    STRIPE_KEY_PARAMETER: text.optional(),
    LIVE: z.enum(['true', 'false'], 'must be true or false').transform((word) => word === 'true'),
    RETENTION_DAYS: days,
  })
  .refine(({ PROVIDER, STRIPE_KEY_PARAMETER }) => PROVIDER !== 'stripe' || STRIPE_KEY_PARAMETER, {
    path: ['STRIPE_KEY_PARAMETER'],
    message: 'must name the parameter of the Stripe key, because PROVIDER is stripe',
  });

export type PaymentsEnvironment = EnvironmentOf<z.infer<typeof environment>>;

export const readEnvironment = environmentReader('payments', environment);
