import { compose } from '../../../functions/payments/composition';
import type { PaymentsEnvironment } from '../../../functions/payments/environment';
import { AwsServer } from './aws-server';

const aws = new AwsServer();

beforeAll(async () => {
  await aws.start();
  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.endpoint,
  });
});
beforeEach(() => {
  aws.parameters.clear();
  aws.operations.length = 0;
});
afterAll(() => aws.stop());

const environment: PaymentsEnvironment = {
  apartmentsTableName: 'apartments',
  paymentsTableName: 'payments',
  reservationsTableName: 'reservations',
  paymentsQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/payments',
  stateMachineArn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:booking',
  provider: 'stripe',
  live: false,
  originSecretParameter: '/origin',
  webhookSecretsParameter: '/webhook',
  retentionDays: 365,
  stripeKeyParameter: '/stripe',
};

test('Stripe’s key is read when it is first needed, once, and real money has no test page', async () => {
  aws.parameters.set('/stripe', 'sk_test_not_a_real_key');
  const { services } = compose(environment);
  expect(aws.operations).toEqual([]);
  for (const { dependencies, testCheckout } of [await services(), await services()]) {
    expect([dependencies.provider.name, testCheckout]).toEqual(['stripe', undefined]);
  }
  expect(aws.operations).toEqual(['GetParameter']);
});

test('a key that was forgotten is asked for again by the next event, until it is there', async () => {
  const { services } = compose(environment);
  await expect(services()).rejects.toThrow('/stripe');
  aws.parameters.set('/stripe', ' ');
  await expect(services()).rejects.toThrow('Parameter /stripe has no value.');
  aws.parameters.set('/stripe', 'sk_test_not_a_real_key');
  expect((await services()).dependencies.provider.name).toBe('stripe');
});

test('the test provider needs no key', async () => {
  const { services } = compose({ ...environment, provider: 'test', stripeKeyParameter: undefined });
  const { dependencies, testCheckout } = await services();
  expect([dependencies.provider.name, testCheckout?.systemName]).toEqual(['test', 'payments']);
  expect(aws.operations).toEqual([]);
});

test.each([
  [true, 'sk_test_not_a_real_key'],
  [true, 'rk_test_not_a_real_key'],
  [false, 'sk_live_not_a_real_key'],
  [false, 'pk_test_not_a_secret_key'],
])('a key of the other mode is refused by name, before anybody is asked: live %s, %s', async (live, key) => {
  aws.parameters.set('/stripe', key);
  const refusal = compose({ ...environment, live }).services();
  await expect(refusal).rejects.toMatchObject({
    name: 'WrongKeyMode',
    message: expect.stringContaining('/stripe'),
  });
  await expect(refusal).rejects.not.toThrow(key);
});
