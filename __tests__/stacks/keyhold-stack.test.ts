import 'cdktf/lib/testing/adapters/jest';
import { AppsyncApiKey } from '@cdktf/provider-aws/lib/appsync-api-key';
import { AppsyncGraphqlApi } from '@cdktf/provider-aws/lib/appsync-graphql-api';
import { AppsyncResolver } from '@cdktf/provider-aws/lib/appsync-resolver';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Testing } from 'cdktf';
import { type Environment, environment } from '../../config/environments';
import { KeyholdStack } from '../../stacks/keyhold-stack';

Testing.setupJest();

function synth(settings: Environment): string {
  return Testing.synth(new KeyholdStack(Testing.app(), settings), true);
}

describe('prod', () => {
  let stack: string;
  beforeAll(() => {
    stack = synth(environment('prod'));
  });

  test('keeps apartments in one protected table with its index, stream and backups', () => {
    expect(stack).toHaveResourceWithProperties(DynamodbTable, {
      name: 'keyhold-prod-apartments',
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
    expect(stack).toHaveResourceWithProperties(DynamodbTable, {
      ...kept,
      name: 'keyhold-prod-reservations',
      ttl: { attribute_name: 'expiresAt', enabled: true },
      global_secondary_index: [
        { name: 'byGuest', hash_key: 'guestId', range_key: 'reservedAt', projection_type: 'ALL' },
      ],
    });
    expect(stack).toHaveResourceWithProperties(DynamodbTable, {
      ...kept,
      name: 'keyhold-prod-payments',
      ttl: { attribute_name: 'ttl', enabled: true },
    });
  });

  test('fills exactly the three placeholders of the workflow, logs it and traces it', () => {
    const { definition } = only(stack, SfnStateMachine);
    const placeholders = [...String(definition).matchAll(/"(\w+)" = /g)].map(([, name]) => name);
    expect(placeholders).toEqual(['DDBUpdateItem', 'DDBGetItem', 'DDBTable']);
    expect(String(definition)).toMatch(/^\$\{templatefile\("assets\//);
    expect(stack).toHaveResourceWithProperties(SfnStateMachine, {
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
    expect(stack).toHaveResourceWithProperties(AppsyncGraphqlApi, {
      authentication_type: 'AWS_IAM',
      additional_authentication_provider: [{ authentication_type: 'API_KEY' }],
      introspection_config: 'DISABLED',
      query_depth_limit: 6,
      resolver_count_limit: 20,
      xray_enabled: true,
    });
  });

  test('gives the API keys a year from the start of the month: no diff in every plan', () => {
    const keys = all(stack, AppsyncApiKey);
    expect(keys.map(({ description }) => description).sort()).toEqual(['Public clients', 'The edge']);
    for (const { expires } of keys) {
      expect(expires).toBe('${timeadd(formatdate("YYYY-MM-01\'T\'00:00:00Z", plantimestamp()), "8760h")}');
    }
  });

  test('answers every field of Query and Mutation', () => {
    const fields = all(stack, AppsyncResolver).map(({ type, field }) => `${type}.${field}`);
    expect(fields.sort()).toEqual([
      'Mutation.addStepFunction',
      'Mutation.cancelReservation',
      'Mutation.publishApartmentChange',
      'Mutation.putApartment',
      'Mutation.reserveApartment',
      'Mutation.vacateApartment',
      'Query.getApartment',
      'Query.getReservation',
      'Query.getStepFunctions',
      'Query.listApartments',
      'Query.listReservations',
    ]);
  });

  test('holds an apartment for 15 minutes', () => {
    expect(stack).toHaveResourceWithProperties(LambdaFunction, {
      environment: { variables: expect.objectContaining({ HOLD_SECONDS: '900' }) },
    });
  });

  test('has an alarm for every way to fail', () => {
    const names = all(stack, CloudwatchMetricAlarm).map(({ alarm_name }) => alarm_name);
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
        'edge-5xx',
        'edge-origin-latency',
        'holds-overdue',
        'paid-yet-vacant',
        'payments-dead-letters',
        'payments-errors',
        'payments-throttles',
        'refunds-pending',
        'table-system-errors',
        'table-throttles',
        'webhooks-refused',
      ].map((name) => `keyhold-prod-${name}`),
    );
  });
});

test('dev can be destroyed, and may be introspected', () => {
  const stack = synth(environment('dev'));
  expect(stack).toHaveResourceWithProperties(DynamodbTable, {
    deletion_protection_enabled: false,
    lifecycle: { prevent_destroy: false },
  });
  expect(stack).toHaveResourceWithProperties(AppsyncGraphqlApi, { introspection_config: 'ENABLED' });
});

test('every alarm tells a topic, which writes e-mails where an address is set and only there', () => {
  const silent = synth(environment('dev'));
  expect(silent).not.toHaveResource(SnsTopicSubscription);
  for (const alarm of all(silent, CloudwatchMetricAlarm)) {
    expect(alarm['alarm_actions']).toEqual([expect.stringMatching(/^\$\{aws_sns_topic\..+\.arn\}$/)]);
  }
  const told = synth(environment('dev', { alarmEmail: 'ops@example.com' }));
  expect(all(told, SnsTopicSubscription)).toHaveLength(all(told, SnsTopic).length);
});

test('a pinned account is the only one that Terraform will touch', () => {
  const { provider } = JSON.parse(synth(environment('dev', { account: '123456789012' })));
  expect(provider.aws).toHaveLength(3);
  for (const region of provider.aws) expect(region).toMatchObject({ allowed_account_ids: ['123456789012'] });
});

type ResourceClass = { readonly tfResourceType: string };

function all(stack: string, { tfResourceType }: ResourceClass): Record<string, unknown>[] {
  return Object.values(JSON.parse(stack).resource[tfResourceType] ?? {});
}

function only(stack: string, type: ResourceClass): Record<string, unknown> {
  const found = all(stack, type);
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}
