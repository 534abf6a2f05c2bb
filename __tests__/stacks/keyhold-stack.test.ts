import { only } from './edge-stack';
import { type Block, readStack, readVariant, resources, type Synthesized } from './synthesized';

describe('prod', () => {
  const stack = readStack('keyhold-prod');

  test('keeps apartments in one protected table with its index, stream and backups', () => {
    expect(table(stack, 'keyhold-prod-apartments')).toMatchObject({
      hash_key: 'Id',
      billing_mode: 'PAY_PER_REQUEST',
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true },
      stream_enabled: true,
      stream_view_type: 'NEW_AND_OLD_IMAGES',
      global_secondary_index: [
        { name: 'byComplex', hash_key: 'complexId', range_key: 'Id', projection_type: 'ALL' },
      ],
    });
  });

  test('keeps the history and the payments in tables of their own, protected the same', () => {
    const kept = {
      hash_key: 'Id',
      billing_mode: 'PAY_PER_REQUEST',
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true },
    };
    expect(table(stack, 'keyhold-prod-reservations')).toMatchObject({
      ...kept,
      ttl: { attribute_name: 'expiresAt', enabled: true },
      global_secondary_index: [
        { name: 'byGuest', hash_key: 'guestId', range_key: 'reservedAt', projection_type: 'ALL' },
        { hash_key: 'shard', name: 'byOpen', projection_type: 'KEYS_ONLY', range_key: 'dueAt' },
      ],
    });
    expect(table(stack, 'keyhold-prod-payments')).toMatchObject({
      ...kept,
      ttl: { attribute_name: 'ttl', enabled: true },
    });
  });

  test('fills exactly the three placeholders of the workflow, logs it and traces it', () => {
    const machine = only(stack, 'aws_sfn_state_machine');
    const definition = String(machine['definition']);
    const placeholders = [...definition.matchAll(/"(\w+)" = /g)].map(([, name]) => name);
    expect(placeholders).toEqual(['DDBUpdateItem', 'DDBGetItem', 'DDBTable']);
    expect(definition).toMatch(/^\$\{templatefile\("assets\//);
    expect(machine).toMatchObject({
      name: 'keyhold-prod-booking',
      logging_configuration: {
        level: 'ALL',
        include_execution_data: false,
        log_destination: expect.stringContaining('aws_cloudwatch_log_group.'),
      },
      tracing_configuration: { enabled: true },
    });
  });

  test('closes the API to introspection, and to all but IAM where the schema does not say otherwise', () => {
    expect(only(stack, 'aws_appsync_graphql_api')).toMatchObject({
      authentication_type: 'AWS_IAM',
      additional_authentication_provider: [{ authentication_type: 'API_KEY' }],
      introspection_config: 'DISABLED',
      query_depth_limit: 6,
      resolver_count_limit: 1,
      xray_enabled: true,
    });
  });

  test('gives the API keys a year from the start of the month: no diff in every plan', () => {
    const keys = all(stack, 'aws_appsync_api_key');
    expect(keys.map(({ description }) => description).sort()).toEqual(['Public clients', 'The edge']);
    for (const { expires } of keys) {
      expect(expires).toBe('${timeadd(formatdate("YYYY-MM-01\'T\'00:00:00Z", plantimestamp()), "8760h")}');
    }
  });

  test('answers every field of Query and Mutation', () => {
    const fields = all(stack, 'aws_appsync_resolver').map(({ type, field }) => `${type}.${field}`);
    expect(fields.sort()).toEqual([
      'Mutation.addStepFunction',
      'Mutation.allowNewHolds',
      'Mutation.cancelReservation',
      'Mutation.endReservation',
      'Mutation.offerApartment',
      'Mutation.publishApartmentChange',
      'Mutation.putApartment',
      'Mutation.refundReservation',
      'Mutation.removeApartment',
      'Mutation.reserveApartment',
      'Mutation.reserveFor',
      'Mutation.stopNewHolds',
      'Mutation.withdrawApartment',
      'Query.getApartment',
      'Query.getNewHolds',
      'Query.getReservation',
      'Query.getStepFunctions',
      'Query.listApartments',
      'Query.listReservations',
    ]);
  });

  test('holds an apartment for 15 minutes', () => {
    expect(resources(stack, 'aws_lambda_function').map(([, config]) => config)).toContainEqual(
      expect.objectContaining({
        function_name: 'keyhold-prod-booking',
        environment: { variables: expect.objectContaining({ HOLD_SECONDS: '900' }) },
      }),
    );
  });

  test('has an alarm for every way to fail', () => {
    const names = all(stack, 'aws_cloudwatch_metric_alarm').map(({ alarm_name }) => alarm_name);
    expect(names.sort()).toEqual(
      [
        'amounts-mismatched',
        'api-5xx',
        'booking-errors',
        'booking-throttles',
        'bookings-failed',
        'bookings-timed-out',
        'catalog-errors',
        'catalog-throttles',
        'changes-behind',
        'changes-dead-letters',
        'changes-errors',
        'disputes',
        'edge-5xx',
        'edge-origin-latency',
        'executions-dead-letters',
        'holds-overdue',
        'oldest-hold',
        'oldest-refund',
        'oldest-undecided',
        'paid-yet-vacant',
        'payments-dead-letters',
        'payments-errors',
        'payments-throttles',
        'refunds-failed',
        'refunds-outside',
        'refunds-pending',
        'sweep-dead-letters',
        'table-system-errors',
        'table-throttles',
        'webhooks-missing',
        'webhooks-refused',
      ].map((name) => `keyhold-prod-${name}`),
    );
  });
});

test('dev can be destroyed, and may be introspected', () => {
  const stack = readStack('keyhold-dev');
  const tables = all(stack, 'aws_dynamodb_table');
  expect(tables).toHaveLength(3);
  for (const each of tables) {
    expect(each).toMatchObject({
      deletion_protection_enabled: false,
      lifecycle: { prevent_destroy: false },
    });
  }
  expect(only(stack, 'aws_appsync_graphql_api')).toMatchObject({ introspection_config: 'ENABLED' });
});

test('every alarm tells a topic, which writes e-mails where an address is set and only there', () => {
  const silent = readStack('keyhold-dev');
  expect(all(silent, 'aws_sns_topic_subscription')).toEqual([]);
  for (const alarm of all(silent, 'aws_cloudwatch_metric_alarm')) {
    expect(alarm['alarm_actions']).toEqual([expect.stringMatching(/^\$\{aws_sns_topic\..+\.arn\}$/)]);
  }
  const told = readVariant('dev-with-alarm-email');
  expect(all(told, 'aws_sns_topic_subscription')).toHaveLength(all(told, 'aws_sns_topic').length);
});

test('a pinned account is the only one that Terraform will touch', () => {
  const { provider } = readVariant('dev-with-account');
  expect(provider['aws']).toHaveLength(3);
  for (const region of provider['aws'] ?? [])
    expect(region).toMatchObject({ allowed_account_ids: ['123456789012'] });
});

function all(stack: Synthesized, type: string): Block[] {
  return resources(stack, type).map(([, config]) => config);
}

function table(stack: Synthesized, name: string): Block | undefined {
  return all(stack, 'aws_dynamodb_table').find((each) => each['name'] === name);
}
