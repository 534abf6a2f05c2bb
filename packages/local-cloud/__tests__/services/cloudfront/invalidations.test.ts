import type { HttpResponse } from '../../../core/http/message';
import type { JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import { answer, behavior, distribution as distributionOf, HOST, TestEdge } from './edge-fixture';

const edge = new TestEdge();
let distribution: JsonObject = {};
const developer: Principal = { kind: 'developer' };

beforeAll(async () => {
  edge.cloud.origin(HOST, ({ path }) => answer(200, path, { 'cache-control': 'max-age=60' }));
  distribution = await edge.simple({ query: 'all', headers: ['x-own'] });
});
afterAll(() => edge.stop());

/** A request to CloudFront's API as the gateway passes it on. */
async function send(method: string, path: string, body = ''): Promise<HttpResponse> {
  const { protocol } = edge.service;
  const request = { method, path, query: new URLSearchParams(), headers: {}, body: Buffer.from(body) };
  const parsed = protocol.parse(request);
  if (!parsed) throw new Error(`${path} is not CloudFront's.`);
  const call = { ...parsed, principal: developer, requestId: 'request', traceId: 'trace' };
  return edge.service.handle(call).then(
    (output) => protocol.render(output, call),
    (error) => protocol.renderError(error, 'request'),
  );
}

function create(reference: string, ...paths: string[]): Promise<HttpResponse> {
  const items = paths.map((path) => `<Path>${path}</Path>`).join('');
  const batch = `<?xml version="1.0"?>
    <InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">
      <Paths><Quantity>${paths.length}</Quantity><Items>${items}</Items></Paths>
      <CallerReference>${reference}</CallerReference>
    </InvalidationBatch>`;
  return send('POST', `/2020-05-31/distribution/${distribution['id']}/invalidation`, batch);
}

async function kept(): Promise<string[]> {
  return edge.service
    .objects()
    .map(({ path }) => path)
    .sort();
}

test.each([
  ['one path', ['/a'], ['/a/b', '/a?x=1', '/b']],
  ['a path with its query', ['/a?x=1'], ['/a', '/a/b', '/b']],
  ['an escaped path', ['/a?x=1&amp;y=2', '/%62'], ['/a', '/a/b', '/a?x=1', '/b']],
  ['all that begins so', ['/a*'], ['/b']],
  ['what is below', ['/a/*'], ['/a', '/a?x=1', '/b']],
  ['everything', ['/*'], []],
  ['with regard to case', ['/A*'], ['/a', '/a/b', '/a?x=1', '/b']],
])('an invalidation forgets %s', async (what, paths, left) => {
  for (const { key } of edge.service.objects()) edge.service.purge(key);
  for (const path of ['/a', '/a/b', '/a?x=1', '/b']) await edge.visit({ path });
  expect((await create(what, ...paths)).statusCode).toBe(201);
  expect(await kept()).toEqual(left);
});

test('every variant of a path goes', async () => {
  await edge.visit({ path: '/v', headers: { 'x-own': '1' } });
  await edge.visit({ path: '/v', headers: { 'x-own': '2' } });
  await create('variants', '/v');
  expect((await edge.visit({ path: '/v', headers: { 'x-own': '2' } })).headers['x-cache']).toBe(
    'Miss from cloudfront',
  );
});

test('another distribution keeps its own', async () => {
  const policy = await edge.policy({ query: 'all' }, 'other');
  const { domain_name } = await edge.provision(
    'aws_cloudfront_distribution',
    'other',
    distributionOf(behavior(policy)),
  );
  const visit = { path: '/shared', headers: { host: String(domain_name) } };
  await edge.visit(visit);
  await edge.visit({ path: '/shared' });
  await create('one of two', '/*');
  expect((await edge.visit(visit)).headers['x-cache']).toBe('Hit from cloudfront');
  expect((await edge.visit({ path: '/shared' })).headers['x-cache']).toBe('Miss from cloudfront');
});

test('what was asked before it is not kept after it', async () => {
  let release: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    edge.cloud.origin('origin.example', () => {
      resolve();
      return new Promise((answered) => {
        release = () => answered(answer(200, 'old', { 'cache-control': 'max-age=60' }));
      });
    });
  });
  const visit = edge.visit({ path: '/old' });
  await asked;
  await create('meanwhile', '/old');
  release();
  expect((await visit).text).toBe('old');
  expect(await kept()).not.toContain('/old');
  edge.cloud.origin(HOST, () => answer(200, 'new'));
});

describe('the API', () => {
  test('answers 201 with the invalidation, then tells that it is done', async () => {
    const { headers, body } = await create('wire', '/x', '/y*');
    const id = /<Id>(I[A-Z0-9]{13})<\/Id>/.exec(String(body))?.[1];
    const path = `/2020-05-31/distribution/${distribution['id']}/invalidation/${id}`;
    expect(headers).toMatchObject({
      'content-type': 'text/xml',
      location: `https://cloudfront.amazonaws.com${path}`,
    });
    expect(body).toMatch(
      /<Status>InProgress<\/Status><CreateTime>\d{4}-[^<]+Z<\/CreateTime><InvalidationBatch><Paths><Quantity>2<\/Quantity><Items><Path>\/x<\/Path><Path>\/y\*<\/Path><\/Items><\/Paths><CallerReference>wire<\/CallerReference><\/InvalidationBatch><\/Invalidation>$/,
    );
    const later = await send('GET', path);
    expect([later.statusCode, String(later.body)]).toEqual([
      200,
      expect.stringContaining('<Status>Completed</Status>'),
    ]);
  });

  test('the same reference and paths are the same invalidation; with others it is refused', async () => {
    const idOf = ({ body }: HttpResponse): string | undefined => /<Id>([^<]+)/.exec(String(body))?.[1];
    expect(idOf(await create('twice', '/x'))).toBe(idOf(await create('twice', '/x')));
    const refused = await create('twice', '/y');
    expect([refused.statusCode, String(refused.body)]).toEqual([
      400,
      expect.stringContaining('<Code>InvalidationBatchAlreadyExists</Code>'),
    ]);
  });

  test.each([
    ['a path without a slash', () => create('a', 'x'), 400, 'InvalidArgument'],
    ['a star in the middle', () => create('b', '/*/x'), 400, 'InvalidArgument'],
    ['no path', () => create('c'), 400, 'InvalidArgument'],
    ['no reference', () => create('', '/x'), 400, 'InvalidArgument'],
    [
      'an unknown distribution',
      () => send('POST', '/2020-05-31/distribution/E0/invalidation'),
      404,
      'NoSuchDistribution',
    ],
    [
      'an unknown invalidation',
      () => send('GET', `/2020-05-31/distribution/${distribution['id']}/invalidation/I0`),
      404,
      'NoSuchInvalidation',
    ],
    ['what is not run locally', () => send('GET', '/2020-05-31/distribution'), 501, 'NotImplemented'],
  ])('refuses %s', async (_, request, statusCode, code) => {
    const refused = await request();
    expect([refused.statusCode, String(refused.body)]).toEqual([
      statusCode,
      expect.stringContaining(`<Code>${code}</Code>`),
    ]);
  });

  test('needs the permission on the distribution', () => {
    const call = { action: 'CreateInvalidation', input: { DistributionId: String(distribution['id']) } };
    const known = { ...call, principal: developer, requestId: 'request', traceId: 'trace' };
    expect(edge.service.permissions(known)).toEqual([
      { action: 'cloudfront:CreateInvalidation', resource: distribution['arn'] },
    ]);
  });

  test('is not asked for what is not CloudFront', () => {
    const request = {
      method: 'GET',
      path: '/',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    };
    expect(edge.service.protocol.parse(request)).toBeUndefined();
  });
});
