import type { JsonObject } from '../../../core/json';
import { answer, behavior, distribution, EVERY_METHOD, HOST, READ, TestEdge } from './edge-fixture';

const SECOND = 'second.example';
const custom = (origin_id: string, domain_name: string, more: JsonObject = {}): JsonObject => ({
  origin_id,
  domain_name,
  custom_origin_config: { origin_read_timeout: 10 },
  ...more,
});

describe('an origin group', () => {
  const STATUSES = [403, 500, 503];

  async function grouped(allowed_methods: string[] = READ): Promise<TestEdge> {
    const edge = new TestEdge();
    edge.cloud.origin(SECOND, () => answer(200, 'second'));
    const policy = await edge.policy();
    await edge.distribution(
      distribution(behavior(policy, { target_origin_id: 'group', allowed_methods }), {
        origin: [custom('first', HOST), custom('second', SECOND)],
        origin_group: [
          {
            origin_id: 'group',
            failover_criteria: { status_codes: STATUSES },
            member: [{ origin_id: 'first' }, { origin_id: 'second' }],
          },
        ],
      }),
    );
    return edge;
  }

  test.each([
    ['fails over on a status that is listed', 503, 'second'],
    ['fails over on a listed 4xx', 403, 'second'],
    ['does not on another', 404, 'first'],
    ['does not where all is well', 200, 'first'],
  ])('%s', async (_, status, expected) => {
    const edge = await grouped();
    edge.cloud.origin(HOST, () => answer(status, 'first'));
    expect((await edge.visit()).text).toBe(expected);
    await edge.stop();
  });

  test.each(['GET', 'HEAD', 'OPTIONS'])('fails over for %s', async (method) => {
    const edge = await grouped(['GET', 'HEAD', 'OPTIONS']);
    edge.cloud.origin(HOST, () => answer(503, ''));
    expect((await edge.visit({ method })).status).toBe(200);
    await edge.stop();
  });

  test('fails over where the first cannot be reached', async () => {
    const edge = await grouped();
    expect((await edge.visit()).text).toBe('second');
    await edge.stop();
  });

  test('fails over where the first does not answer in time', async () => {
    const edge = await grouped();
    edge.cloud.origin(HOST, () => {
      setImmediate(() => edge.cloud.clock.advance(10_000));
      return new Promise(() => {});
    });
    expect((await edge.visit()).text).toBe('second');
    expect(edge.cloud.calls).toHaveLength(4);
    await edge.stop();
  });

  test('asks the first again with every request', async () => {
    const edge = await grouped();
    edge.cloud.origin(HOST, () => answer(503, ''));
    await edge.visit({ path: '/a' });
    edge.cloud.origin(HOST, () => answer(200, 'first'));
    expect((await edge.visit({ path: '/b' })).text).toBe('first');
    await edge.stop();
  });
});

describe('an origin that gives no answer', () => {
  async function plain(more: JsonObject = {}): Promise<TestEdge> {
    const edge = new TestEdge();
    const one = behavior(await edge.policy(), { allowed_methods: EVERY_METHOD });
    await edge.distribution(distribution(one, { origin: [custom('origin', HOST, more)] }));
    return edge;
  }
  const silent = (edge: TestEdge) =>
    edge.cloud.origin(HOST, () => {
      setImmediate(() => edge.cloud.clock.advance(10_000));
      return new Promise(() => {});
    });

  test.each([
    ['a GET three times', 'GET', {}, 3],
    ['a GET as often as it is told', 'GET', { connection_attempts: 1 }, 1],
    ['a POST once', 'POST', {}, 1],
  ])('in time is asked for %s, then it is a 504', async (_, method, more, calls) => {
    const edge = await plain(more);
    silent(edge);
    const { status, headers } = await edge.visit({ method, body: method === 'POST' ? 'x' : '' });
    expect([status, headers['x-cache'], headers['server']]).toEqual([
      504,
      'Error from cloudfront',
      'CloudFront',
    ]);
    expect(edge.cloud.calls).toHaveLength(calls);
    await edge.stop();
  });

  test('because it is not run locally is a 502 that says so', async () => {
    const edge = await plain();
    const { status, text } = await edge.visit();
    expect([status, text]).toEqual([
      502,
      expect.stringContaining(`No service of the local cloud answers for the origin ${HOST}`),
    ]);
    await edge.stop();
  });

  test('because it throws is a 502, and the log says what', async () => {
    const edge = await plain();
    edge.cloud.origin(HOST, () => Promise.reject(new Error('broken')));
    expect((await edge.visit()).status).toBe(502);
    expect(edge.cloud.lines).toEqual([expect.stringContaining('broken')]);
    await edge.stop();
  });
});

test('an error that is kept is no reason to answer 304 later: the origin is asked anew', async () => {
  const edge = new TestEdge();
  edge.cloud.origin(HOST, ({ headers }, call) =>
    headers['if-none-match'] ? answer(304, '') : answer(call === 1 ? 404 : 200, 'x', { etag: '"same"' }),
  );
  await edge.simple();
  expect((await edge.visit()).status).toBe(404);
  edge.cloud.clock.advance(11_000);
  expect((await edge.visit()).status).toBe(200);
  await edge.stop();
});

describe('a custom error page', () => {
  const edge = new TestEdge();
  const pages = [
    { error_code: 404, response_code: 404, response_page_path: '/errors/404.html', error_caching_min_ttl: 5 },
    { error_code: 403, response_code: 200, response_page_path: '/errors/403.html' },
    { error_code: 500, response_code: 503, response_page_path: '/errors/gone.html' },
    { error_code: 503, error_caching_min_ttl: 1 },
  ];
  const statuses: Record<string, number> = {
    '/404': 404,
    '/403': 403,
    '/500': 500,
    '/503': 503,
    '/errors/gone.html': 404,
  };

  beforeAll(async () => {
    edge.cloud.origin(HOST, ({ path }) => answer(statuses[path] ?? 200, `first ${path}`));
    edge.cloud.origin(SECOND, ({ path }) =>
      answer(statuses[path] ?? 200, `second ${path}`, { 'cache-control': 'max-age=60' }),
    );
    const policy = await edge.policy({ ttl: [0, 20, 60] });
    await edge.distribution(
      distribution(behavior(policy), {
        origin: [custom('origin', HOST), custom('second', SECOND)],
        ordered_cache_behavior: [behavior(policy, { path_pattern: '/errors/*', target_origin_id: 'second' })],
        custom_error_response: pages,
      }),
    );
  });
  afterAll(() => edge.stop());

  test.each([
    ['is fetched by the behavior that matches its path', 'GET', '/404', 404, 'second /errors/404.html'],
    ['has the status that is asked for it', 'GET', '/403', 200, 'second /errors/403.html'],
    ['stands in for what the edge itself refuses', 'POST', '/', 200, 'second /errors/403.html'],
    ['that cannot be had leaves its own error', 'GET', '/500', 404, 'second /errors/404.html'],
    ['is not there for a status with a TTL alone', 'GET', '/503', 503, 'first /503'],
  ])('%s', async (_, method, path, status, text) => {
    const given = await edge.visit({ method, path, body: method === 'POST' ? 'x' : '' });
    expect([given.status, given.headers['x-cache']]).toEqual([status, 'Error from cloudfront']);
    if (path !== '/500') expect(given.text).toBe(text);
  });

  test("has its behavior's TTL; the error has its own", async () => {
    const count = (path: string) => edge.cloud.calls.filter(({ request }) => request.path === path).length;
    const [errors, fetched] = [count('/404'), count('/errors/404.html')];
    edge.cloud.clock.advance(6_000);
    await edge.visit({ path: '/404' });
    expect([count('/404'), count('/errors/404.html')]).toEqual([errors + 1, fetched]);
  });
});
