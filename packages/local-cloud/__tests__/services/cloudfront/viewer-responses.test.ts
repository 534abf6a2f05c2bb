import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import {
  answer,
  behavior,
  distribution,
  EVERY_METHOD,
  HOST,
  TestEdge,
  type TestRequest,
} from './edge-fixture';

const TEXT = 'Welcome '.repeat(500);

describe('every response', () => {
  const edge = new TestEdge();
  beforeAll(() => edge.simple({ query: 'all' }));
  beforeEach(() =>
    edge.cloud.origin(HOST, () => answer(200, 'x', { server: 'origin', 'cache-control': 'max-age=60' })),
  );
  afterAll(() => edge.stop());

  test('says where it comes from', async () => {
    const { headers } = await edge.visit({ path: '/?a' });
    expect(headers).toMatchObject({
      'x-cache': 'Miss from cloudfront',
      via: expect.stringMatching(/^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/),
      'x-amz-cf-pop': expect.stringMatching(/^[A-Z]{3}\d{2}-[A-Z]\d$/),
      'x-amz-cf-id': expect.stringMatching(/^[\w-]{54}==$/),
      'content-length': '1',
    });
    expect(headers['age']).toBeUndefined();
  });

  test('has an id of its own', async () => {
    const ids = await Promise.all([edge.visit(), edge.visit()]);
    expect(new Set(ids.map(({ headers }) => headers['x-amz-cf-id'])).size).toBe(2);
  });

  test('from the cache says its age in seconds', async () => {
    await edge.visit({ path: '/?b' });
    edge.cloud.clock.advance(7_000);
    expect((await edge.visit({ path: '/?b' })).headers['age']).toBe('7');
  });

  test("names CloudFront as its server only where CloudFront made it; an origin's own name stays", async () => {
    expect((await edge.visit()).headers['server']).toBe('origin');
    expect((await edge.visit({ method: 'POST', body: 'x' })).headers['server']).toBe('CloudFront');
  });

  test('to a HEAD has the length of what a GET gets, and no body', async () => {
    await edge.visit({ path: '/?c' });
    const { headers, text } = await edge.visit({ path: '/?c', method: 'HEAD' });
    expect([headers['content-length'], text]).toEqual(['1', '']);
  });

  test('carries the date of the moved clock', async () => {
    edge.cloud.clock.advance(3_600_000);
    const { headers } = await edge.visit({ path: '/?d' });
    expect(Date.parse(String(headers['date']))).toBe(edge.cloud.clock.now());
  });
});

test.each([
  ['a URL over 8,192 bytes', { path: `/${'x'.repeat(8_192)}` }, 413],
  ['headers over 20,480 bytes', { headers: { a: 'x'.repeat(20_480) } }, 413],
  ['a method that the behavior does not allow', { method: 'DELETE' }, 403],
  ['a GET with a body', { body: 'x' }, 403],
])('%s is refused before any origin is asked', async (_, visit: TestRequest, status) => {
  const edge = new TestEdge();
  await edge.simple();
  const { status: given, headers } = await edge.visit(visit);
  expect([given, headers['x-cache']]).toEqual([status, 'Error from cloudfront']);
  expect(edge.cloud.calls).toHaveLength(0);
  await edge.stop();
});

describe('what an origin sends besides', () => {
  test.each([
    ['Set-Cookie goes where no cookie is forwarded', {}, { 'set-cookie': 'a=1' }, 'set-cookie', undefined],
    [
      'Set-Cookie stays where cookies are',
      { cookies: ['a'] },
      { 'set-cookie': 'a=1' },
      'set-cookie',
      ['a=1'],
    ],
    [
      'Vary keeps what can vary',
      { headers: ['x-own'] },
      { vary: 'X-Own, Accept, Accept-Encoding' },
      'vary',
      'X-Own, Accept-Encoding',
    ],
    ['Vary goes where nothing can', {}, { vary: 'Accept-Language' }, 'vary', undefined],
    ['hop-by-hop headers go', {}, { 'proxy-authenticate': 'x' }, 'proxy-authenticate', undefined],
  ])('%s', async (_, policy, headers, name, expected) => {
    const edge = new TestEdge();
    edge.cloud.origin(HOST, () => answer(200, '', headers as Record<string, string>));
    await edge.simple(policy);
    expect((await edge.visit()).headers[name]).toEqual(expected);
    await edge.stop();
  });
});

describe('conditions and ranges, on an object that is kept', () => {
  const edge = new TestEdge();
  const MODIFIED = 'Tue, 01 Sep 2026 12:00:00 GMT';
  beforeAll(async () => {
    await edge.simple({ ttl: [0, 60, 60] });
    edge.cloud.origin(HOST, () =>
      answer(200, '0123456789', { etag: '"v1"', 'last-modified': MODIFIED, 'content-type': 'a/b' }),
    );
    await edge.visit();
  });
  afterAll(() => edge.stop());

  test.each([
    ['the known tag', { 'if-none-match': '"v1"' }, 304, ''],
    ['one of several known tags', { 'if-none-match': '"v0", W/"v1"' }, 304, ''],
    ['any tag', { 'if-none-match': '*' }, 304, ''],
    ['another tag', { 'if-none-match': '"v0"' }, 200, '0123456789'],
    ['a tag before a date', { 'if-none-match': '"v0"', 'if-modified-since': MODIFIED }, 200, '0123456789'],
    ['not modified since', { 'if-modified-since': MODIFIED }, 304, ''],
    ['modified since', { 'if-modified-since': 'Tue, 01 Sep 2026 11:59:59 GMT' }, 200, '0123456789'],
    ['a range', { range: 'bytes=2-4' }, 206, '234'],
    ['a range to the end', { range: 'bytes=7-' }, 206, '789'],
    ['the last bytes', { range: 'bytes=-2' }, 206, '89'],
    ['a range beyond the end', { range: 'bytes=8-99' }, 206, '89'],
    ['a range outside', { range: 'bytes=10-' }, 416, ''],
    ['a range backwards', { range: 'bytes=4-2' }, 200, '0123456789'],
    ['several ranges', { range: 'bytes=0-1,4-5' }, 200, '0123456789'],
    ['a range of the object known', { range: 'bytes=0-1', 'if-range': '"v1"' }, 206, '01'],
    ['a range of another object', { range: 'bytes=0-1', 'if-range': '"v0"' }, 200, '0123456789'],
  ])('%s', async (_, headers, status, text) => {
    const given = await edge.visit({ headers: headers as Record<string, string> });
    expect([given.status, given.text, given.headers['x-cache']]).toEqual([
      status,
      text,
      'Hit from cloudfront',
    ]);
    if (status === 206) expect(given.headers['content-range']).toMatch(/^bytes \d-\d\/10$/);
    expect(edge.cloud.calls).toHaveLength(1);
  });
});

describe('compression', () => {
  const plain = { 'content-type': 'text/html; charset=utf-8' };

  test.each([
    ['brotli before gzip', 'gzip, br', 200, TEXT, plain, 'br'],
    ['gzip where that is all', 'gzip', 200, TEXT, plain, 'gzip'],
    ['of a 404', 'br', 404, TEXT, plain, 'br'],
    ['not for a viewer without', 'deflate', 200, TEXT, plain, undefined],
    ['not of a 201', 'br', 201, TEXT, plain, undefined],
    ['not of 999 bytes', 'br', 200, 'x'.repeat(999), plain, undefined],
    ['of 1,000 bytes', 'br', 200, 'x'.repeat(1_000), plain, 'br'],
    ['not of an image', 'br', 200, TEXT, { 'content-type': 'image/png' }, undefined],
    ['not twice', 'br', 200, TEXT, { ...plain, 'content-encoding': 'zstd' }, 'zstd'],
    ['not without Content-Length', 'br', 200, TEXT, { ...plain, 'transfer-encoding': 'chunked' }, undefined],
  ])('%s', async (_, accepted, status, body, headers, encoding) => {
    const edge = await compressing({ encodings: true }, true, status, body, headers);
    const given = await edge.visit({ headers: { 'accept-encoding': accepted } });
    expect(given.headers['content-encoding']).toBe(encoding);
    expect(decoded(given.body, encoding)).toBe(body);
    expect(given.headers['content-length']).toBe(String(given.body.length));
    await edge.stop();
  });

  test.each([
    ['a strong tag becomes weak', '"v1"', 'W/"v1"'],
    ['a weak tag stays', 'W/"v1"', 'W/"v1"'],
    ['what is no tag goes', 'v1', undefined],
  ])('%s, and the answer varies', async (_, etag, expected) => {
    const edge = await compressing({ encodings: true }, true, 200, TEXT, { ...plain, etag });
    const { headers } = await edge.visit({ headers: { 'accept-encoding': 'br' } });
    expect([headers['etag'], headers['vary']]).toEqual([expected, 'Accept-Encoding']);
    await edge.stop();
  });

  test.each([
    ['compress is off', { encodings: true }, false],
    ['the policy has no encodings', {}, true],
    ['nothing is kept', { ttl: [0, 0, 0] as const }, true],
  ])('none where %s', async (_, policy, compress) => {
    const edge = await compressing(policy, compress, 200, TEXT, plain);
    expect(
      (await edge.visit({ headers: { 'accept-encoding': 'br, gzip' } })).headers['content-encoding'],
    ).toBeUndefined();
    await edge.stop();
  });

  async function compressing(
    policy: Parameters<TestEdge['policy']>[0],
    compress: boolean,
    status: number,
    body: string,
    headers: Record<string, string>,
  ): Promise<TestEdge> {
    const edge = new TestEdge();
    edge.cloud.origin(HOST, () => answer(status, body, headers));
    await edge.simple(policy, { compress });
    return edge;
  }

  function decoded(body: Buffer, encoding: string | undefined): string {
    if (encoding === 'br') return brotliDecompressSync(body).toString();
    return (encoding === 'gzip' ? gunzipSync(body) : body).toString();
  }
});

describe('the way a request takes', () => {
  const edge = new TestEdge();
  const PATTERNS = ['/exact', 'images/*.jpg', '/a/*/z', '/v?/x', '*.PNG'];
  beforeAll(async () => {
    const policy = await edge.policy({ ttl: [60, 60, 60] });
    const named = (id: string) => ({ origin_id: id, domain_name: `${id}.example`, custom_origin_config: {} });
    const ordered = PATTERNS.map((path_pattern, at) =>
      behavior(policy, { path_pattern, target_origin_id: `o${at}` }),
    );
    const { arn } = await edge.provision('aws_cloudfront_function', 'f', {
      name: 'f',
      runtime: 'cloudfront-js-2.0',
      code: "function handler({ request }) { if (request.uri === '/exact') request.uri = '/images/x.jpg'; return request; }",
    });
    ordered[0] = {
      ...ordered[0],
      function_association: [{ event_type: 'viewer-request', function_arn: String(arn) }],
    };
    for (const id of ['o0', 'o1', 'o2', 'o3', 'o4', 'rest']) {
      edge.cloud.origin(`${id}.example`, ({ path }) => answer(200, `${id} ${path}`));
    }
    const origin = [...PATTERNS.map((_, at) => named(`o${at}`)), named('rest')];
    const fallback = behavior(policy, { target_origin_id: 'rest', allowed_methods: EVERY_METHOD });
    const more = { origin, ordered_cache_behavior: ordered, default_root_object: 'index.html' };
    await edge.distribution(distribution(fallback, more));
  });
  afterAll(() => edge.stop());

  test.each([
    [
      'the first pattern that matches; the URI that a function puts changes no behavior',
      '/exact',
      'o0 /images/x.jpg',
    ],
    ['one path of two origins is two objects', '/images/x.jpg', 'o1 /images/x.jpg'],
    ['a pattern without a leading slash', '/images/a.jpg', 'o1 /images/a.jpg'],
    ['* for any run, slashes among it', '/images/a/b/c.jpg', 'o1 /images/a/b/c.jpg'],
    ['* for nothing too', '/images/.jpg', 'o1 /images/.jpg'],
    ['* in the middle', '/a/b/c/z', 'o2 /a/b/c/z'],
    ['? for exactly one', '/v1/x', 'o3 /v1/x'],
    ['? not for two', '/v12/x', 'rest /v12/x'],
    ['with regard to case', '/a.png', 'rest /a.png'],
    ['* at the beginning', '/b/a.PNG', 'o4 /b/a.PNG'],
    ['without the query', '/other?/exact', 'rest /other'],
    ['the default for what is left', '/exact/', 'rest /exact/'],
    ['the root object for the root', '/', 'rest /index.html'],
    ['the root object for no other directory', '/sub/', 'rest /sub/'],
  ])('%s', async (_, path, expected) => {
    expect((await edge.visit({ path })).text).toBe(expected);
  });
});

test('a port that is taken is said, with what to do', async () => {
  const edge = new TestEdge();
  const url = await edge.service.listen(0);
  const again = edge.service.listen(Number(new URL(url).port));
  await expect(again).rejects.toThrow(/^Port \d+ is in use\. Stop what uses it, or choose another port/);
  await edge.stop();
});

test('a host that no distribution has is answered 403', async () => {
  const edge = new TestEdge();
  await edge.simple();
  const { status, text } = await edge.visit({ headers: { host: 'other.example' } });
  expect([status, text]).toEqual([
    403,
    expect.stringContaining('There is no distribution for other.example'),
  ]);
  await edge.stop();
});
