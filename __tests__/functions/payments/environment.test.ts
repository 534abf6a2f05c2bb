import { readEnvironment } from '../../../functions/payments/environment';

const variables = {
  APARTMENTS_TABLE_NAME: 'apartments',
  PAYMENTS_TABLE_NAME: 'payments',
  RESERVATIONS_TABLE_NAME: 'reservations',
  PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/payments',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:booking',
  PROVIDER: 'test',
  LIVE: 'false',
  ORIGIN_SECRET_PARAMETER: '/origin',
  RETENTION_DAYS: '365',
  WEBHOOK_SECRETS_PARAMETER: '/webhook',
};

test('the variables that the stack sets are read', () => {
  expect(readEnvironment(variables)).toMatchObject({
    provider: 'test',
    live: false,
    paymentsTableName: 'payments',
  });
  const stripe = { ...variables, PROVIDER: 'stripe', STRIPE_KEY_PARAMETER: '/stripe' };
  expect(readEnvironment(stripe)).toMatchObject({ provider: 'stripe', stripeKeyParameter: '/stripe' });
});

test.each([
  ...Object.keys(variables).map((name) => [name, { [name]: '' }] as const),
  ['PROVIDER', { PROVIDER: 'paypal' }] as const,
  ['STRIPE_KEY_PARAMETER', { PROVIDER: 'stripe' }] as const,
  ['PAYMENTS_QUEUE_URL', { PAYMENTS_QUEUE_URL: 'payments' }] as const,
])('a wrong %s is named when the function is loaded', (name, changes) => {
  expect(() => readEnvironment({ ...variables, ...changes })).toThrow(
    new RegExp(`^Environment variables of the payments function: .*${name}: `),
  );
});
