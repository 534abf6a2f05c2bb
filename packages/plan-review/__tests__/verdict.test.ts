import { type MadeChange, planOf, printed, reviewed } from './plan-of';
import { policyWith } from './policies';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const EVERYTHING = policyWith({ Effect: 'Allow', Action: '*', Resource: '*' });

/** What no review may call routine: new things and changes that give access, by whatever type or attribute. */
const ACCESS: readonly (readonly [string, MadeChange, RegExp])[] = [
  ['a user', { type: 'aws_iam_user', after: { name: 'mallory' } }, /type aws_iam_user/],
  ['a key of a user', { type: 'aws_iam_access_key', after: { user: 'mallory' } }, /type aws_iam_access_key/],
  [
    'a policy of AWS for a user',
    { type: 'aws_iam_user_policy_attachment', after: { user: 'mallory', policy_arn: ADMIN } },
    /all that arn:aws:iam::aws:policy\/AdministratorAccess allows/,
  ],
  [
    'managed policies of a role',
    { type: 'aws_iam_role', before: { name: 'r' }, after: { name: 'r', managed_policy_arns: [ADMIN] } },
    /all that .*AdministratorAccess allows/,
  ],
  [
    'an inline policy of a role',
    {
      type: 'aws_iam_role',
      before: { name: 'r', inline_policy: [] },
      after: { name: 'r', inline_policy: [{ name: 'p', policy: EVERYTHING }] },
    },
    /Role r may now also \* on \*/,
  ],
  [
    'a role by Cloud Control',
    {
      type: 'aws_cloudcontrolapi_resource',
      after: {
        type_name: 'AWS::IAM::Role',
        desired_state: JSON.stringify({
          ManagedPolicyArns: [ADMIN],
          Policies: [{ PolicyDocument: JSON.parse(EVERYTHING) }],
        }),
      },
    },
    /may now also \* on \*[\s\S]*AdministratorAccess allows/,
  ],
  [
    'a resource’s own policy of a type that nobody knows',
    {
      type: 'aws_brand_new_store',
      before: { access: policyWith() },
      after: { access: policyWith({ Effect: 'Allow', Principal: '*', Action: 's:Get', Resource: '*' }) },
    },
    /Public access: everyone may now s:Get/,
  ],
  [
    'another account that may call a function',
    {
      type: 'aws_lambda_permission',
      after: { function_name: 'f', principal: '999999999999', action: 'lambda:InvokeFunction' },
    },
    /Another account: 999999999999 may call function f/,
  ],
  [
    'a service of any account that may call a function',
    {
      type: 'aws_lambda_permission',
      after: { function_name: 'f', principal: 's3.amazonaws.com', source_arn: null, source_account: null },
    },
    /of any account/,
  ],
  [
    'a permissions boundary that goes',
    {
      type: 'aws_iam_role',
      before: { name: 'r', permissions_boundary: 'arn:aws:iam::111111111111:policy/bound' },
      after: { name: 'r', permissions_boundary: null },
    },
    /no longer bound by arn:aws:iam::111111111111:policy\/bound/,
  ],
  [
    'a new role that may make itself what it likes',
    {
      type: 'aws_iam_role_policy',
      after: {
        role: 'r',
        name: 'p',
        policy: policyWith({ Effect: 'Allow', Action: 'iam:PassRole', Resource: '*' }),
      },
    },
    /iam:PassRole on \*/,
  ],
  [
    'a type that nobody judges',
    { type: 'aws_workspaces_workspace', after: { bundle_id: 'b' } },
    /type aws_workspaces/,
  ],
  [
    'a setting that nobody judges',
    {
      type: 'aws_lambda_function',
      before: { function_name: 'f', vpc_config: [] },
      after: { function_name: 'f', vpc_config: [{ subnet_ids: ['s'] }] },
    },
    /vpc_config of aws_lambda_function/,
  ],
  [
    'Authorization that leaves the cache key',
    {
      type: 'aws_cloudfront_cache_policy',
      before: cachePolicy(['Authorization', 'Accept']),
      after: cachePolicy(['Accept']),
    },
    /header Authorization out of the cache key/,
  ],
];

function cachePolicy(items: string[]) {
  const headers_config = [{ header_behavior: 'whitelist', headers: [{ items }] }];
  return { name: 'list', parameters_in_cache_key_and_forwarded_to_origin: [{ headers_config }] };
}

/** What stops, starves or forgets. */
const STARVING: readonly (readonly [string, object, object])[] = [
  ['concurrency', { reserved_concurrent_executions: -1 }, { reserved_concurrent_executions: 0 }],
  ['retention of logs', { retention_in_days: 365 }, { retention_in_days: 1 }],
  ['retention for ever', { retention_in_days: 0 }, { retention_in_days: 30 }],
  ['retention of messages', { message_retention_seconds: 1_209_600 }, { message_retention_seconds: 60 }],
  ['throttling', { throttling_rate_limit: 1000 }, { throttling_rate_limit: 1 }],
  ['an event source', { enabled: true }, { enabled: false }],
  ['a rule', { state: 'ENABLED' }, { state: 'DISABLED' }],
  ['actions of an alarm', { actions_enabled: true }, { actions_enabled: false }],
  ['a key’s end', { expires: '2027-12-01T00:00:00Z' }, { expires: '2026-12-02T00:00:00Z' }],
  ['time to live', { ttl: [{ enabled: false }] }, { ttl: [{ attribute_name: 'x', enabled: true }] }],
  [
    'a lifecycle rule',
    { rule: [{ id: 'all', status: 'Enabled' }] },
    { rule: [{ id: 'all', status: 'Enabled', expiration: [{ days: 1 }] }] },
  ],
  ['a timeout', { timeout: 20 }, { timeout: 1 }],
  ['attempts', { redrive_policy: '{"maxReceiveCount":50}' }, { redrive_policy: '{"maxReceiveCount":1}' }],
];

test.each(ACCESS)('%s is never routine, and told above the changes', (_, change, words) => {
  const plan = planOf(change);
  const { risk } = reviewed(plan);
  expect(['high', 'unjudged']).toContain(risk);
  const { terminal, markdown, json } = printed(plan);
  expect(terminal.replace(/\s+/g, ' ')).toMatch(words);
  for (const text of [terminal, markdown, json]) expect(text).not.toContain('ROUTINE');
});

test.each(STARVING)('less of it is a warning: %s', (_, before, after) => {
  const type = 'aws_sqs_queue';
  const less = reviewed(planOf({ type, before: before as never, after: after as never }));
  expect(less.warnings).toHaveLength(1);
  expect(less.risk).toBe('high');
  const more = reviewed(planOf({ type, before: after as never, after: before as never }));
  expect(more.warnings.filter(({ sentence }) => /less|sooner/.test(sentence))).toEqual([]);
});

test('what is not judged is counted in the verdict, also beside what is risky', () => {
  const unknown: MadeChange = { type: 'aws_workspaces_workspace', after: { bundle_id: 'b' } };
  expect(printed(planOf(unknown, unknown)).terminal).toContain('NOT JUDGED: 2 changes');
  const risky: MadeChange = {
    type: 'aws_lambda_event_source_mapping',
    before: { enabled: true },
    after: { enabled: false },
  };
  expect(printed(planOf(unknown, risky)).markdown).toMatch(/HIGH RISK[\s\S]*1 change not judged/);
});

test('what is interrupted in its making is no loss that the code asks for: the way out is told', () => {
  const [refusal] = reviewed(
    planOf({
      type: 'aws_sqs_queue',
      before: { name: 'q' },
      after: { name: 'q' },
      more: { change: { actions: ['delete', 'create'] }, action_reason: 'replace_because_tainted' },
    }),
  ).forbidden;
  expect(refusal?.advice[0]).toContain("terraform untaint 'aws_sqs_queue.it0'");
  expect(refusal?.advice.join()).not.toContain('restore what it was');
});
