import Stripe from 'stripe';
import { dynamoDbClient, stepFunctionsClient } from '../runtime/clients';
import { ParameterStore } from '../runtime/parameters';
import { WorkflowStore } from '../runtime/workflow';
import { ApartmentStore } from '../tables/apartments/transitions';
import { TaskQueue } from '../tables/payment-tasks';
import { PaymentStore } from '../tables/payments';
import { EventStore } from '../tables/provider-events';
import { RefundStore } from '../tables/refunds';
import { Table } from '../tables/table';
import { TestCheckoutStore } from '../tables/test-checkouts';
import type { Desk, Provider } from './domain/dependencies';
import type { Environment } from './environment';
import { CLIENT_SETTINGS, StripeProvider } from './providers/stripe/stripe-provider';
import type { TestCounter } from './providers/test/buttons';
import { TestProvider } from './providers/test/test-provider';
import { ReservationStore } from './reservations';
import { parameterClient, queueClient } from './stores/clients';
import { journal } from './telemetry';
import { deliverTestEvent, type Secret, type Till } from './webhook';

/** What lives as long as the container. */
export interface Fittings {
  readonly tasks: TaskQueue;
  /** Reads what it needs to know first; made anew where that failed. */
  till(): Promise<Till>;
}

const now = () => Date.now();

/** Made once per container: the connections of its clients live from event to event. */
export function furnish(environment: Environment): Fittings {
  const parameters = new ParameterStore(parameterClient(), now);
  const tasks = new TaskQueue(queueClient(), environment.queueUrl, now);
  const table = new Table(dynamoDbClient(), environment.paymentsTableName);
  const checkouts = new TestCheckoutStore(table, now);
  const secret = (name: string): Secret => ({
    value: () => parameters.value(name),
    fresh: () => parameters.fresh(name),
  });
  const keyhold = environment.paymentsTableName;
  const webhookSecrets = secret(environment.webhookSecretsParameter);
  const originSecret = secret(environment.originSecretParameter);
  const stores = {
    reservations: new ReservationStore(new WorkflowStore(stepFunctionsClient(), environment.stateMachineArn)),
    apartments: new ApartmentStore(new Table(dynamoDbClient(), environment.apartmentsTableName)),
    payments: new PaymentStore(table, environment.provider, environment.retentionDays),
    refunds: new RefundStore(table),
    events: new EventStore(table),
  };
  return {
    tasks,
    async till() {
      const provider = await providerOf(environment, keyhold, parameters, checkouts);
      const desk: Desk = { ...stores, tasks, provider, journal, now };
      const testCounter: TestCounter = {
        checkouts,
        deliveries: tasks,
        keyhold,
        deliver: (body) => deliverTestEvent(body, { desk, webhookSecrets, keyhold }),
        now,
      };
      const isTest = environment.provider === 'test';
      return {
        desk,
        originSecret,
        webhookSecrets,
        keyhold,
        testCounter: isTest ? testCounter : undefined,
      };
    },
  };
}

let stripe: { readonly key: string; readonly client: Stripe } | undefined;

/** A key that was changed is used as soon as it is read. */
async function providerOf(
  { stripeKeyParameter }: Environment,
  keyhold: string,
  parameters: ParameterStore,
  checkouts: TestCheckoutStore,
): Promise<Provider> {
  if (stripeKeyParameter === undefined) return new TestProvider(checkouts, keyhold);
  const key = await parameters.value(stripeKeyParameter);
  if (stripe?.key !== key) stripe = { key, client: new Stripe(key, CLIENT_SETTINGS) };
  return new StripeProvider(stripe.client, keyhold);
}
