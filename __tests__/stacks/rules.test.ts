import { type Block, readStack, resources, STACKS, statements } from './synthesized';

/** Actions that take no resource, each with the constant in stacks/ that says why. */
const WITHOUT_RESOURCE =
  /^(xray:Put|logs:(Create|Get|Update|Delete|List)LogDeliver|logs:(PutResourcePolicy|Describe))/;

/** The URL of payments, where the function itself asks for the secret of the edge (docs/decisions/0012). */
const OPEN = /\.payments_url_/;

describe.each(STACKS)('every resource of %s', (name) => {
  const stack = readStack(name);

  test('lies in a remote state of its own, encrypted and locked by S3', () => {
    const { backend, required_version } = stack.terraform as {
      backend: { s3: Block };
      required_version: string;
    };
    const key = `keyhold/${name.replace('keyhold-', '')}/terraform.tfstate`;
    expect(backend.s3).toMatchObject({ key, encrypt: true, use_lockfile: true });
    expect(required_version).toBe('>= 1.11');
  });

  test('is made by exactly the provider that the lock file names, with default tags', () => {
    expect(stack.terraform).toMatchObject({ required_providers: { aws: { version: '5.100.0' } } });
    const environment = name.replace('keyhold-', '');
    for (const provider of stack.provider['aws'] ?? []) {
      expect(provider).toMatchObject({
        default_tags: [{ tags: { Project: 'keyhold', Environment: environment } }],
      });
    }
  });

  // What CI may do is in families of actions, too many to name: review/policy has their rule.
  const notForCi = name === 'keyhold-state' ? test.skip : test;
  notForCi('is allowed named actions on named resources only', () => {
    for (const [document, { effect, actions, resources: on = [] }] of statements(stack)) {
      if (effect === 'Deny') continue;
      for (const action of actions) expect(`${document}: ${action}`).not.toMatch(/\*/);
      if (on.includes('*')) {
        for (const action of actions) expect(action).toMatch(WITHOUT_RESOURCE);
      }
    }
  });

  test('trusts AWS services only, and those only for this account', () => {
    const trusts = statements(stack).filter(([, { actions }]) => actions.includes('sts:AssumeRole'));
    const strangers = trusts.flatMap(([, { principals = [] }]) =>
      principals.filter(
        ({ type, identifiers }) => type !== 'Service' || !/^[a-z]+\.amazonaws\.com$/.test(identifiers.join()),
      ),
    );
    expect(strangers).toEqual([]);
    const ofAnyAccount = trusts.filter(
      ([, { principals = [], condition = [] }]) =>
        principals[0]?.identifiers[0] !== 'lambda.amazonaws.com' &&
        !(condition.length === 1 && condition[0]?.variable === 'aws:SourceAccount'),
    );
    expect(ofAnyAccount).toEqual([]);
  });

  test('that logs forgets', () => {
    const groups = resources(stack, 'aws_cloudwatch_log_group');
    expect(groups.filter(([, group]) => typeof group['retention_in_days'] !== 'number')).toEqual([]);
  });

  test('that is a function writes to a log group of its own, traces, and is pinned to its code', () => {
    const all = resources(stack, 'aws_lambda_function');
    expect(all).toEqual(
      all.map(([address]) => [
        address,
        expect.objectContaining({
          runtime: 'nodejs22.x',
          architectures: ['arm64'],
          tracing_config: { mode: 'Active' },
          source_code_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
          logging_config: expect.objectContaining({
            log_group: expect.stringContaining('aws_cloudwatch_log_group.'),
          }),
        }),
      ]),
    );
  });

  test('that is an alarm says what to do, and counts no data as no trouble, but of what always comes', () => {
    const all = resources(stack, 'aws_cloudwatch_metric_alarm');
    expect(all).toEqual(
      all.map(([address, { alarm_name }]) => [
        address,
        expect.objectContaining({
          alarm_description: expect.stringMatching(/.{20}/),
          treat_missing_data: /-oldest-\w+$/.test(String(alarm_name)) ? 'breaching' : 'notBreaching',
        }),
      ]),
    );
  });

  test('that is a bucket is private, encrypted, versioned and reached by TLS only', () => {
    for (const [address] of resources(stack, 'aws_s3_bucket')) {
      const of = (type: string) =>
        resources(stack, type).filter(([, config]) => String(config['bucket']).startsWith(`\${${address}.`));
      expect(of('aws_s3_bucket_public_access_block')).toEqual([
        [
          expect.anything(),
          expect.objectContaining({
            block_public_acls: true,
            block_public_policy: true,
            ignore_public_acls: true,
            restrict_public_buckets: true,
          }),
        ],
      ]);
      expect(of('aws_s3_bucket_versioning')).toHaveLength(1);
      expect(of('aws_s3_bucket_server_side_encryption_configuration')).toHaveLength(1);
      expect(of('aws_s3_bucket_lifecycle_configuration')).toHaveLength(1);
      expect(of('aws_s3_bucket_ownership_controls')).toEqual([
        [expect.anything(), expect.objectContaining({ rule: { object_ownership: 'BucketOwnerEnforced' } })],
      ]);
      expect(of('aws_s3_bucket_policy')).toHaveLength(1);
      const arn = `\${${address}.arn}`;
      expect(statements(stack).map(([, statement]) => statement)).toContainEqual(
        expect.objectContaining({
          effect: 'Deny',
          actions: ['s3:*'],
          resources: [arn, `${arn}/*`],
          condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        }),
      );
    }
  });

  test('that lies in a bucket of another region is made by the same provider as the bucket', () => {
    for (const [type, configs] of Object.entries(stack.resource)) {
      if (!type.startsWith('aws_s3_')) continue;
      for (const { bucket, provider } of Object.values(configs)) {
        const [, name = ''] = /^\$\{aws_s3_bucket\.(\w+)\./.exec(String(bucket)) ?? [];
        if (name)
          expect([type, provider]).toEqual([type, stack.resource['aws_s3_bucket']?.[name]?.['provider']]);
      }
    }
  });

  test('that lets a service call a function names the one resource it acts for', () => {
    const all = resources(stack, 'aws_lambda_permission').filter(([address]) => !OPEN.test(address));
    expect(all).toEqual(
      all.map(([address]) => [
        address,
        expect.objectContaining({
          principal: expect.stringMatching(/^[a-z]+\.amazonaws\.com$/),
          source_arn: expect.stringMatching(/^\$\{aws_\w+\.[\w-]+\.arn\}$/),
        }),
      ]),
    );
  });

  test('that is a function URL is closed to all but IAM', () => {
    const closed = resources(stack, 'aws_lambda_function_url').filter(([address]) => !OPEN.test(address));
    expect(closed.map(([, config]) => [config['authorization_type'], config['cors']])).toEqual(
      closed.map(() => ['AWS_IAM', undefined]),
    );
  });
});

test('what holds data keeps its address: to Terraform, another address is another thing, and the old one is destroyed', () => {
  const STATEFUL = [
    'aws_dynamodb_table',
    'aws_sqs_queue',
    'aws_ssm_parameter',
    'aws_s3_bucket',
    'aws_cloudfront_distribution',
  ];
  const addresses = (name: string) =>
    STATEFUL.flatMap((type) => resources(readStack(name), type).map(([address]) => address));
  for (const name of ['keyhold-dev', 'keyhold-staging', 'keyhold-prod']) {
    expect(addresses(name)).toEqual([
      'aws_dynamodb_table.apartments',
      'aws_dynamodb_table.payments',
      'aws_dynamodb_table.reservations',
      'aws_sqs_queue.changesDeadLetters',
      'aws_sqs_queue.executionsDeadLetters',
      'aws_sqs_queue.executionsQueue',
      'aws_sqs_queue.paymentsDeadLetters',
      'aws_sqs_queue.paymentsQueue',
      'aws_sqs_queue.sweepDeadLetters',
      'aws_ssm_parameter.originSecret',
      // Stripe's are put there by whoever operates it.
      ...(name === 'keyhold-dev' ? ['aws_ssm_parameter.webhookSecrets'] : []),
      'aws_s3_bucket.accessLog',
      'aws_s3_bucket.web',
      'aws_s3_bucket.webFailover',
      // Another one has another domain name.
      'aws_cloudfront_distribution.distribution',
    ]);
  }
  expect(addresses('keyhold-state')).toEqual(['aws_s3_bucket.state', 'aws_s3_bucket.stateAccessLog']);
});
