import { LocalCloud } from '@keyhold/local-cloud';
import { loadSamples } from '../../cli/samples';
import { stackFolder } from '../synthesize';
import { Guest } from './client';

let cloud: LocalCloud;

beforeEach(async () => {
  cloud = await LocalCloud.start({ artifact: stackFolder('keyhold-local') });
  await loadSamples(cloud, String(cloud.outputs['apartmentsTable']));
});
afterEach(() => cloud.stop());

function ask(path: string, init?: RequestInit): Promise<Response> {
  return fetch(`${cloud.edgeUrl}${path}`, init);
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** When the catalog function was called (ms, the cloud's clock), oldest first. */
function catalogCalls(): number[] {
  return cloud.recentCalls
    .filter(({ action }) => action === 'InvokeFunctionUrl')
    .map(({ startedAt }) => startedAt)
    .sort((a, b) => a - b);
}

/** The addresses of the page's script and style, as the browser finds them. */
async function assets(): Promise<string[]> {
  const html = await (await ask('/')).text();
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
}

test('an asset comes from the bucket once, and from then on from the edge', async () => {
  const paths = await assets();
  expect(paths.map((path) => path.replace(/^.*\./, '')).sort()).toEqual(['css', 'js']);
  for (const path of paths) {
    const first = await ask(path);
    expect(first.headers.get('x-cache')).toBe('Miss from cloudfront');
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    cloud.clock.advance(24 * 3_600_000);
    const second = await ask(path);
    expect(second.headers.get('x-cache')).toBe('Hit from cloudfront');
    expect(Number(second.headers.get('age'))).toBeGreaterThanOrEqual(24 * 3600);
    expect(await second.text()).toBe(await first.text());
  }
});

test('frenetic reload: 2,000 reads reach the catalog at most once per 2 s and key', async () => {
  const keys = ['/api/apartments?limit=100', '/api/apartments?limit=100&complexId=mill-yard'];
  const results = new Map<string, number>();
  let left = 0;
  const reader = async (): Promise<void> => {
    while (left-- > 0) {
      // What differs from visitor to visitor is not part of the key.
      const headers = { authorization: `Bearer ${left}`, cookie: `visitor=${left}` };
      const response = await ask(`${keys[left % 2]}&visitor=${left}`, { headers });
      await response.arrayBuffer();
      const result = `${response.status} ${response.headers.get('x-cache')}`;
      results.set(result, (results.get(result) ?? 0) + 1);
    }
  };
  for (let burst = 0; burst < 8; burst++) {
    left = 250;
    await Promise.all(Array.from({ length: 50 }, reader));
    cloud.clock.advance(1_000);
  }

  const calls = catalogCalls();
  expect(calls.length).toBeGreaterThanOrEqual(6);
  // Of three calls two are of one key.
  const spacing = calls.slice(2).map((call, index) => call - (calls[index] ?? 0));
  expect(Math.min(...spacing)).toBeGreaterThanOrEqual(2_000);
  // On a slow machine a read may come after its copy's time, and is answered after a look at the origin.
  const times = (result: string) => results.get(`200 ${result} from cloudfront`) ?? 0;
  expect(times('Miss')).toBe(keys.length);
  expect(times('Miss') + times('Hit') + times('RefreshHit')).toBe(2_000);
  expect(times('Miss') + times('RefreshHit')).toBeLessThanOrEqual(calls.length);
});

test("a guest's own answer is private, and kept for that Authorization alone", async () => {
  const { id } = await new Guest(`${cloud.edgeUrl}/graphql`, 'none').reserve('hill-1');
  const look = async (authorization?: string) => {
    const headers = authorization ? { authorization } : undefined;
    const response = await ask(`/api/reservations/${id}`, headers && { headers });
    expect(response.headers.get('cache-control')).toBe('private, max-age=2');
    expect(await response.json()).toMatchObject({ id, status: 'HELD' });
    return response.headers.get('x-cache');
  };
  expect(await look('Bearer one')).toBe('Miss from cloudfront');
  expect(await look('Bearer one')).toBe('Hit from cloudfront');
  expect(await look('Bearer another')).toBe('Miss from cloudfront');
  expect(await look()).toBe('Miss from cloudfront');
  expect(catalogCalls()).toHaveLength(3);
});

test('the API takes the key of the edge, and ignores what a browser sends in its place', async () => {
  const query = { query: '{ getApartment(id: "hill-1") { bookedStatus } }' };
  const direct = await fetch(`${cloud.gatewayUrl}/graphql`, { method: 'POST', body: JSON.stringify(query) });
  expect(direct.status).toBe(401);
  for (const headers of [{}, { 'x-api-key': 'da2-aaaaaaaaaaaaaaaaaaaaaaaaaa' }, { 'x-api-key': '' }]) {
    const answer = await post('/graphql', query, headers);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ data: { getApartment: { bookedStatus: 'VACANT' } } });
  }
});

test('no answer to a browser holds an API key', async () => {
  const answers = await Promise.all([
    ...['/', ...(await assets()), '/no-such-file.js', '/assets/no-such-file.js'].map((path) => ask(path)),
    ...['/api/apartments', '/api/apartments?limit=0', '/api/reservations/x', '/api/x'].map((path) =>
      ask(path),
    ),
    ...['/edge/whereami', '/edge/health', '/edge/x', '/payments/x', '/graphql'].map((path) => ask(path)),
    ask('/graphql', { method: 'OPTIONS' }),
    post('/graphql', { query: '{ getStepFunctions { id arn } }' }),
    post('/graphql', { query: '{ nothing }' }),
    post('/graphql', { query: '{' }),
    post('/graphql', { query: 'mutation { endReservation(id: "hill-1", refund: NONE) { id } }' }),
    post('/api/apartments', {}),
  ]);
  for (const answer of answers) {
    const everything = JSON.stringify([...answer.headers]) + (await answer.text());
    expect(everything).not.toMatch(/da2-|x-api-key/i);
  }
  // The keys do look like that.
  expect(cloud.outputs['apiKey']).toMatch(/^da2-/);
});

test.each([
  ['/api/nothing', 404, /\/api\/apartments/],
  ['/api/apartments/no-such-place', 404, /no apartment/],
  ['/api/reservations/no-such-reservation', 404, /no reservation/],
  ['/api/apartments?limit=0', 400, /^limit is 0/],
  ['/api/apartments?status=FREE', 400, /^status/],
  ['/api/apartments?cursor=forged', 400, /^cursor/],
  ['/edge/nothing', 404, /whereami/],
  ['/payments/nothing', 404, /\/payments\/checkout/],
])('%s is a problem document: %i', async (path, status, detail) => {
  const response = await ask(path);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({
    type: 'about:blank',
    title: expect.any(String),
    status,
    detail: expect.stringMatching(detail),
  });
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  '%s is refused at the edge where one only reads',
  async (method) => {
    for (const path of ['/', '/assets/any.js', '/api/apartments', '/api/reservations/x', '/edge/health']) {
      expect((await ask(path, { method })).status).toBe(403);
    }
    expect(catalogCalls()).toEqual([]);
  },
);

test('/edge is answered with no backend', async () => {
  const before = cloud.recentCalls.length;
  const response = await ask('/edge/whereami', { headers: { 'cloudfront-viewer-country': 'de' } });
  expect(await response.json()).toEqual({ country: 'DE', device: 'desktop' });
  expect(await (await ask('/edge/health')).json()).toEqual({ status: 'ok' });
  expect(cloud.recentCalls).toHaveLength(before);
});
