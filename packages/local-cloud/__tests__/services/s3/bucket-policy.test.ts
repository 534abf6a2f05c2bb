import type { JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import { catalog, DISTRIBUTION, developer, edge, everybody, stranger, TestBuckets } from './bucket-fixture';

const ACCOUNT = { AWS: 'arn:aws:iam::123456789012:root' };
const STRANGER = { AWS: 'arn:aws:iam::123456789012:role/stranger' };
const allow = (more: JsonObject = {}): JsonObject => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::web/*',
  Condition: { StringEquals: { 'aws:SourceArn': DISTRIBUTION } },
  ...more,
});
const deny = (more: JsonObject = {}): JsonObject => ({
  Sid: 'no',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::web', 'arn:aws:s3:::web/*'],
  ...more,
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
    catalog,
    403,
  ],
  [
    'IfExists leaves those alone',
    [deny({ Condition: { StringNotLikeIfExists: { 'aws:PrincipalArn': '*catalog' } } })],
    catalog,
    200,
  ],
  ['a role by its own policies', [], catalog, 200],
  ['no role without any', [], stranger, 403],
  [
    'a role that only the bucket policy allows',
    [allow({ Principal: STRANGER, Condition: {} })],
    stranger,
    200,
  ],
  ['no role by its account alone', [allow({ Principal: ACCOUNT, Condition: {} })], stranger, 403],
  ['no role of a denied account', [deny({ Principal: ACCOUNT })], catalog, 403],
  ['no developer of a denied account', [deny({ Principal: { AWS: '123456789012' } })], developer, 403],
  ['a service of a denied account', [allow(), deny({ Principal: ACCOUNT })], edge, 200],
  [
    'no distribution by a pattern of fewer than six parts',
    [allow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudfront:*:distribution/E1' } } })],
    edge,
    403,
  ],
  [
    'nobody by a condition key that is not known locally',
    [allow({ Condition: { StringNotEquals: { 'aws:UnknownKey': 'x' } } })],
    edge,
    403,
  ],
  [
    'nobody who is denied by such a key',
    [allow(), deny({ Condition: { StringEquals: { 'aws:UnknownKey': 'x' } } })],
    edge,
    403,
  ],
  [
    'a role that is denied here is denied',
    [deny({ Principal: { AWS: 'arn:aws:iam::123456789012:role/catalog' } })],
    catalog,
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
    expect(answered?.text).toMatch(/<Code>AccessDenied<\/Code><Message>(Access Denied|User): .{20,}</);
});

test('the public is let in by an open policy where the bucket does not block it', async () => {
  const buckets = new TestBuckets();
  await buckets.bucket();
  await buckets.object('x', 'content');
  const read = () => buckets.send({ path: '/x', principal: everybody });
  await buckets.policy(allow({ Principal: '*', Condition: {} }));
  for (const [blocks, status] of [
    [true, 403],
    [false, 200],
  ] as const) {
    await buckets.make('aws_s3_bucket_public_access_block', 'web', {
      bucket: 'web',
      restrict_public_buckets: blocks,
    });
    expect((await read())?.statusCode).toBe(status);
  }
  await buckets.policy(allow());
  expect((await read())?.statusCode).toBe(403);
});

test('NotAction, NotResource and NotPrincipal are evaluated', async () => {
  const buckets = new TestBuckets();
  await buckets.bucket();
  for (const key of ['x', 'y']) await buckets.object(key, 'content');
  await buckets.policy({
    Effect: 'Deny',
    NotAction: 's3:PutObject',
    NotResource: 'arn:aws:s3:::web/y',
    NotPrincipal: { Service: 'cloudfront.amazonaws.com' },
  });
  expect((await buckets.send({ path: '/x', principal: catalog }))?.statusCode).toBe(403);
  expect((await buckets.send({ path: '/y', principal: catalog }))?.statusCode).toBe(200);
  const put = { method: 'PUT', path: '/x', body: 'new', principal: catalog };
  expect((await buckets.send(put))?.statusCode).toBe(200);
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
  ['is no JSON', '{', 'not a JSON object'],
  ['says nothing', '{}', 'no Statement'],
  [
    'has an unknown effect',
    JSON.stringify({ Statement: [allow({ Effect: 'Maybe' })] }),
    'neither Allow nor Deny',
  ],
  [
    'has an element that S3 does not know',
    JSON.stringify({ Statement: [{ ...allow(), Conditions: {} }] }),
    'Conditions is no element of a statement',
  ],
  [
    'has an operator that is not evaluated',
    JSON.stringify({ Statement: [allow({ Condition: { BinaryEquals: { 'aws:SourceIp': 'AA==' } } })] }),
    'BinaryEquals is not evaluated locally',
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
