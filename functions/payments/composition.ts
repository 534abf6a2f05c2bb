import Stripe from 'stripe';
import { dynamoDbClient, parameterClient, queueClient } from '../runtime/clients';
import { ParameterStore } from '../runtime/parameters';
import { ApartmentRepository } from '../tables/apartments/repository';
import { CaptureRepository } from '../tables/captures';
import { DisputeRepository } from '../tables/disputes';
import { LedgerRepository } from '../tables/ledger';
import { PaymentTaskQueue } from '../tables/payment-tasks';
import { PaymentRepository } from '../tables/payments';
import { ProviderEventRepository } from '../tables/provider-events';
import { RefundRepository } from '../tables/refunds';
import { ReservationRepository } from '../tables/reservations';
import { Table } from '../tables/table';
import { TestCheckoutRepository } from '../tables/test-checkouts';
import type { PaymentsDependencies, Provider } from './domain/dependencies';
import { WrongKeyMode } from './domain/errors';
import type { PaymentsEnvironment } from './environment';
import { CLIENT_SETTINGS, StripeProvider } from './providers/stripe/stripe-provider';
import type { TestCheckoutDependencies } from './providers/test/buttons';
import { TestProvider } from './providers/test/test-provider';
import { telemetry } from './telemetry';
import { deliverTestEvent, type Services } from './webhook';

/** What lives as long as the container. */
export interface Composition {
  readonly tasks: PaymentTaskQueue;
  /** Reads the secrets it needs first; made anew if that failed. */
  services(): Promise<Services>;
}

const now = () => Date.now();

/** The composition root, run once per container: the connections of its clients live from event to event. */
export function compose(environment: PaymentsEnvironment): Composition {
  const parameters = new ParameterStore(parameterClient(), now);
  const tasks = new PaymentTaskQueue(queueClient(), environment.paymentsQueueUrl, now);
  const dynamoDb = dynamoDbClient();
  const table = new Table(dynamoDb, environment.paymentsTableName);
  const checkouts = new TestCheckoutRepository(table, now);
  const { live, paymentsTableName: systemName } = environment;
  const webhookSecrets = parameters.secret(environment.webhookSecretsParameter);
  const originSecret = parameters.secret(environment.originSecretParameter);
  const repositories = {
    reservations: new ReservationRepository(new Table(dynamoDb, environment.reservationsTableName)),
    apartments: new ApartmentRepository(new Table(dynamoDb, environment.apartmentsTableName)),
    payments: new PaymentRepository(table, environment.provider, environment.retentionDays),
    captures: new CaptureRepository(table),
    refunds: new RefundRepository(table),
    disputes: new DisputeRepository(table),
    ledger: new LedgerRepository(table),
    events: new ProviderEventRepository(table),
  };
  return {
    tasks,
    async services() {
      const provider = await providerOf(environment, systemName, parameters, checkouts);
      const dependencies: PaymentsDependencies = { ...repositories, tasks, provider, telemetry, now };
      const testCheckout: TestCheckoutDependencies = {
        checkouts,
        deliveries: tasks,
        systemName,
        deliver: (body) => deliverTestEvent(body, { dependencies, webhookSecrets, systemName, live }),
        now,
      };
      const isTest = environment.provider === 'test';
      return {
        dependencies,
        originSecret,
        webhookSecrets,
        systemName,
        live,
        testCheckout: isTest ? testCheckout : undefined,
      };
    },
  };
}

let stripe: { readonly key: string; readonly client: Stripe } | undefined;

/** Secret and restricted keys say their mode (https://docs.stripe.com/keys). */
const KEY_OF_MODE = { live: /^(?:sk|rk)_live_/, test: /^(?:sk|rk)_test_/ } as const;

/** A key that was changed is used as soon as it is read. */
async function providerOf(
  { stripeKeyParameter, live }: PaymentsEnvironment,
  systemName: string,
  parameters: ParameterStore,
  checkouts: TestCheckoutRepository,
): Promise<Provider> {
  if (stripeKeyParameter === undefined) return new TestProvider(checkouts, systemName, now);
  const key = await parameters.value(stripeKeyParameter);
  if (!KEY_OF_MODE[live ? 'live' : 'test'].test(key)) throw new WrongKeyMode(stripeKeyParameter, live);
  if (stripe?.key !== key) stripe = { key, client: new Stripe(key, CLIENT_SETTINGS) };
  return new StripeProvider(stripe.client, systemName);
}
