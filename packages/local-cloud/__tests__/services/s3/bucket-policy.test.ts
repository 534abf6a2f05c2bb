import type { JsonObject, Principal } from '../../../core/service';
import { DISTRIBUTION, developer, edge, everybody, TestBuckets } from './bucket-fixture';

const role: Principal = { kind: 'role', roleArn: 'arn:aws:iam::123456789012:role/catalog', sessionName: 's' };
const allow = (more: JsonObject = {}): JsonObject => ({
  ...{ Effect: 'Allow', Principal: { Service: 'cloudfront.amazonaws.com' } },
  ...{ Action: 's3:GetObject', Resource: 'arn:aws:s3:::web/*' },
  Condition: { StringEquals: { 'aws:SourceArn': DISTRIBUTION } },
  ...more,
});
const deny = (more: JsonObject = {}): JsonObject => ({
  ...{ Sid: 'no', Effect: 'Deny', Principal: '*', Action: 's3:*' },
  ...{ Resource: ['arn:aws:s3:::web', 'arn:aws:s3:::web/*'], ...more },
});
const other: Principal = {
  kind: 'service',
  service: 'cloudfront.amazonaws.com',
  sourceArn: `${DISTRIBUTION}X`,
};

test.each<[rule: string, statements: JsonObject[], who: Principal, status: number]>([
  ['the distribution that the policy names', [allow()], edge, 200],
  ['no distribution without a policy', [], edge, 403],
  ['no other distribution', [allow()], other, 403],
  ['no other service', [allow({ Principal: { Service: 'logs.amazonaws.com' } })], edge, 403],
  [
    'one of several services',
    [allow({ Principal: { Service: ['logs.amazonaws.com', 'cloudfront.amazonaws.com'] } })],
    edge,
    200,
  ],
  ['not for another action', [allow({ Action: 's3:PutObject' })], edge, 403],
  ['for any action by a wildcard', [allow({ Action: ['s3:Get*'] })], edge, 200],
  ['not for another resource', [allow({ Resource: 'arn:aws:s3:::web/other/*' })], edge, 403],
  ['not for the bucket alone', [allow({ Resource: 'arn:aws:s3:::web' })], edge, 403],
  [
    'a distribution by pattern',
    [
      allow({
        Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:cloudfront::123456789012:distribution/*' } },
      }),
    ],
    edge,
    200,
  ],
  [
    'an account',
    [allow({ Condition: { StringEquals: { 'aws:SourceAccount': ['123456789012'] } } })],
    edge,
    200,
  ],
  [
    'no other account',
    [allow({ Condition: { StringEquals: { 'aws:SourceAccount': '210987654321' } } })],
    edge,
    403,
  ],
  [
    'only where every condition holds',
    [allow({ Condition: { StringEquals: { 'aws:SourceArn': DISTRIBUTION, 'aws:SourceAccount': 'x' } } })],
    edge,
    403,
  ],
  [
    'nobody for a key that the request does not have',
    [allow({ Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } })],
    edge,
    403,
  ],
  ['a deny beats the allow', [allow(), deny()], edge, 403],
  [
    'the deny of plain HTTP is about nobody here',
    [allow(), deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
    edge,
    200,
  ],
  [
    'the deny of old TLS neither',
    [allow(), deny({ Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } })],
    edge,
    200,
  ],
  [
    'a deny of all others spares the distribution',
    [allow(), deny({ Condition: { StringNotEquals: { 'aws:SourceArn': DISTRIBUTION } } })],
    edge,
    200,
  ],
  [
    'and is about those without a source',
    [deny({ Condition: { StringNotEquals: { 'aws:SourceArn': DISTRIBUTION } } })],
    role,
    403,
  ],
  [
    'IfExists leaves those alone',
    [deny({ Condition: { StringNotLikeIfExists: { 'aws:PrincipalArn': '*catalog' } } })],
    role,
    200,
  ],
  ['a role is for its own policies to judge', [], role, 200],
  [
    'a role that is denied here is denied',
    [deny({ Principal: { AWS: 'arn:aws:iam::123456789012:role/catalog' } })],
    role,
    403,
  ],
  ['the developer is let in', [], developer, 200],
  ['the public never is', [], everybody, 403],
  ['not even by an open policy', [allow({ Principal: '*', Condition: {} })], everybody, 403],
])('a bucket lets in: %s', async (_, statements, principal, status) => {
  const buckets = new TestBuckets();
  await buckets.bucket();
  await buckets.object('x', 'content');
  if (statements.length > 0) await buckets.policy(...statements);
  const answered = await buckets.send({ path: '/x', principal });
  expect(answered?.statusCode).toBe(status);
  if (status === 403)
    expect(answered?.text).toMatch(/<Code>AccessDenied<\/Code><Message>Access Denied: .{20,}\.</);
});

describe('a missing key', () => {
  test.each([
    ['is a 403 to who may not list', [allow()], 403],
    ['is a 404 to who may', [allow(), allow({ Action: 's3:ListBucket', Resource: 'arn:aws:s3:::web' })], 404],
  ])('%s', async (_, statements, status) => {
    const buckets = new TestBuckets();
    await buckets.bucket();
    await buckets.policy(...statements);
    expect((await buckets.send({ path: '/gone', principal: edge }))?.statusCode).toBe(status);
  });
});

test.each([
  ['is no JSON', '{', 'not JSON'],
  ['says nothing', '{}', 'no Statement'],
  [
    'has an unknown effect',
    JSON.stringify({ Statement: [allow({ Effect: 'Maybe' })] }),
    'neither Allow nor Deny',
  ],
  [
    'turns an element around',
    JSON.stringify({ Statement: [{ ...allow(), NotAction: 's3:*' }] }),
    'NotAction is not evaluated locally',
  ],
  [
    'has an operator that is not evaluated',
    JSON.stringify({ Statement: [allow({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })] }),
    'IpAddress is not evaluated locally',
  ],
])('a policy that %s is refused by name', async (_, policy, reason) => {
  const buckets = new TestBuckets();
  await buckets.bucket();
  const made = buckets.make('aws_s3_bucket_policy', 'web', { bucket: 'web', policy });
  await expect(made).rejects.toMatchObject({
    code: 'MalformedPolicy',
    message: expect.stringContaining(reason),
  });
  await expect(made).rejects.toThrow(/^aws_s3_bucket_policy\.web: /);
});
