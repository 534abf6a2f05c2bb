import { type Block, readStack, resources, STACKS, statements } from './synthesized';

/** Actions that take no resource, each with the constant in stacks/ that says why. */
const WITHOUT_RESOURCE =
  /^(xray:Put|logs:(Create|Get|Update|Delete|List)LogDeliver|logs:(PutResourcePolicy|Describe))/;

describe.each(STACKS)('every resource of %s', (name) => {
  const stack = readStack(name);

  test('lies in a remote state of its own, encrypted and locked by S3', () => {
    const { backend, required_version } = stack.terraform as {
      backend: { s3: Block };
      required_version: string;
    };
    const key = `keyhold/${name.replace('keyhold-', '')}/terraform.tfstate`;
    expect(backend.s3).toMatchObject({ key, encrypt: true, use_lockfile: true });
    expect(required_version).toBe('>= 1.10');
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

  test('is allowed named actions on named resources only', () => {
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
    for (const [document, { principals = [], condition = [] }] of trusts) {
      for (const { type, identifiers } of principals) {
        expect(type).toBe('Service');
        expect(identifiers.join()).toMatch(/^[a-z]+\.amazonaws\.com$/);
      }
      if (principals[0]?.identifiers[0] === 'lambda.amazonaws.com') continue;
      expect([document, condition]).toEqual([
        document,
        [expect.objectContaining({ variable: 'aws:SourceAccount' })],
      ]);
    }
  });

  test('that logs forgets', () => {
    for (const [address, { retention_in_days }] of resources(stack, 'aws_cloudwatch_log_group')) {
      expect([address, retention_in_days]).toEqual([address, expect.any(Number)]);
    }
  });

  test('that is a function writes to a log group of its own, traces, and is pinned to its code', () => {
    for (const [address, config] of resources(stack, 'aws_lambda_function')) {
      expect([address, config]).toEqual([
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
      ]);
    }
  });

  test('that is an alarm says what to do, and counts no data as no trouble', () => {
    for (const [address, config] of resources(stack, 'aws_cloudwatch_metric_alarm')) {
      expect([address, config]).toEqual([
        address,
        expect.objectContaining({
          alarm_description: expect.stringMatching(/.{20}/),
          treat_missing_data: 'notBreaching',
        }),
      ]);
    }
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
      expect(of('aws_s3_bucket_policy')).toHaveLength(1);
    }
  });
});

test('what holds data keeps its address: to Terraform, another address is another thing, and the old one is destroyed', () => {
  const STATEFUL = ['aws_dynamodb_table', 'aws_s3_bucket'];
  const addresses = (name: string) =>
    STATEFUL.flatMap((type) => resources(readStack(name), type).map(([address]) => address));
  for (const name of ['keyhold-dev', 'keyhold-staging', 'keyhold-prod']) {
    expect(addresses(name)).toEqual(['aws_dynamodb_table.apartments']);
  }
  expect(addresses('keyhold-state')).toEqual(['aws_s3_bucket.state']);
});
