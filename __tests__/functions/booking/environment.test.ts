import { readEnvironment } from '../../../functions/booking/environment';
import { InvalidEnvironment } from '../../../functions/runtime/environment';

const variables = {
  APARTMENTS_TABLE_NAME: 'keyhold-dev-apartments',
  RESERVATIONS_TABLE_NAME: 'keyhold-dev-reservations',
  PAYMENTS_TABLE_NAME: 'keyhold-dev-payments',
  PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/keyhold-dev-payments',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-dev-booking',
  HOLD_SECONDS: '900',
  RETENTION_DAYS: '365',
  ORIGIN_SECRET_PARAMETER: '/keyhold/dev/payments/origin-secret',
  HOLDS_PER_GUEST: '3',
  HOLDS_PER_ADDRESS: 'unlimited',
  PAUSE_AFTER_UNPAID_HOLD: '300',
};

test('the variables of the stack are read', () => {
  expect(readEnvironment({ ...variables, PATH: '/bin' })).toEqual({
    apartmentsTableName: 'keyhold-dev-apartments',
    reservationsTableName: 'keyhold-dev-reservations',
    paymentsTableName: 'keyhold-dev-payments',
    paymentsQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/keyhold-dev-payments',
    stateMachineArn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-dev-booking',
    holdSeconds: 900,
    retentionDays: 365,
    originSecretParameter: '/keyhold/dev/payments/origin-secret',
    holdsPerGuest: 3,
    holdsPerAddress: Number.POSITIVE_INFINITY,
    pauseAfterUnpaidHold: 300_000,
  });
});

test.each([
  ['APARTMENTS_TABLE_NAME', undefined],
  ['APARTMENTS_TABLE_NAME', ''],
  ['RESERVATIONS_TABLE_NAME', undefined],
  ['PAYMENTS_TABLE_NAME', ''],
  ['PAYMENTS_QUEUE_URL', undefined],
  ['STATE_MACHINE_ARN', 'keyhold-dev-booking'],
  ['STATE_MACHINE_ARN', 'arn:aws:states:eu-central-1:123456789012:execution:keyhold-dev-booking:r1'],
  ['RETENTION_DAYS', '0'],
  ['ORIGIN_SECRET_PARAMETER', ''],
  ['HOLDS_PER_GUEST', undefined],
  ['HOLDS_PER_GUEST', '0'],
  ['HOLDS_PER_ADDRESS', 'Infinity'],
  ['PAUSE_AFTER_UNPAID_HOLD', '-1'],
  ['HOLD_SECONDS', undefined],
  ['HOLD_SECONDS', '0'],
  ['HOLD_SECONDS', '-1'],
  ['HOLD_SECONDS', '1.5'],
  ['HOLD_SECONDS', 'soon'],
  ['HOLD_SECONDS', '31536001'],
])('%s = %j is an error that names it', (name, value) => {
  expect(() => readEnvironment({ ...variables, [name]: value })).toThrow(
    expect.objectContaining({ name: 'InvalidEnvironment', message: expect.stringContaining(`${name}: `) }),
  );
});

test('everything that is wrong is named at once', () => {
  expect(() => readEnvironment({})).toThrow(InvalidEnvironment);
  expect(() => readEnvironment({})).toThrow(
    /APARTMENTS_TABLE_NAME: .*PAYMENTS_TABLE_NAME: .*STATE_MACHINE_ARN: .*RETENTION_DAYS: .*HOLD_SECONDS: /,
  );
});
