import type { LocalCloud } from '@keyhold/local-cloud';
import { openConsole, raw } from './console-client';

let cloud: LocalCloud;
let host: string;

beforeAll(async () => {
  ({ cloud } = await openConsole());
  host = new URL(cloud.gatewayUrl).host;
});
afterAll(() => cloud.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const MOVE = JSON.stringify({ by: 60_000 });

test.each<[string, string, string, (host: string) => Record<string, string>]>([
  ['a name that somebody lets point here (DNS rebinding)', 'GET', '/', () => ({ host: 'evil.example:4566' })],
  ['the same, for its data', 'GET', '/api/clock', () => ({ host: 'evil.example' })],
  ['a name that only begins like this machine', 'GET', '/', () => ({ host: '127.0.0.1.evil.example' })],
  ['a script of another site', 'GET', '/api/clock', () => ({ origin: 'https://evil.example' })],
  ['a sandboxed frame', 'GET', '/api/clock', () => ({ origin: 'null' })],
  ['an image or script tag of another site', 'GET', '/api/clock', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['another program of this machine', 'GET', '/api/clock', () => ({ 'sec-fetch-site': 'same-site' })],
  [
    'a link of another site to the data',
    'GET',
    '/api/clock',
    () => ({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
  ],
  ['a cross-site POST', 'POST', '/api/clock', () => ({ ...JSON_TYPE, origin: 'https://evil.example' })],
  ['a page on another port', 'POST', '/api/clock', () => ({ ...JSON_TYPE, origin: 'http://127.0.0.1:1' })],
  [
    'a form of any site',
    'POST',
    '/api/clock',
    (own) => ({ 'content-type': 'text/plain', origin: `http://${own}` }),
  ],
])('%s is refused', async (_who, method, path, headers) => {
  const before = cloud.clock.now();
  const answer = await raw(
    `${cloud.gatewayUrl}/_console${path}`,
    method,
    headers(host),
    method === 'POST' ? MOVE : '',
  );
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'Refused' } });
  expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  expect(cloud.clock.now() - before).toBeLessThan(30_000);
});

test('its own page, a link to it, and a command line are let in', async () => {
  const own = { ...JSON_TYPE, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
  expect((await raw(`${cloud.gatewayUrl}/_console/api/clock`, 'POST', own, MOVE)).status).toBe(200);
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  expect((await raw(`${cloud.gatewayUrl}/_console/`, 'GET', link)).status).toBe(200);
  const port = host.slice(host.indexOf(':'));
  expect(
    (await raw(`${cloud.gatewayUrl}/_console/api/clock`, 'GET', { host: `localhost${port}` })).status,
  ).toBe(200);
});

test('a browser that is given the address finds the console; an AWS client is answered by AWS', async () => {
  const browser = await raw(cloud.gatewayUrl, 'GET', { accept: 'text/html,application/xhtml+xml' });
  expect(browser).toMatchObject({ status: 302, headers: { location: '/_console/' } });
  const client = await raw(cloud.gatewayUrl, 'GET', { accept: '*/*' });
  expect(client.status).not.toBe(302);
});

test("a page of the Web reaches none of AWS's APIs either, not even by a presigned address", async () => {
  const signed = `${cloud.gatewayUrl}/graphql?X-Amz-Credential=a/b`;
  const headers = { 'content-type': 'text/plain', origin: 'https://evil.example' };
  const query = JSON.stringify({ query: 'mutation { endReservation(id: "1", refund: NONE) { id } }' });
  expect(await raw(signed, 'POST', headers, query)).toMatchObject({
    status: 403,
    text: expect.stringContaining('Only pages of this machine'),
  });
});

test('no page of the console takes anything from elsewhere, or shows in a frame of others', async () => {
  for (const path of ['', 'main.js', 'styles.css']) {
    const { headers } = await raw(`${cloud.consoleUrl}${path}`, 'GET', {});
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe/);
  }
});
