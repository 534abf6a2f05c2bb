import path from 'node:path';
import type { Json } from '../../core/json';
import type { Attributes, Resource } from '../../core/service';
import { Evaluation } from '../../terraform/evaluation';
import { Stack } from '../../terraform/stack';
import { FIXTURES, SETTINGS, stackOf } from './stack-folder';

/** Runs a stack as the local cloud does; types in `local` run locally and compute these attributes. */
function run(stack: Stack, local: Record<string, (resource: Resource) => Attributes>) {
  const evaluation = new Evaluation(stack, SETTINGS);
  const resources = new Map<string, Resource>();
  for (const declared of stack.resources) {
    const resource = evaluation.resource(declared);
    resources.set(resource.address, resource);
    const compute = local[resource.type];
    if (compute) evaluation.provide(resource, compute(resource));
    else evaluation.providePlaceholder(resource);
  }
  const config = (address: string) => resources.get(address)?.config ?? {};
  return { config, outputs: () => evaluation.outputs() };
}

describe('the stack that cdktf synthesized', () => {
  const { config, outputs } = run(Stack.read(path.join(FIXTURES, 'stack')), {
    aws_dynamodb_table: () => ({
      arn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/example-orders',
    }),
    aws_iam_role: ({ config: { name } }) => ({
      id: name ?? null,
      arn: `arn:aws:iam::123456789012:role/${name}`,
    }),
    aws_sfn_state_machine: () => ({
      arn: 'arn:aws:states:eu-central-1:123456789012:stateMachine:example-booking',
    }),
    aws_appsync_graphql_api: () => ({ id: 'api1', uris: { GRAPHQL: 'http://127.0.0.1:4566/graphql' } }),
  });

  test('the template of an asset is filled in with what was computed and configured', () => {
    const { definition } = config('aws_sfn_state_machine.booking');
    expect(JSON.parse(String(definition)).States.Write).toMatchObject({
      Resource: 'arn:aws:states:::dynamodb:updateItem',
      Parameters: { TableName: 'example-orders' },
    });
  });

  test('policies are rendered from data sources', () => {
    expect(JSON.parse(String(config('aws_iam_role.workflow-role').assume_role_policy))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'states.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
        },
      ],
    });
    expect(
      JSON.parse(String(config('aws_iam_role_policy.workflow-policy').policy)).Statement[0].Resource,
    ).toEqual([
      'arn:aws:dynamodb:eu-central-1:123456789012:table/example-orders/index/*',
      'arn:aws:dynamodb:eu-central-1:123456789012:table/example-orders',
    ]);
  });

  test.each<[string, string, Json]>([
    ['aws_appsync_graphql_api.api', 'schema', 'type Query {\n  hello: String\n}\n'],
    ['aws_appsync_api_key.key', 'expires', '2027-11-01T00:00:00Z'],
    ['aws_appsync_api_key.key', 'api_id', 'api1'],
    ['aws_cloudwatch_log_group.logs', 'retention_in_days', 14],
    [
      'aws_lambda_function.booking-function',
      'source_code_hash',
      'hznHbmgfkAkjuQDJ3w73XPQh05yrtUZQxLmtGbanbYU=',
    ],
    ['aws_iam_role_policy.workflow-policy', 'role', 'example-workflow'],
    [
      'aws_cloudwatch_dashboard.dashboard',
      'dashboard_body',
      '{"widgets":[{"properties":{"metrics":[["AWS/States","ExecutionsFailed","StateMachineArn","arn:aws:states:eu-central-1:123456789012:stateMachine:example-booking"]],"region":"eu-central-1","title":"failed \\"now\\" \\u003c1\\u003e"},"type":"metric"}]}',
    ],
    [
      'aws_cloudwatch_metric_alarm.failed',
      'alarm_actions',
      ['arn:aws:sns:eu-central-1:123456789012:example-alarms'],
    ],
  ])('%s: %s', (address, attribute, value) => {
    expect(config(address)[attribute]).toEqual(value);
  });

  test('a nested value is evaluated where it stands', () => {
    expect(config('aws_lambda_function.booking-function').environment).toEqual({
      variables: {
        API: 'http://127.0.0.1:4566/graphql',
        MACHINE: 'arn:aws:states:eu-central-1:123456789012:stateMachine:example-booking',
        PREFIX: 'example-eu-central-1',
        TABLE: 'example-orders',
      },
    });
  });

  test('outputs are evaluated, and keep whether they are sensitive', () => {
    const byName = new Map(outputs().map((output) => [output.name, output]));
    expect(byName.get('function')).toEqual({
      name: 'function',
      value: 'example-booking-example-orders,X',
      sensitive: true,
    });
    expect(byName.get('uri')).toEqual({
      name: 'uri',
      value: 'http://127.0.0.1:4566/graphql',
      sensitive: false,
    });
    expect(byName.get('multi')?.value).toBe(
      '{"s":"a\\nb \\"q\\" ${literal}","t":"arn:aws:dynamodb:eu-central-1:123456789012:table/example-orders"}',
    );
  });
});

describe('a reference to a resource', () => {
  const value = (expression: string, attributes: Attributes = {}, config: object = {}) =>
    run(stackOf({ resource: { aws_a: { x: config } }, output: { o: { value: `\${${expression}}` } } }), {
      aws_a: () => attributes,
    }).outputs()[0]?.value;

  test('finds what was computed before what was configured', () => {
    expect(value('aws_a.x.name', { name: 'computed' }, { name: 'configured' })).toBe('computed');
    expect(value('aws_a.x.name', {}, { name: 'configured' })).toBe('configured');
    expect(value('aws_a.x', { id: 1 }, { name: 'n' })).toEqual({ id: 1, name: 'n' });
    expect(value('aws_a.x["name"]', {}, { name: 'configured' })).toBe('configured');
  });

  test('reads a block of one by its index, whether it is an object or a list', () => {
    expect(value('aws_a.x.origin[0].id', {}, { origin: { id: 'o' } })).toBe('o');
    expect(value('aws_a.x.origin[0].id', {}, { origin: [{ id: 'o' }] })).toBe('o');
  });

  test('to an attribute that a local service does not compute is an error that names it', () => {
    expect(() => value('aws_a.x.other')).toThrow('output.o: aws_a.x has no attribute `other` locally');
  });

  test('before it is provisioned is an error', () => {
    const stack = stackOf({ resource: { aws_a: { x: {} } }, output: { o: { value: '${aws_a.x.id}' } } });
    expect(() => new Evaluation(stack, SETTINGS).outputs()).toThrow(
      'output.o: aws_a.x is not provisioned yet',
    );
  });
});

test('keys are evaluated like values', () => {
  const stack = stackOf({
    locals: { team: 'booking' },
    resource: { aws_a: { x: { tags: { '${local.team}': '$${x}' } } } },
  });
  expect(run(stack, {}).config('aws_a.x').tags).toEqual({ booking: '${x}' });
});

test('a function that is missing names the resource, the attribute and the function', () => {
  const stack = stackOf({
    resource: { aws_sfn_state_machine: { booking: { definition: '${cidrhost("10.0.0.0/8", 1)}' } } },
  });
  expect(() => run(stack, {})).toThrow(
    expect.objectContaining({
      code: 'StackUnusable',
      sentence: 'aws_sfn_state_machine.booking: definition: function `cidrhost` is not supported locally.',
      nextStep: 'Change this in the stack, then synthesize it again.',
    }),
  );
});

describe('a resource that does not run locally has plausible attributes', () => {
  test.each([
    ['aws_sns_topic', { name: 't' }, 'arn', 'arn:aws:sns:eu-central-1:123456789012:t'],
    ['aws_sns_topic', { name: 't' }, 'id', 'arn:aws:sns:eu-central-1:123456789012:t'],
    [
      'aws_cloudwatch_log_group',
      { name: '/a/b' },
      'arn',
      'arn:aws:logs:eu-central-1:123456789012:log-group:/a/b',
    ],
    [
      'aws_cloudwatch_metric_alarm',
      { alarm_name: 'a' },
      'arn',
      'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:a',
    ],
    [
      'aws_cloudwatch_dashboard',
      { dashboard_name: 'd' },
      'dashboard_arn',
      'arn:aws:cloudwatch::123456789012:dashboard/d',
    ],
    ['aws_sqs_queue', { name: 'q' }, 'arn', 'arn:aws:sqs:eu-central-1:123456789012:q'],
    ['aws_sqs_queue', { name: 'q' }, 'url', 'https://sqs.eu-central-1.amazonaws.com/123456789012/q'],
    ['aws_s3_bucket', { bucket: 'b' }, 'arn', 'arn:aws:s3:::b'],
    ['aws_s3_bucket', { bucket: 'b' }, 'bucket_regional_domain_name', 'b.s3.eu-central-1.amazonaws.com'],
    [
      'aws_kms_key',
      {},
      'arn',
      expect.stringMatching(/^arn:aws:kms:eu-central-1:123456789012:key\/[0-9a-f-]{36}$/),
    ],
    ['aws_wafv2_web_acl', { name: 'w' }, 'arn', 'arn:aws:wafv2:eu-central-1:123456789012:web-acl/w'],
    ['aws_wafv2_web_acl', { name: 'w' }, 'name', 'w'],
    ['aws_wafv2_web_acl', {}, 'id', 'x'],
    ['aws_wafv2_web_acl', {}, 'capacity', 'local-wafv2-web-acl-x-capacity'],
    ['aws_wafv2_web_acl', {}, 'rules["a"].list[0]', 'local-wafv2-web-acl-x-rules'],
    ['aws_wafv2_web_acl', {}, 'rules[*].name', ['local-wafv2-web-acl-x-rules']],
    ['aws_wafv2_web_acl', {}, 'rules.deep.name', 'local-wafv2-web-acl-x-rules'],
  ])('%s %j: %s', (type, config, attribute, expected) => {
    const stack = stackOf({
      resource: { [type]: { x: config } },
      output: { o: { value: `\${${type}.x.${attribute}}` } },
    });
    expect(run(stack, {}).outputs()[0]?.value).toEqual(expected);
  });
});

describe('a data source', () => {
  const value = (type: string, attribute: string, config: object = {}) =>
    run(
      stackOf({
        data: { [type]: { d: config } },
        output: { o: { value: `\${data.${type}.d.${attribute}}` } },
      }),
      {},
    ).outputs()[0]?.value;

  test.each([
    ['aws_caller_identity', 'account_id', '123456789012'],
    ['aws_caller_identity', 'arn', 'arn:aws:iam::123456789012:user/developer'],
    ['aws_caller_identity', 'user_id', expect.stringMatching(/^AIDA/)],
    ['aws_region', 'name', 'eu-central-1'],
    ['aws_region', 'id', 'eu-central-1'],
    ['aws_partition', 'partition', 'aws'],
    ['aws_partition', 'dns_suffix', 'amazonaws.com'],
  ])('%s: %s', (type, attribute, expected) => {
    expect(value(type, attribute)).toEqual(expected);
  });

  test.each([
    ['aws_region', 'description', 'data.aws_region.d has no attribute `description` locally'],
    ['aws_region', 'name.first', 'data.aws_region.d.name has no attribute `first` locally'],
  ])('%s: %s is missing, and the error names it', (type, attribute, problem) => {
    expect(() => value(type, attribute)).toThrow(`output.o: ${problem}`);
  });

  test('of a type that is missing is an error that names it', () => {
    expect(() => value('aws_ami', 'id')).toThrow(
      'data.aws_ami.d: the data source `aws_ami` is not supported locally',
    );
  });

  test('that fails is named, not what refers to it', () => {
    expect(() => value('aws_iam_policy_document', 'json', { source_policy_documents: ['{'] })).toThrow(
      'data.aws_iam_policy_document.d: source_policy_documents[0] is not a policy in JSON',
    );
  });
});
