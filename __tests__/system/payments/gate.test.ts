import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import type { JsonObject } from '@keyhold/local-cloud';
import { type Checkout, Site, type Table } from './site';

let site: Site;
let checkout: Checkout;
let event: string;
beforeAll(async () => {
  site = await Site.open();
  const { id } = await site.guest.reserve('hill-1', 'wanted', 'guest-7');
  checkout = await site.checkout(id);
  event = completed(id);
  await site.stillness();
});
afterAll(() => site.cloud.stop());

const TABLES: readonly Table[] = ['apartments', 'payments', 'reservations'];
const everything = () => Promise.all(TABLES.map((table) => site.items(table)));

describe('a webhook that the provider did not send is refused, and nothing is written:', () => {
  test.each<[string, () => Promise<[body: string, signature?: string]>]>([
    ['without a signature', async () => [event]],
    ['signed by nobody', async () => [event, 't=1,v1=00']],
    ['signed for another body', async () => [event, await site.signatureOf(`${event} `)]],
    ['signed six minutes ago', async () => [event, await site.signatureOf(event, 360)]],
    ['with a new time on an old signature', async () => [event, renewed(await site.signatureOf(event, 360))]],
    ['signed, and no JSON', async () => ['paid!', await site.signatureOf('paid!')]],
    ['signed, and no event', async () => ['{"paid":true}', await site.signatureOf('{"paid":true}')]],
    ['empty', async () => ['', await site.signatureOf('')]],
  ])('%s', async (_, make) => {
    const before = await everything();
    const answer = await site.deliver(...(await make()));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(['InvalidSignature', 'MalformedEvent']).toContain(
      ((await answer.json()) as JsonObject)['errorType'],
    );
    expect(await everything()).toEqual(before);
  });
});

test('an event of another system that shares the account is acknowledged and changes nothing', async () => {
  const before = await everything();
  const foreign = event.replace('keyhold-local-payments', 'keyhold-prod-payments');
  expect((await site.deliver(foreign, await site.signatureOf(foreign))).status).toBe(204);
  expect(await everything()).toEqual(before);
});

describe('only the edge reaches payments:', () => {
  const body = () => JSON.stringify({ reservationId: 'wanted' });

  test.each<[string, Record<string, string>]>([
    ['a call past the edge', {}],
    ['one with a guessed secret', { 'x-origin-secret': 'guess' }],
    ['one with an empty secret', { 'x-origin-secret': '' }],
    ['one that names a site', { 'x-keyhold-site': 'example.com' }],
  ])('%s is refused', async (_, headers) => {
    const before = await everything();
    const answer = await pastTheEdge('/payments/checkout', body(), headers);
    expect(answer).toMatchObject({ statusCode: 403, body: { status: 403, errorType: 'Forbidden' } });
    expect(await everything()).toEqual(before);
  });

  test('a signed webhook past the edge is refused all the same', async () => {
    const before = await everything();
    const signature = await site.signatureOf(event);
    const answer = await pastTheEdge('/payments/webhook', event, { 'stripe-signature': signature });
    expect(answer.statusCode).toBe(403);
    expect(await everything()).toEqual(before);
  });

  test("a viewer's own secret and site are not what the function gets", async () => {
    const headers = { 'x-origin-secret': 'guess', 'x-keyhold-site': 'thief.example' };
    const answer = await site.askCheckout('wanted', headers);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(checkout);
    const other = await site.guest.reserve('hill-2', 'also-wanted');
    const opened = await site.askCheckout(other.id, headers);
    expect(((await opened.json()) as Checkout).url).toMatch(`${site.url}/payments/test/`);
  });
});

test.each([
  ['no-such-reservation', 404, 'ReservationNotFound'],
  ['no id', 400, 'InvalidInput'],
])('a checkout of %s is refused with %i %s', async (reservationId, status, errorType) => {
  const before = await everything();
  const answer = await site.askCheckout(reservationId);
  expect(await answer.json()).toMatchObject({ status, errorType });
  expect(await everything()).toEqual(before);
});

test('no answer tells a secret or a guest', async () => {
  const secrets = await Promise.all(['origin-secret', 'webhook-secrets'].map(secretOf));
  const answers = [
    await fetch(checkout.url),
    await fetch(`${checkout.url}x`),
    await fetch(`${checkout.url}/pay`),
    await site.askCheckout('wanted'),
    await site.deliver('{}'),
  ];
  for (const answer of answers) {
    const told = JSON.stringify([...answer.headers]) + (await answer.text());
    for (const secret of [...secrets, 'guest-7']) expect(told).not.toContain(secret);
  }
});

function completed(reservationId: string): string {
  return JSON.stringify({
    id: 'evt_forged',
    type: 'checkout.session.completed',
    data: {
      object: {
        id: checkout.url.split('/').at(-1),
        amount_total: 9_900,
        currency: 'eur',
        payment_status: 'paid',
        payment_intent: 'pi_forged',
        metadata: { keyhold: 'keyhold-local-payments', reservationId },
      },
    },
  });
}

function renewed(signature: string): string {
  return signature.replace(/^t=\d+/, `t=${Math.floor(site.cloud.clock.now() / 1000)}`);
}

async function secretOf(name: string): Promise<string> {
  const input = { Name: `/keyhold/local/payments/${name}`, WithDecryption: true };
  const { Parameter } = (await site.cloud.call('ssm', 'GetParameter', input)) as {
    Parameter: { Value: string };
  };
  return Parameter.Value;
}

/** A POST to the function's own URL, under its own host. */
async function pastTheEdge(path: string, body: string, headers: Record<string, string>) {
  const input = { FunctionName: 'keyhold-local-payments' };
  const { FunctionUrl } = (await site.cloud.call('lambda', 'GetFunctionUrlConfig', input)) as {
    FunctionUrl: string;
  };
  const { host } = new URL(FunctionUrl);
  const all = { host, 'content-type': 'application/json', ...headers };
  const sent = request(`${site.cloud.gatewayUrl}${path}`, { method: 'POST', headers: all }).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { statusCode: answer.statusCode, body: (await json(answer)) as JsonObject };
}
