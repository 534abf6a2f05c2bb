import Stripe from 'stripe';
import { dynamoDbClient, stepFunctionsClient } from '../runtime/clients';
import { ParameterStore } from '../runtime/parameters';
import { StepFunctionsWorkflow } from '../runtime/workflow';
import { ApartmentRepository } from '../tables/apartments/transitions';
import { TaskQueue } from '../tables/payment-tasks';
import { PaymentRepository } from '../tables/payments';
import { ProviderEventRepository } from '../tables/provider-events';
import { RefundRepository } from '../tables/refunds';
import { Table } from '../tables/table';
import { TestCheckoutRepository } from '../tables/test-checkouts';
import type { PaymentsDependencies, Provider } from './domain/dependencies';
import type { Environment } from './environment';
import { CLIENT_SETTINGS, StripeProvider } from './providers/stripe/stripe-provider';
import type { TestCheckoutDependencies } from './providers/test/buttons';
import { TestProvider } from './providers/test/test-provider';
import { WorkflowReservations } from './reservations';
import { parameterClient, queueClient } from './stores/clients';
import { telemetry } from './telemetry';
import { deliverTestEvent, type Secret, type Services } from './webhook';

/** What lives as long as the container. */
export interface Composition {
  readonly tasks: TaskQueue;
  /** Reads what it needs to know first; made anew where that failed. */
  services(): Promise<Services>;
}

const now = () => Date.now();

/** Made once per container: the connections of its clients live from event to event. */
export function compose(environment: Environment): Composition {
  const parameters = new ParameterStore(parameterClient(), now);
  const tasks = new TaskQueue(queueClient(), environment.queueUrl, now);
  const table = new Table(dynamoDbClient(), environment.paymentsTableName);
  const checkouts = new TestCheckoutRepository(table, now);
  const secret = (name: string): Secret => ({
    value: () => parameters.value(name),
    fresh: () => parameters.fresh(name),
  });
  const keyhold = environment.paymentsTableName;
  const webhookSecrets = secret(environment.webhookSecretsParameter);
  const originSecret = secret(environment.originSecretParameter);
  const stores = {
    reservations: new WorkflowReservations(
      new StepFunctionsWorkflow(stepFunctionsClient(), environment.stateMachineArn),
    ),
    apartments: new ApartmentRepository(new Table(dynamoDbClient(), environment.apartmentsTableName)),
    payments: new PaymentRepository(table, environment.provider, environment.retentionDays),
    refunds: new RefundRepository(table),
    events: new ProviderEventRepository(table),
  };
  return {
    tasks,
    async services() {
      const provider = await providerOf(environment, keyhold, parameters, checkouts);
      const dependencies: PaymentsDependencies = { ...stores, tasks, provider, telemetry, now };
      const testCheckout: TestCheckoutDependencies = {
        checkouts,
        deliveries: tasks,
        keyhold,
        deliver: (body) => deliverTestEvent(body, { dependencies, webhookSecrets, keyhold }),
        now,
      };
      const isTest = environment.provider === 'test';
      return {
        dependencies,
        originSecret,
        webhookSecrets,
        keyhold,
        testCheckout: isTest ? testCheckout : undefined,
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
  checkouts: TestCheckoutRepository,
): Promise<Provider> {
  if (stripeKeyParameter === undefined) return new TestProvider(checkouts, keyhold);
  const key = await parameters.value(stripeKeyParameter);
  if (stripe?.key !== key) stripe = { key, client: new Stripe(key, CLIENT_SETTINGS) };
  return new StripeProvider(stripe.client, keyhold);
}
