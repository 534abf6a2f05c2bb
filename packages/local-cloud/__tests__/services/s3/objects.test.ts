import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sent, TestBuckets } from './bucket-fixture';

const ETAG = '"781e5e245d69b566979b86e28d23f2c7"';

describe('an object of the artifact', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-s3-'));
  const buckets = new TestBuckets(folder);
  let attributes: unknown;
  beforeAll(async () => {
    writeFileSync(join(folder, 'app.js'), '0123456789');
    attributes = await buckets.bucket();
    await buckets.object('app.js', '', {
      ...{ content: null, source: 'app.js', content_type: 'text/javascript', metadata: { origin: 'build' } },
      cache_control: 'public, max-age=31536000, immutable',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('lies in a bucket with the names that AWS gives it', () => {
    expect(attributes).toEqual({
      ...{ id: 'web', bucket: 'web', arn: 'arn:aws:s3:::web', region: 'eu-central-1' },
      bucket_domain_name: 'web.s3.amazonaws.com',
      bucket_regional_domain_name: 'web.s3.eu-central-1.amazonaws.com',
      hosted_zone_id: 'Z21DNDUVLTQW6Q',
    });
  });

  test('comes with its headers, and can be cached', async () => {
    const { statusCode, headers, text } = (await buckets.send({ path: '/app.js' })) ?? {};
    expect([statusCode, text]).toEqual([200, '0123456789']);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '10',
      etag: ETAG,
      'last-modified': expect.stringMatching(/GMT$/),
      'x-amz-meta-origin': 'build',
    });
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['unchanged by its tag', { 'if-none-match': ETAG }, 304, ''],
    ['unchanged by its weak tag', { 'if-none-match': `W/${ETAG}` }, 304, ''],
    ['changed by its tag', { 'if-none-match': '"x"' }, 200, '0123456789'],
    ['unchanged since', { 'if-modified-since': new Date(Date.now() + 60_000).toUTCString() }, 304, ''],
    ['changed since', { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 200, '0123456789'],
    ['as expected', { 'if-match': ETAG }, 200, '0123456789'],
    ['in part', { range: 'bytes=2-4' }, 206, '234'],
    ['in part, to the end', { range: 'bytes=8-' }, 206, '89'],
    ['in part, the last', { range: 'bytes=-3' }, 206, '789'],
    ['in a form that is none', { range: 'bytes=x' }, 200, '0123456789'],
  ])('is answered %s', async (_, headers, status, text) => {
    const answered = await buckets.send({ path: '/app.js', headers });
    expect([answered?.statusCode, answered?.text]).toEqual([status, text]);
  });

  test.each<[string, Sent, number, string]>([
    ['another tag than expected', { headers: { 'if-match': '"x"' } }, 412, 'PreconditionFailed'],
    ['a part that is not there', { headers: { range: 'bytes=10-' } }, 416, 'InvalidRange'],
    ['a key that is not there', { path: '/gone' }, 404, 'NoSuchKey'],
    ['a bucket that is not there', { host: 'gone.s3.amazonaws.com' }, 404, 'NoSuchBucket'],
    ['an operation that is not run', { query: 'acl' }, 501, 'NotImplemented'],
    ['a copy', { method: 'PUT', headers: { 'x-amz-copy-source': '/web/app.js' } }, 501, 'NotImplemented'],
  ])('an error for %s', async (_, sent, status, code) => {
    const { statusCode, headers, text } = (await buckets.send({ path: '/app.js', ...sent })) ?? {};
    expect([statusCode, headers?.['content-type']]).toEqual([status, 'application/xml']);
    expect(text).toMatch(
      new RegExp(
        `^<\\?xml[^>]+>\n<Error><Code>${code}</Code><Message>.+</Message><RequestId>request</RequestId></Error>$`,
      ),
    );
  });

  test('has no body for a HEAD', async () => {
    const { headers, text } = (await buckets.send({ method: 'HEAD', path: '/app.js' })) ?? {};
    expect([headers?.['content-length'], text]).toEqual(['10', '']);
  });

  test('whose file is missing is refused by name', async () => {
    const missing = buckets.object('x', '', { content: null, source: 'missing.js' });
    await expect(missing).rejects.toThrow(/^aws_s3_object\.x: the source missing\.js cannot be read/);
  });
});

test.each<[string, Sent]>([
  ['virtual host with region', { host: 'web.s3.eu-central-1.amazonaws.com', path: '/a%20b/c+d' }],
  ['virtual host without', { host: 'web.s3.amazonaws.com', path: '/a%20b/c%2Bd' }],
  ['path on the regional host', { host: 's3.eu-central-1.amazonaws.com', path: '/web/a%20b/c+d' }],
  [
    'path on the gateway, signed for s3',
    { host: '127.0.0.1:4566', path: '/web/a%20b/c+d', headers: { authorization: signature('s3') } },
  ],
  [
    'virtual host on the gateway',
    { host: 'web.localhost:4566', path: '/a%20b/c+d', headers: { authorization: signature('s3') } },
  ],
])('an object is found by %s', async (_, sent) => {
  const buckets = new TestBuckets();
  await buckets.bucket();
  await buckets.object('a b/c+d', 'found');
  expect((await buckets.send(sent))?.text).toBe('found');
});

test.each<[string, Sent]>([
  [
    'is signed for another service',
    { host: '127.0.0.1:4566', headers: { authorization: signature('dynamodb') } },
  ],
  ['is not signed', { host: '127.0.0.1:4566', path: '/web/x' }],
  ['is for another host', { host: 'web.s3.example' }],
])('a request that %s is not for S3', async (_, sent) => {
  expect(await new TestBuckets().send(sent)).toBeUndefined();
});

function signature(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=AKIA/20260901/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

describe('writing', () => {
  const buckets = new TestBuckets();
  beforeAll(() => buckets.bucket());

  test('puts an object and takes it away', async () => {
    const put = await buckets.send({
      method: 'PUT',
      path: '/x',
      body: '0123456789',
      headers: { 'content-type': 'a/b' },
    });
    expect([put?.statusCode, put?.headers['etag']]).toEqual([200, ETAG]);
    const got = await buckets.send({ path: '/x', query: 'x-id=GetObject' });
    expect([got?.text, got?.headers['content-type']]).toEqual(['0123456789', 'a/b']);
    expect((await buckets.send({ method: 'DELETE', path: '/x' }))?.statusCode).toBe(204);
    expect((await buckets.send({ path: '/x' }))?.statusCode).toBe(404);
  });

  test('takes the chunks in which SDKs send', async () => {
    const body = '6;chunk-signature=0\r\n012345\r\n4\r\n6789\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n';
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    };
    expect((await buckets.send({ method: 'PUT', path: '/y', body, headers }))?.headers['etag']).toBe(ETAG);
    expect((await buckets.send({ path: '/y' }))?.headers).not.toHaveProperty('content-encoding');
  });

  test('needs the permission of each operation', async () => {
    buckets.asked.splice(0);
    await buckets.send({ path: '/x' });
    await buckets.send({ method: 'PUT', path: '/x' });
    await buckets.send({ method: 'DELETE', path: '/x' });
    await buckets.send({ query: 'list-type=2' });
    expect(buckets.asked).toEqual([
      { action: 's3:GetObject', resource: 'arn:aws:s3:::web/x' },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::web/x' },
      { action: 's3:DeleteObject', resource: 'arn:aws:s3:::web/x' },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::web' },
    ]);
  });
});

describe('listing', () => {
  const buckets = new TestBuckets();
  const keys = ['a/1', 'a/2', 'b/1', 'c', 'd & e', 'é'];
  beforeAll(async () => {
    await buckets.bucket();
    for (const key of [...keys].reverse()) await buckets.object(key, 'x');
  });

  async function list(query: string) {
    const text = (await buckets.send({ query: `list-type=2&${query}` }))?.text ?? '';
    const all = (name: string) =>
      [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, one]) => one);
    return {
      keys: all('Key'),
      prefixes: all('Prefix').slice(1),
      token: all('NextContinuationToken')[0],
      truncated: all('IsTruncated')[0],
    };
  }

  test('is in the order of bytes', async () => {
    expect(await list('')).toEqual({
      keys: ['a/1', 'a/2', 'b/1', 'c', 'd &amp; e', 'é'],
      prefixes: [],
      token: undefined,
      truncated: 'false',
    });
  });

  test('by prefix and delimiter', async () => {
    expect(await list('prefix=a/')).toMatchObject({ keys: ['a/1', 'a/2'], prefixes: [] });
    expect(await list('delimiter=/')).toMatchObject({
      keys: ['c', 'd &amp; e', 'é'],
      prefixes: ['a/', 'b/'],
    });
    expect(await list('start-after=b/1')).toMatchObject({ keys: ['c', 'd &amp; e', 'é'] });
  });

  test.each(['', 'delimiter=/&'])('page by page gives everything once (%s)', async (query) => {
    const whole = await list(query);
    const seen: unknown[] = [];
    for (let token = ''; ; ) {
      const page = await list(`${query}max-keys=2${token}`);
      seen.push(...page.prefixes, ...page.keys);
      if (page.truncated === 'false') break;
      token = `&continuation-token=${page.token}`;
    }
    expect(seen).toEqual([...whole.prefixes, ...whole.keys]);
  });
});

describe('replication', () => {
  const rule = (status: string, more = {}) => ({
    status,
    destination: { bucket: 'arn:aws:s3:::second' },
    ...more,
  });
  const second = (path: string): Sent => ({ host: 'second.s3.amazonaws.com', path });

  test.each([
    ['of a rule that is on copies what is there and what comes', [rule('Enabled')], [200, 200]],
    ['of a rule that is off copies nothing', [rule('Disabled')], [404, 404]],
    ['copies what its prefix says', [rule('Enabled', { filter: { prefix: 'lat' } })], [404, 200]],
  ])('%s', async (_, rules, expected) => {
    const buckets = new TestBuckets();
    await buckets.bucket();
    await buckets.bucket('second');
    await buckets.object('early', 'x');
    await buckets.make('aws_s3_bucket_replication_configuration', 'web', {
      bucket: 'web',
      role: 'arn',
      rule: rules,
    });
    await buckets.object('later', 'x');
    const found = [await buckets.send(second('/early')), await buckets.send(second('/later'))];
    expect(found.map((one) => one?.statusCode)).toEqual(expected);
  });
});

test.each([
  ...['public_access_block', 'versioning', 'ownership_controls', 'server_side_encryption_configuration'],
  ...['lifecycle_configuration', 'logging'],
])('aws_s3_bucket_%s is accepted, for a bucket that is there', async (kind) => {
  const buckets = new TestBuckets();
  await buckets.bucket();
  expect(await buckets.make(`aws_s3_bucket_${kind}`, 'web', { bucket: 'web' })).toEqual({ id: 'web' });
  await expect(buckets.make(`aws_s3_bucket_${kind}`, 'web', { bucket: 'gone' })).rejects.toThrow(
    'does not exist: gone',
  );
});
