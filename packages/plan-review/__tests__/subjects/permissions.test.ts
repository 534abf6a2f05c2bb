import type { ResourceChange } from '../../plan/terraform-plan';
import { UNKNOWN } from '../../plan/unknown';
import { readPolicies } from '../../subjects/permissions';

const TABLE = 'arn:aws:dynamodb:eu-central-1:1:table/t';

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function allow(Action: string | string[], Resource = TABLE, rest: object = {}) {
  return { Effect: 'Allow', Action, Resource, ...rest };
}

function change(before: string | undefined, after: string, type = 'aws_iam_role_policy'): ResourceChange {
  const attribute = type === 'aws_iam_role' ? 'assume_role_policy' : 'policy';
  return {
    address: `${type}.p`,
    type,
    name: 'p',
    action: before ? 'update' : 'create',
    replacePaths: [],
    reason: undefined,
    previousAddress: undefined,
    importedId: undefined,
    deposed: undefined,
    digest: '',
    before: before === undefined ? undefined : { role: 'booking', bucket: 'web', [attribute]: before },
    after: { role: 'booking', bucket: 'web', [attribute]: after },
  };
}

test.each([
  ['an action more', policy(allow('s:Get')), policy(allow(['s:Get', 's:Put'])), 's:Put'],
  ['a wildcard for an action', policy(allow('s:Get')), policy(allow('s:*')), 's:*'],
  ['a resource more', policy(allow('s:Get', 'a')), policy(allow('s:Get', 'a'), allow('s:Get', 'b')), 'on b'],
  [
    'a condition less',
    policy(allow('s:Get', 'a', { Condition: { Bool: { x: 'true' } } })),
    policy(allow('s:Get', 'a')),
    's:Get on a',
  ],
  [
    'everything but one action',
    policy(allow('s:Get')),
    policy({ Effect: 'Allow', NotAction: 's:Put', Resource: 'a' }),
    'everything except s:Put',
  ],
])('%s is wider', (_, before, after, words) => {
  expect(readPolicies(change(before, after), false).warnings.join()).toContain(words);
});

test.each([
  ['an action less', policy(allow(['s:Get', 's:Put'])), policy(allow('s:Get'))],
  ['an action in place of a wildcard', policy(allow('s:*')), policy(allow('s:Get'))],
  [
    'a condition more',
    policy(allow('s:Get')),
    policy(allow('s:Get', TABLE, { Condition: { Bool: { x: 'true' } } })),
  ],
  [
    'the same, in other statements',
    policy(allow(['s:Get', 's:Put'])),
    policy(allow('s:Put'), allow('s:Get')),
  ],
])('%s is not wider', (_, before, after) => {
  expect(readPolicies(change(before, after), false).warnings).toEqual([]);
});

test('a refusal that goes is wider', () => {
  const deny = {
    Effect: 'Deny',
    Action: 's3:*',
    Resource: '*',
    Principal: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const reading = readPolicies(change(policy(deny), policy(), 'aws_s3_bucket_policy'), false);
  expect(reading.warnings.join()).toContain('Bucket web is no longer refused: s3:*');
});

test('a policy that is known only after apply is a warning, but not for a role that is new as well', () => {
  expect(readPolicies(change(policy(allow('s:Get')), UNKNOWN), false).warnings).toHaveLength(1);
  expect(readPolicies(change(undefined, UNKNOWN), true).warnings).toEqual([]);
});

test('every action of a service is a warning even for a role that is new', () => {
  expect(readPolicies(change(undefined, policy(allow('dynamodb:*'))), true).warnings).toHaveLength(1);
  expect(readPolicies(change(undefined, policy(allow('dynamodb:GetItem'))), true).warnings).toEqual([]);
});

test('what everyone may do is public access', () => {
  const everyone = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'b/*', Principal: '*' };
  const reading = readPolicies(change(undefined, policy(everyone), 'aws_s3_bucket_policy'), true);
  expect(reading.warnings).toContain('Public access: everyone may now s3:GetObject on b/*.');
});
