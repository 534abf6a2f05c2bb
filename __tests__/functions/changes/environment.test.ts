import { readEnvironment } from '../../../functions/changes/environment';

const variables = {
  APARTMENTS_TABLE_NAME: 'keyhold-dev-apartments',
  RESERVATIONS_TABLE_NAME: 'keyhold-dev-reservations',
  PAYMENTS_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/keyhold-dev-payments',
  GRAPHQL_URL: 'https://abc123.appsync-api.eu-central-1.amazonaws.com/graphql',
  RETENTION_DAYS: '365',
  AWS_REGION: 'eu-central-1',
};

test('the variables of stack and Lambda are read', () => {
  expect(readEnvironment({ ...variables, PATH: '/bin' })).toEqual({
    apartmentsTableName: 'keyhold-dev-apartments',
    reservationsTableName: 'keyhold-dev-reservations',
    paymentsQueueUrl: variables.PAYMENTS_QUEUE_URL,
    graphqlUrl: new URL(variables.GRAPHQL_URL),
    retentionDays: 365,
    awsRegion: 'eu-central-1',
    appsyncEndpoint: undefined,
  });
});

test.each([
  [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1'],
  [{ AWS_ENDPOINT_URL_APPSYNC: 'http://127.0.0.1:2' }, 'http://127.0.0.1:2'],
  [
    { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_APPSYNC: 'http://127.0.0.1:2' },
    'http://127.0.0.1:2',
  ],
])('the SDK’s standard variables %j say where AppSync is', (given, endpoint) => {
  expect(readEnvironment({ ...variables, ...given }).appsyncEndpoint).toBe(endpoint);
});

test.each([
  ['APARTMENTS_TABLE_NAME', ''],
  ['RESERVATIONS_TABLE_NAME', ''],
  ['PAYMENTS_QUEUE_URL', 'keyhold-dev-payments'],
  ['GRAPHQL_URL', undefined],
  ['RETENTION_DAYS', '0'],
  ['RETENTION_DAYS', 'for ever'],
  ['AWS_REGION', undefined],
])('%s = %j is an error that names it', (name, value) => {
  expect(() => readEnvironment({ ...variables, [name]: value })).toThrow(
    expect.objectContaining({
      name: 'InvalidEnvironment',
      message: expect.stringMatching(`^Environment variables of the changes function: ${name}: `),
    }),
  );
});
