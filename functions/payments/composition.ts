import Stripe from 'stripe';
import { dynamoDbClient, parameterClient, queueClient, stepFunctionsClient } from '../runtime/clients';
import { ParameterStore } from '../runtime/parameters';
import { StepFunctionsWorkflow } from '../runtime/workflow';
import { ApartmentRepository } from '../tables/apartments/repository';
import { CaptureRepository } from '../tables/captures';
import { DisputeRepository } from '../tables/disputes';
import { LedgerRepository } from '../tables/ledger';
import { OpenReservationRepository } from '../tables/open-reservations';
import { PaymentTaskQueue } from '../tables/payment-tasks';
import { PaymentRepository } from '../tables/payments';
import { ProviderEventRepository } from '../tables/provider-events';
import { ReconciliationRepository } from '../tables/reconciliations';
import { RefundRepository } from '../tables/refunds';
import { ReservationRepository } from '../tables/reservations';
import { ShareRepository } from '../tables/shares';
import { Table } from '../tables/table';
import { TestCheckoutRepository } from '../tables/test-checkouts';
import type { Provider } from './domain/dependencies';
import { WrongKeyMode } from './domain/errors';
import type { SweepDependencies } from './domain/sweep/dependencies';
import type { PaymentsEnvironment } from './environment';
import { CLIENT_SETTINGS, StripeProvider } from './providers/stripe/stripe-provider';
import type { TestCheckoutDependencies } from './providers/test/buttons';
import { TestProvider } from './providers/test/test-provider';
import { sweepTelemetry, telemetry } from './telemetry';
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
  const reservations = new Table(dynamoDb, environment.reservationsTableName);
  const repositories = {
    reservations: new ReservationRepository(reservations),
    shares: new ShareRepository(reservations),
    unfinished: new OpenReservationRepository(reservations),
    workflow: new StepFunctionsWorkflow(stepFunctionsClient(), environment.stateMachineArn),
    apartments: new ApartmentRepository(new Table(dynamoDb, environment.apartmentsTableName)),
    payments: new PaymentRepository(table, environment.provider, environment.retentionDays),
    captures: new CaptureRepository(table),
    refunds: new RefundRepository(table),
    disputes: new DisputeRepository(table),
    ledger: new LedgerRepository(table),
    events: new ProviderEventRepository(table),
    reconciliations: new ReconciliationRepository(table),
  };
  return {
    tasks,
    async services() {
      const provider = await providerOf(environment, systemName, parameters, checkouts, tasks);
      const dependencies: SweepDependencies = {
        ...repositories,
        tasks,
        provider,
        telemetry,
        sweepTelemetry,
        retentionDays: environment.retentionDays,
        now,
      };
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
  deliveries: PaymentTaskQueue,
): Promise<Provider> {
  if (stripeKeyParameter === undefined) return new TestProvider(checkouts, systemName, now, deliveries);
  const key = await parameters.value(stripeKeyParameter);
  if (!KEY_OF_MODE[live ? 'live' : 'test'].test(key)) throw new WrongKeyMode(stripeKeyParameter, live);
  if (stripe?.key !== key) stripe = { key, client: new Stripe(key, CLIENT_SETTINGS) };
  return new StripeProvider(stripe.client, { systemName, live });
}
