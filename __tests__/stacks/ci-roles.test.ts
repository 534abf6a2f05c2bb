import { DEPLOYED_ENVIRONMENTS, deployedEnvironments, environment } from '../../config/environments';
import { applyPolicies } from '../../stacks/ci-apply-grants';
import { readStack, resources, type Statement } from './synthesized';

const stack = readStack('keyhold-state');
const { repository } = environment('prod');

function document(reference: unknown): Statement[] {
  const [, name = ''] = /^\$\{data\.aws_iam_policy_document\.([\w-]+)\.json\}$/.exec(String(reference)) ?? [];
  return (stack.data['aws_iam_policy_document']?.[name]?.['statement'] ?? []) as Statement[];
}

function trust(role: string): Statement[] {
  const [found] = resources(stack, 'aws_iam_role').filter(([, { name }]) => name === role);
  return document(found?.[1]['assume_role_policy']);
}

/** The policies that are attached to a role, each as its statements. */
function policies(role: string): Statement[][] {
  const [address] = resources(stack, 'aws_iam_role').find(([, { name }]) => name === role) ?? [];
  const attached = resources(stack, 'aws_iam_role_policy_attachment').filter(
    ([, { role: holder }]) => holder === `\${${address}.name}`,
  );
  const arns = attached.map(([, { policy_arn }]) => policy_arn);
  return resources(stack, 'aws_iam_policy')
    .filter(([policy]) => arns.includes(`\${${policy}.arn}`))
    .map(([, { policy }]) => document(policy));
}

const grants = (role: string) => policies(role).flat();

const actions = (role: string) => grants(role).flatMap((statement) => statement.actions);

test.each([
  ['keyhold-ci-plan', [`repo:${repository}:pull_request`, `repo:${repository}:ref:refs/heads/main`]],
  ['keyhold-ci-apply-dev', [`repo:${repository}:environment:dev`]],
  ['keyhold-ci-apply-staging', [`repo:${repository}:environment:staging`]],
  ['keyhold-ci-apply-prod', [`repo:${repository}:environment:prod`]],
])('%s is taken by GitHub jobs of exactly %j', (role, subjects) => {
  const [[provider] = []] = resources(stack, 'aws_iam_openid_connect_provider');
  expect(trust(role)).toEqual([
    {
      actions: ['sts:AssumeRoleWithWebIdentity'],
      principals: [{ type: 'Federated', identifiers: [`\${${provider}.arn}`] }],
      condition: [
        {
          test: 'StringEquals',
          variable: 'token.actions.githubusercontent.com:aud',
          values: ['sts.amazonaws.com'],
        },
        { test: 'StringEquals', variable: 'token.actions.githubusercontent.com:sub', values: subjects },
      ],
    },
  ]);
});

test('the plan role changes nothing', () => {
  for (const action of actions('keyhold-ci-plan')) expect(action).toMatch(/:(Get|List|Describe|Validate)/);
});

test("the plan role reads neither guests' data nor messages nor any object but page and state", () => {
  for (const action of actions('keyhold-ci-plan'))
    expect(action).not.toMatch(
      /^(secretsmanager:(?!GetRandomPassword$)|ssm:GetParameter(s|sByPath|History)$|kms:|sts:|sqs:(?!GetQueueAttributes$|ListQueueTags$))|^dynamodb:(Get|Batch)|^logs:Get(Log|Query)|^s3:\*|:\*$/,
    );
  const objects = grants('keyhold-ci-plan').filter((statement) => statement.actions.includes('s3:GetObject'));
  for (const { resources: on = [] } of objects) {
    for (const arn of on)
      expect(arn).toMatch(/^arn:aws:s3:::(keyhold-\w+-web-\*\/\*|[\w-]+\/keyhold\/\w+\/terraform\.tfstate)$/);
  }
});

test("the plan role reads the secrets that Terraform makes, which the state has anyway, and none of Stripe's", () => {
  const reads = grants('keyhold-ci-plan').filter((statement) =>
    statement.actions.includes('ssm:GetParameter'),
  );
  const parameters = reads.flatMap(({ resources: on = [] }) => on.map((arn) => arn.split(':parameter')[1]));
  const made = deployedEnvironments().flatMap(({ name, payments }) => {
    const secrets = payments.provider === 'stripe' ? ['origin-secret'] : ['origin-secret', 'webhook-secrets'];
    return secrets.map((secret) => `/keyhold/${name}/payments/${secret}`);
  });
  expect(parameters).toEqual(made);
});

test.each(DEPLOYED_ENVIRONMENTS)(
  'the apply role of %s makes event sources of its own functions only',
  (name) => {
    const [sources, ...others] = grants(`keyhold-ci-apply-${name}`).filter((statement) =>
      statement.actions.some((action) => /:(Create|Update|Delete)EventSourceMapping$/.test(action)),
    );
    expect(others).toEqual([]);
    expect(sources?.condition).toEqual([
      {
        test: 'ArnLike',
        variable: 'lambda:FunctionArn',
        values: [expect.stringMatching(new RegExp(`:function:keyhold-${name}-\\*$`))],
      },
    ]);
  },
);

test.each(DEPLOYED_ENVIRONMENTS)('the apply role of %s writes the state of no other environment', (name) => {
  const writes = grants(`keyhold-ci-apply-${name}`).filter((statement) => statement.sid === 'WriteState');
  const state = `arn:aws:s3:::${environment(name).stateBucket}/keyhold/${name}/terraform.tfstate`;
  expect(writes.map((statement) => statement.resources)).toEqual([[state, `${state}.tflock`]]);
});

test.each(DEPLOYED_ENVIRONMENTS)(
  'the apply role of %s may make and pass on exactly its own roles',
  (name) => {
    const roles = resources(readStack(`keyhold-${name}`), 'aws_iam_role').map(([, role]) =>
      String(role['name']),
    );
    for (const sid of ['Roles', 'PassRoles']) {
      const [statement] = grants(`keyhold-ci-apply-${name}`).filter((each) => each.sid === sid);
      expect(statement?.resources?.map((arn) => arn.replace(/^.*:role\//, '')).sort()).toEqual(roles.sort());
    }
  },
);

test('only where data may be thrown away may CI delete a table, a bucket, a queue or a secret', () => {
  const deletes = ['dynamodb:DeleteTable', 's3:DeleteBucket', 'sqs:DeleteQueue', 'ssm:DeleteParameter'];
  for (const { name, protectData } of deployedEnvironments()) {
    const allowed = actions(`keyhold-ci-apply-${name}`);
    expect(deletes.filter((action) => allowed.includes(action))).toEqual(protectData ? [] : deletes);
  }
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: a managed policy, and those of a role. */
const LARGEST_POLICY_CHARACTERS = 6_144;
const MOST_POLICIES = 10;

test('every role fits into what IAM stores, and has no policy but those that are attached', () => {
  expect(resources(stack, 'aws_iam_role_policy')).toEqual([]);
  for (const [, role] of resources(stack, 'aws_iam_role')) {
    const attached = policies(String(role['name']));
    expect(attached.length).toBeGreaterThan(0);
    expect(attached.length).toBeLessThanOrEqual(MOST_POLICIES);
    for (const policy of attached) {
      expect(JSON.stringify(policy).length).toBeLessThan(LARGEST_POLICY_CHARACTERS);
    }
  }
});

test('the account blocks public access to every bucket', () => {
  expect(resources(stack, 'aws_s3_account_public_access_block').map(([, config]) => config)).toEqual([
    expect.objectContaining({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    }),
  ]);
});

test('an environment with a domain may ask for its certificate, and write names into its own zone only', () => {
  const prod = environment('prod');
  const domain = { name: 'book.example.com', hostedZoneId: 'Z0123456789' };
  const place = { account: '123456789012', stateBucket: prod.stateBucket };
  const edgeGrants = (settings: typeof prod) => applyPolicies(place, settings).edge;
  const sids = (settings: typeof prod) => edgeGrants(settings).map(({ sid }) => sid);
  expect(sids(prod)).not.toContain('Name');
  const named = { ...prod, edge: { ...prod.edge, domain } };
  expect(edgeGrants(named).find(({ sid }) => sid === 'Name')?.resources).toEqual([
    'arn:aws:route53:::hostedzone/Z0123456789',
  ]);
  expect(sids(named)).toContain('Certificate');
});
