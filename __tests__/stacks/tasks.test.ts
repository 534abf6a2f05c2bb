import { referred } from './edge-stack';
import { type Block, readStack, resources, type Statement, statements } from './synthesized';

const dev = readStack('keyhold-dev');
const prod = readStack('keyhold-prod');

/** What a function may do, without what every function may. */
function grants(stack: typeof prod, name: string): string[] {
  const own = statements(stack).filter(([document]) => document.startsWith(`${name}_role_grants`));
  const granted = own.flatMap(([, { actions, resources: on = [] }]: [string, Statement]) =>
    actions.flatMap((action) => on.map((resource) => `${action} ${resource}`)),
  );
  return granted.filter((grant) => !/^(logs|xray):/.test(grant)).sort();
}

function variables(stack: typeof prod, functionName: string): Block {
  const [, config = {}] =
    resources(stack, 'aws_lambda_function').find(([, { function_name }]) => function_name === functionName) ??
    [];
  return (config['environment'] as { variables: Block }).variables;
}

function source(stack: typeof prod, of: string): Block {
  const found = resources(stack, 'aws_lambda_event_source_mapping').filter(([, { event_source_arn }]) =>
    String(event_source_arn).includes(of),
  );
  expect(found).toHaveLength(1);
  return found[0]?.[1] ?? {};
}

const API = /^\$\{aws_appsync_graphql_api\.[\w-]+\.arn\}\/types\/Mutation\/fields\/publishApartmentChange$/;

describe('changes', () => {
  test('follow the apartments from the first record, try again, cut batches, and set aside what cannot be done', () => {
    expect(source(prod, 'aws_dynamodb_table')).toEqual({
      event_source_arn: '${aws_dynamodb_table.apartments.stream_arn}',
      function_name: expect.stringMatching(/^\$\{aws_lambda_function\.changes_.*\.arn\}$/),
      starting_position: 'TRIM_HORIZON',
      batch_size: 100,
      maximum_batching_window_in_seconds: 0,
      bisect_batch_on_function_error: true,
      maximum_retry_attempts: 20,
      maximum_record_age_in_seconds: 3600,
      function_response_types: ['ReportBatchItemFailures'],
      destination_config: { on_failure: { destination_arn: '${aws_sqs_queue.changesDeadLetters.arn}' } },
    });
  });

  test('may advance reservations, close checkouts and publish, and nothing else', () => {
    expect(grants(prod, 'changes')).toEqual([
      expect.stringMatching(`^appsync:GraphQL ${API.source.slice(1)}`),
      'dynamodb:DescribeStream ${aws_dynamodb_table.apartments.stream_arn}',
      'dynamodb:GetItem ${aws_dynamodb_table.apartments.arn}',
      'dynamodb:GetItem ${aws_dynamodb_table.reservations.arn}',
      'dynamodb:GetRecords ${aws_dynamodb_table.apartments.stream_arn}',
      'dynamodb:GetShardIterator ${aws_dynamodb_table.apartments.stream_arn}',
      'dynamodb:ListStreams ${aws_dynamodb_table.apartments.arn}/stream/*',
      'dynamodb:UpdateItem ${aws_dynamodb_table.reservations.arn}',
      'sqs:ChangeMessageVisibility ${aws_sqs_queue.executionsQueue.arn}',
      'sqs:DeleteMessage ${aws_sqs_queue.executionsQueue.arn}',
      'sqs:GetQueueAttributes ${aws_sqs_queue.executionsQueue.arn}',
      'sqs:ReceiveMessage ${aws_sqs_queue.executionsQueue.arn}',
      'sqs:SendMessage ${aws_sqs_queue.changesDeadLetters.arn}',
      'sqs:SendMessage ${aws_sqs_queue.paymentsQueue.arn}',
    ]);
  });

  test('hear of executions that end without success, by name and status, and of no others', () => {
    const [, rule] = resources(prod, 'aws_cloudwatch_event_rule')[0] ?? [];
    expect(rule?.['name']).toBe('keyhold-prod-executions-failed');
    expect(rule?.['event_pattern']).toMatch(
      /^\$\{jsonencode\(\{"source" = \["aws\.states"\], "detail-type" = \["Step Functions Execution Status Change"\], "detail" = \{"stateMachineArn" = \[aws_sfn_state_machine\.[\w-]+\.arn\], "status" = \["FAILED", "TIMED_OUT", "ABORTED"\]\}\}\)\}$/,
    );
    const [, target] = resources(prod, 'aws_cloudwatch_event_target')[0] ?? [];
    expect(target).toMatchObject({
      arn: '${aws_sqs_queue.executionsQueue.arn}',
      input_transformer: {
        input_paths: { name: '$.detail.name', status: '$.detail.status' },
        input_template: '{"name": <name>, "status": <status>}',
      },
      dead_letter_config: { arn: '${aws_sqs_queue.executionsDeadLetters.arn}' },
    });
    expect(source(prod, 'executionsQueue')).toEqual({
      event_source_arn: '${aws_sqs_queue.executionsQueue.arn}',
      function_name: expect.stringMatching(/^\$\{aws_lambda_function\.changes_.*\.arn\}$/),
      batch_size: 10,
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: 5 },
    });
  });

  test.each(['executions_queue', 'executions_dead-letters'])(
    'the rule and nobody else may send to its %s',
    (name) => {
      const own = statements(prod).filter(([document]) => document.includes(`${name}_only-tls`));
      const allowed = own.map(([, statement]) => statement).filter(({ sid }) => sid !== 'OnlyTls');
      expect(allowed).toEqual([
        {
          sid: 'Sender',
          actions: ['sqs:SendMessage'],
          resources: [expect.stringMatching(/^\$\{aws_sqs_queue\.executions\w+\.arn\}$/)],
          principals: [{ type: 'Service', identifiers: ['events.amazonaws.com'] }],
          condition: [
            {
              test: 'ArnEquals',
              variable: 'aws:SourceArn',
              values: [expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.[\w-]+\.arn\}$/)],
            },
          ],
        },
      ]);
    },
  );

  test('forget guests when the environment says so', () => {
    expect(variables(prod, 'keyhold-prod-changes')).toMatchObject({
      RESERVATIONS_TABLE_NAME: '${aws_dynamodb_table.reservations.name}',
      PAYMENTS_QUEUE_URL: '${aws_sqs_queue.paymentsQueue.url}',
      GRAPHQL_URL: expect.stringMatching(/^\$\{aws_appsync_graphql_api\..*\.uris\["GRAPHQL"\]\}$/),
      RETENTION_DAYS: '365',
    });
    expect(variables(dev, 'keyhold-dev-changes')).toMatchObject({ RETENTION_DAYS: '30' });
  });
});

describe('payments', () => {
  const secret = (name: string) => expect.stringMatching(`^ssm:GetParameter .*:parameter/keyhold/${name}$`);
  const always = [
    'dynamodb:GetItem ${aws_dynamodb_table.apartments.arn}',
    'dynamodb:GetItem ${aws_dynamodb_table.payments.arn}',
    'dynamodb:GetItem ${aws_dynamodb_table.reservations.arn}',
    'dynamodb:PutItem ${aws_dynamodb_table.payments.arn}',
    'dynamodb:Query ${aws_dynamodb_table.reservations.arn}/index/byOpen',
    'dynamodb:Scan ${aws_dynamodb_table.payments.arn}',
    'dynamodb:UpdateItem ${aws_dynamodb_table.apartments.arn}',
    'dynamodb:UpdateItem ${aws_dynamodb_table.payments.arn}',
    'dynamodb:UpdateItem ${aws_dynamodb_table.reservations.arn}',
    'sqs:ChangeMessageVisibility ${aws_sqs_queue.paymentsQueue.arn}',
    'sqs:DeleteMessage ${aws_sqs_queue.paymentsQueue.arn}',
    'sqs:GetQueueAttributes ${aws_sqs_queue.paymentsQueue.arn}',
    'sqs:ReceiveMessage ${aws_sqs_queue.paymentsQueue.arn}',
    'sqs:SendMessage ${aws_sqs_queue.paymentsQueue.arn}',
  ];

  const asks = expect.stringMatching(/^states:StartExecution \$\{aws_sfn_state_machine\.[\w-]+\.arn\}$/);

  test('may advance reservations, touch their own table, queue and secrets, and nothing else', () => {
    expect(grants(prod, 'payments')).toEqual([
      ...always,
      secret('prod/payments/origin-secret'),
      secret('prod/payments/stripe-key'),
      secret('prod/payments/webhook-secrets'),
      asks,
    ]);
    expect(grants(dev, 'payments')).toEqual([
      ...always,
      secret('dev/payments/origin-secret'),
      secret('dev/payments/webhook-secrets'),
      asks,
    ]);
  });

  test('know the provider, and where their secrets lie, not the secrets', () => {
    expect(variables(dev, 'keyhold-dev-payments')).toMatchObject({
      PROVIDER: 'test',
      ORIGIN_SECRET_PARAMETER: '/keyhold/dev/payments/origin-secret',
      WEBHOOK_SECRETS_PARAMETER: '/keyhold/dev/payments/webhook-secrets',
      RETENTION_DAYS: '30',
    });
    expect(variables(dev, 'keyhold-dev-payments')).not.toHaveProperty('STRIPE_KEY_PARAMETER');
    expect(variables(prod, 'keyhold-prod-payments')).toMatchObject({
      PROVIDER: 'stripe',
      STRIPE_KEY_PARAMETER: '/keyhold/prod/payments/stripe-key',
    });
  });

  test('tasks are tried for two days, a few at a time, before they count as dead', () => {
    expect(source(prod, 'paymentsQueue')).toEqual({
      event_source_arn: '${aws_sqs_queue.paymentsQueue.arn}',
      function_name: expect.stringMatching(/^\$\{aws_lambda_function\.payments_.*\.arn\}$/),
      batch_size: 5,
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: 2 },
    });
    const queue = prod.resource['aws_sqs_queue']?.['paymentsQueue'];
    expect(queue).toMatchObject({
      visibility_timeout_seconds: 360,
      message_retention_seconds: 604_800,
      redrive_policy:
        '${jsonencode({"deadLetterTargetArn" = aws_sqs_queue.paymentsDeadLetters.arn, "maxReceiveCount" = 50})}',
      sqs_managed_sse_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  test('anybody may call their URL, and nobody the function: it could be told tasks of its queue', () => {
    const url = resources(prod, 'aws_lambda_function_url').find(([address]) => /payments/.test(address))?.[1];
    expect(url).toMatchObject({ authorization_type: 'NONE' });
    const [, direct] = resources(prod, 'aws_cloudcontrolapi_resource')[0] ?? [];
    expect(direct?.['type_name']).toBe('AWS::Lambda::Permission');
    expect(JSON.parse(String(direct?.['desired_state']))).toEqual({
      FunctionName: 'keyhold-prod-payments',
      Action: 'lambda:InvokeFunction',
      Principal: '*',
      InvokedViaFunctionUrl: true,
    });
    const open = resources(prod, 'aws_lambda_permission').filter(([, { principal }]) => principal === '*');
    expect(open.map(([, { action, function_url_auth_type }]) => [action, function_url_auth_type])).toEqual([
      ['lambda:InvokeFunctionUrl', 'NONE'],
    ]);
  });
});

describe('the sweep', () => {
  const [[, schedule = {}] = []] = resources(prod, 'aws_scheduler_schedule');

  test('is called every minute, an old call never, and what cannot be called is kept', () => {
    expect(schedule).toEqual({
      name: 'keyhold-prod-payments-sweep',
      description: expect.any(String),
      schedule_expression: 'rate(1 minute)',
      flexible_time_window: { mode: 'OFF' },
      target: {
        arn: expect.stringMatching(/^\$\{aws_lambda_function\.payments_.*\.arn\}$/),
        role_arn: expect.stringMatching(/^\$\{aws_iam_role\.payments_sweep_.*\.arn\}$/),
        input: '${jsonencode({"task" = "sweep"})}',
        retry_policy: { maximum_event_age_in_seconds: 60, maximum_retry_attempts: 3 },
        dead_letter_config: { arn: '${aws_sqs_queue.sweepDeadLetters.arn}' },
      },
    });
  });

  test('has a role that may call that function and set aside what fails', () => {
    expect(grants(prod, 'payments_sweep')).toEqual([
      expect.stringMatching(/^lambda:InvokeFunction \$\{aws_lambda_function\.payments_.*\.arn\}$/),
      'sqs:SendMessage ${aws_sqs_queue.sweepDeadLetters.arn}',
    ]);
  });
});

describe('secrets', () => {
  test('are random, and Terraform writes them without keeping them', () => {
    const ephemeral = (dev as unknown as { ephemeral: Record<string, Record<string, Block>> }).ephemeral;
    for (const [address, parameter] of resources(dev, 'aws_ssm_parameter')) {
      const name = address.replace('aws_ssm_parameter.', '');
      expect(parameter).toMatchObject({
        type: 'SecureString',
        value_wo: `\${ephemeral.aws_secretsmanager_random_password.${name}.random_password}`,
        value_wo_version: 1,
      });
      expect(parameter).not.toHaveProperty('value');
      expect(ephemeral['aws_secretsmanager_random_password']?.[name]).toEqual({
        password_length: 48,
        exclude_punctuation: true,
      });
    }
  });

  test("where Stripe takes the money its secrets are none of Terraform's: prod is planned without a key", () => {
    expect(resources(prod, 'aws_ssm_parameter').map(([address]) => address)).toEqual([
      'aws_ssm_parameter.originSecret',
    ]);
  });
});

test('booking asks for reservations and rejects them, lists those of a guest, reads payments, orders refunds, and knows the edge', () => {
  const granted = grants(prod, 'api_booking').filter((grant) => /reservations|payments/.test(grant));
  expect(granted).toEqual([
    'dynamodb:GetItem ${aws_dynamodb_table.payments.arn}',
    'dynamodb:GetItem ${aws_dynamodb_table.reservations.arn}',
    'dynamodb:PutItem ${aws_dynamodb_table.reservations.arn}',
    'dynamodb:Query ${aws_dynamodb_table.reservations.arn}/index/byGuest',
    'dynamodb:UpdateItem ${aws_dynamodb_table.payments.arn}',
    'dynamodb:UpdateItem ${aws_dynamodb_table.reservations.arn}',
    'sqs:SendMessage ${aws_sqs_queue.paymentsQueue.arn}',
    'ssm:GetParameter arn:aws:ssm:eu-central-1:${data.aws_caller_identity.caller.account_id}:parameter/keyhold/prod/payments/origin-secret',
  ]);
});

test('no function reads Step Functions, whose quotas of reading are small: two of them start, and that is all', () => {
  const functions = ['api_booking', 'catalog', 'edge_catalog', 'payments', 'changes'];
  const asked = functions.flatMap((name) => grants(prod, name)).filter((grant) => /^states:/.test(grant));
  expect(asked).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^states:StartExecution /)));
});

test('every dead-letter queue is watched', () => {
  const watched = resources(prod, 'aws_cloudwatch_metric_alarm').flatMap(([, alarm]) =>
    (alarm['metric_query'] as { metric?: Block & { dimensions: Block } }[]).flatMap(({ metric }) =>
      metric?.['namespace'] === 'AWS/SQS'
        ? [[referred(prod, metric.dimensions['QueueName'])?.['name'], metric['stat']]]
        : [],
    ),
  );
  expect(watched.sort()).toEqual([
    ['keyhold-prod-changes-dead-letters', 'Maximum'],
    ['keyhold-prod-executions-dead-letters', 'Maximum'],
    ['keyhold-prod-payments-dead-letters', 'Maximum'],
    ['keyhold-prod-payments-sweep-dead-letters', 'Maximum'],
  ]);
});
