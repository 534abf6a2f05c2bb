import type { LocalCloud } from '@keyhold/local-cloud';
import type { ShownCache, ShownClock, TablePage } from '@keyhold/local-cloud/testing';
import { KEYHOLD } from '../../../cli/product';
import { type ConsoleClient, openConsole } from './console-client';

let cloud: LocalCloud;
let client: ConsoleClient;

let machine: string;
let table: string;

beforeEach(async () => {
  ({ cloud, client } = await openConsole());
  machine = String(cloud.outputs['stateMachineArn']);
  table = String(cloud.outputs['apartmentsTable']);
});
afterEach(() => cloud.stop());

const MINUTE = 60_000;

test('the stack is named: its machines, its tables, where it is reached', async () => {
  expect(await client.get('/overview')).toEqual({
    product: KEYHOLD,
    region: cloud.region,
    accountId: expect.stringMatching(/^\d{12}$/),
    gatewayUrl: cloud.gatewayUrl,
    edgeUrl: cloud.edgeUrl,
    machines: [{ arn: machine, name: 'keyhold-local-booking' }],
    tables: expect.arrayContaining([table]),
  });
});

test("a table's items are plain JSON, filtered by text", async () => {
  const page = await client.get<TablePage>('/table', { name: table });
  expect(page).toMatchObject({ name: table, key: ['Id'], scanned: 13 });
  expect(page.items.find((item) => item['Id'] === 'harbour-2')).toMatchObject({
    bookedStatus: 'VACANT',
    price: { amount: 11900, currency: 'EUR' },
  });
  const found = await client.get<TablePage>('/table', { name: table, filter: 'TELESCOPE' });
  expect(found.items.map((item) => item['Id'])).toEqual(['harbour-4']);
});

test('the cache: hits are counted, one entry is purged, then all', async () => {
  const visit = (): Promise<Response> => fetch(`${cloud.edgeUrl}/api/apartments?limit=7`);
  await (await visit()).text();
  await (await visit()).text();
  await (await fetch(`${cloud.edgeUrl}/`)).text();
  const cache = await client.get<ShownCache>('/cache');
  expect(cache.behaviors.find(({ name }) => name === '/api/*')).toMatchObject({
    hits: 1,
    misses: 1,
    hitRatio: 0.5,
  });
  expect(cache.behaviors.find(({ name }) => name === '/edge/*')).not.toHaveProperty('hitRatio');
  const entry = cache.entries.find(({ path }) => path === '/api/apartments?limit=7');
  expect(entry).toMatchObject({ behavior: '/api/*', statusCode: 200, freshFor: expect.any(Number) });

  await client.post('/cache/purge', { key: entry?.key });
  expect((await visit()).headers.get('x-cache')).toBe('Miss from cloudfront');
  expect(await client.post('/cache/purge-all', {})).toEqual({ purged: 2 });
  expect((await client.get<ShownCache>('/cache')).entries).toEqual([]);
});

test('the clock moves forward by what is asked', async () => {
  const before = await client.get<ShownClock>('/clock');
  expect(before.offset).toBe(0);
  const after = await client.post<ShownClock>('/clock', { by: MINUTE });
  expect(after.offset).toBe(MINUTE);
  expect(after.now).toBeGreaterThanOrEqual(before.now + MINUTE);
});

test.each([
  ['GET', '/nothing', {}, 'NotFound', 404],
  ['GET', '/execution', {}, 'InvalidInput', 400],
  ['GET', '/execution', { arn: 'nonsense' }, 'InvalidArn', 400],
  [
    'GET',
    '/executions',
    { machine: 'arn:aws:states:x:1:stateMachine:none' },
    'StateMachineDoesNotExist',
    400,
  ],
  ['GET', '/table', { name: 'no-such-table' }, 'ResourceNotFoundException', 400],
  ['GET', '/request', { id: 'gone' }, 'NotFound', 404],
  ['GET', '/request/step', { id: 'gone' }, 'NotFound', 404],
  ['POST', '/request/replay', { id: 'gone', input: {} }, 'NotFound', 404],
  ['POST', '/cache/purge', { key: 'gone' }, 'NotFound', 404],
  ['POST', '/clock', { by: -1 }, 'InvalidInput', 400],
  ['POST', '/clock', { by: 'tomorrow' }, 'InvalidInput', 400],
] as const)('%s %s with %j is refused as %s', async (method, path, given, code, status) => {
  const asked = method === 'GET' ? client.get(path, given) : client.post(path, given);
  await expect(asked).rejects.toMatchObject({ name: code, status, message: expect.stringMatching(/\w+/) });
});

test('an input that is no JSON is refused in the words of Step Functions', async () => {
  const start = client.post('/executions/start', { machine, name: 'bad', input: '{' });
  await expect(start).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
});
