import { answer, behavior, distribution, HOST, TestEdge } from './edge-fixture';

describe('simultaneous misses', () => {
  const edge = new TestEdge();
  let release: () => void = () => {};
  let asked: () => void = () => {};

  /** An origin that answers when told, and says when it is asked. */
  function heldOrigin(control: string, status = 200): Promise<void> {
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    edge.cloud.origin(HOST, async ({ headers }) => {
      asked();
      await held;
      return answer(status, `for ${headers['authorization'] ?? 'all'}`, { 'cache-control': control });
    });
    return new Promise((resolve) => {
      asked = resolve;
    });
  }

  /** Visits that have all been sent before the origin answers the first. */
  async function burst(path: string, headers: Record<string, string>[]): Promise<string[]> {
    const before = edge.cloud.calls.length;
    const answers = headers.map((one) => edge.visit({ path, headers: one }));
    // Whoever is let in last has been seen by the edge when a request sent after it is answered.
    await edge.visit({ path, method: 'DELETE' });
    release();
    const results = (await Promise.all(answers)).map(
      ({ text, headers: seen }) => `${seen['x-cache']}: ${text}`,
    );
    return [`${edge.cloud.calls.length - before} calls`, ...new Set(results)].sort();
  }

  beforeAll(async () => {
    const policy = await edge.policy({ headers: ['authorization'] });
    const withCookies = await edge.policy({ cookies: ['session'] }, 'with-cookies');
    const config = distribution(behavior(policy), {
      ordered_cache_behavior: [behavior(withCookies, { path_pattern: '/cookies' })],
    });
    await edge.distribution(config);
  });
  afterAll(() => edge.stop());

  test('of one key wait for one origin call', async () => {
    const origin = heldOrigin('max-age=60');
    const visits = Array.from({ length: 20 }, () => ({}));
    const answers = burst('/one', visits);
    await origin;
    expect(await answers).toEqual([
      '1 calls',
      'Hit from cloudfront: for all',
      'Miss from cloudfront: for all',
    ]);
  });

  test('of different keys each have their own', async () => {
    const origin = heldOrigin('max-age=60');
    const answers = burst('/two', [{ authorization: 'a' }, { authorization: 'b' }]);
    await origin;
    expect(await answers).toEqual(['2 calls', 'Miss from cloudfront: for a', 'Miss from cloudfront: for b']);
  });

  test('are not given what must not be kept: each asks for itself', async () => {
    const origin = heldOrigin('private');
    const answers = burst('/three', [{}, {}, {}]);
    await origin;
    expect(await answers).toEqual(['3 calls', 'Miss from cloudfront: for all']);
  });

  test('share an error that is kept', async () => {
    const origin = heldOrigin('', 500);
    const answers = burst('/four', [{}, {}, {}]);
    await origin;
    expect(await answers).toEqual(['1 calls', 'Error from cloudfront: for all']);
  });

  test('are not collapsed where cookies go to the origin', async () => {
    const origin = heldOrigin('max-age=60');
    const answers = burst('/cookies', [{}, {}, {}]);
    await origin;
    expect((await answers)[0]).toBe('3 calls');
  });
});

describe('a frenetic reload: 2,000 visits of one key with a TTL of 2 s', () => {
  const edge = new TestEdge();
  afterAll(() => edge.stop());

  test('in 10 s ask the origin once per 2 s at most', async () => {
    edge.cloud.origin(HOST, async () => {
      await new Promise(setImmediate);
      return answer(200, 'catalog', { 'cache-control': 's-maxage=2, stale-while-revalidate=10' });
    });
    await edge.simple({ ttl: [0, 2, 60] });
    for (let halfSecond = 0; halfSecond < 20; halfSecond += 1) {
      const visits = await Promise.all(Array.from({ length: 100 }, () => edge.visit()));
      expect(new Set(visits.map(({ text }) => text))).toEqual(new Set(['catalog']));
      edge.cloud.clock.advance(500);
    }
    const instants = edge.cloud.calls.map(({ at }) => at);
    const gaps = instants.slice(1).map((at, index) => at - (instants[index] ?? 0));
    expect(instants.length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2_000);
  });
});

describe('a burst of 2,000 visits', () => {
  const edge = new TestEdge();
  afterAll(() => edge.stop());

  test('costs one origin call, and each is counted', async () => {
    edge.cloud.origin(HOST, () => answer(200, 'catalog', { 'cache-control': 's-maxage=60' }));
    await edge.simple({ ttl: [0, 2, 60] });
    await Promise.all(Array.from({ length: 2_000 }, (_, at) => edge.visit({ path: `/?${at}` })));
    expect(edge.cloud.calls).toHaveLength(1);
    expect(edge.service.statistics()).toEqual([
      expect.objectContaining({
        behavior: 'Default (*)',
        hits: 1_999,
        misses: 1,
        refreshHits: 0,
        errors: 0,
        generated: 0,
      }),
    ]);
  });
});
