import { marshall } from '@aws-sdk/util-dynamodb';
import { type JsonObject, LocalCloud } from '@keyhold/local-cloud';
import { stackFolder as stackIn } from '../../cli/synthesis';
import { VARIANTS } from '../stacks/variants';
import { variantFolder } from '../synthesize';
import { eventually, type GraphqlAnswer } from './client';

const { holdsPerGuest, holdsPerAddress, pauseAfterUnpaidHold, holdSeconds } = VARIANTS['local-with-shares'];
const APARTMENTS = 50;
const RESERVE =
  'mutation($input: ReserveApartmentInput!) { reserveApartment(input: $input) { id status holdExpiresAt } }';

type Headers = Record<string, string>;
type Reserved = GraphqlAnswer<{ reserveApartment: { id: string; status: string } }>;

let cloud: LocalCloud;

beforeEach(async () => {
  cloud = await LocalCloud.start({ artifact: stackIn(variantFolder('local-with-shares'), 'local') });
  const price = { amount: 100, currency: 'EUR' };
  for (let n = 0; n < APARTMENTS; n++) {
    const item = { Id: `a${n}`, complexId: 'c', name: `A ${n}`, bedrooms: 1, price, bookedStatus: 'VACANT' };
    await cloud.call('dynamodb', 'PutItem', {
      TableName: 'keyhold-local-apartments',
      Item: marshall(item) as unknown as JsonObject,
    });
  }
});

afterEach(() => cloud.stop());

async function ask<Answer>(url: string, headers: Headers, query: string, variables: object): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** A viewer of the site, whose address the local edge takes from CloudFront's own header. */
function throughEdge(address: string, headers: Headers, input: object): Promise<Reserved> {
  const viewer = { 'cloudfront-viewer-address': address };
  return ask(String(cloud.edgeUrl), { ...viewer, ...headers }, RESERVE, { input });
}

/** A client of the API itself, with the key that is put out for apps. */
function direct(headers: Headers, input: object): Promise<Reserved> {
  const key = { 'x-api-key': String(cloud.outputs['apiKey']) };
  return ask(cloud.gatewayUrl, { ...key, ...headers }, RESERVE, { input });
}

/** Every apartment is asked for at once, each by a request of its own. */
async function everythingAtOnce(reserve: (n: number) => Promise<Reserved>): Promise<Reserved[]> {
  return Promise.all(Array.from({ length: APARTMENTS }, (_, n) => reserve(n)));
}

async function reservedApartments(): Promise<number> {
  const { Count } = (await cloud.call('dynamodb', 'Scan', {
    TableName: 'keyhold-local-apartments',
    FilterExpression: 'bookedStatus = :reserved',
    ExpressionAttributeValues: { ':reserved': { S: 'RESERVED' } },
    ConsistentRead: true,
  })) as { Count: number };
  return Count;
}

async function expectExactly(most: number, answers: readonly Reserved[]): Promise<void> {
  const refusals = answers.flatMap(({ errors = [] }) => errors);
  expect(new Set(refusals.map(({ errorType }) => errorType))).toEqual(new Set(['TooManyHolds']));
  expect(answers.length - refusals.length).toBe(most);
  await eventually(reservedApartments, most);
}

test('law 8: 50 requests of one guest at once, each from another address, hold the share of a guest', async () => {
  const answers = await everythingAtOnce((n) =>
    throughEdge(`198.51.100.${n}:4000`, {}, { apartmentId: `a${n}`, guestId: 'one' }),
  );
  await expectExactly(Number(holdsPerGuest), answers);
});

test.each<[string, (n: number) => string, (n: number) => Headers]>([
  ['of one address, each by another guest', () => '203.0.113.7:4000', () => ({})],
  ['of one IPv6 network of 64 bits', (n) => `[2001:db8:1:2:${n}::1]:4000`, () => ({})],
  [
    'of one address, each with other forged headers',
    () => '203.0.113.7:4000',
    (n) => ({
      'x-keyhold-address': `192.0.2.${n}`,
      'x-forwarded-for': `192.0.2.${n}`,
      'x-origin-secret': 'guess',
      'x-api-key': `da2-guess${n}`,
    }),
  ],
])('law 8: 50 requests %s, at once hold the share of an address', async (_, address, headers) => {
  const answers = await everythingAtOnce((n) =>
    throughEdge(address(n), headers(n), { apartmentId: `a${n}`, guestId: `guest ${n}` }),
  );
  await expectExactly(Number(holdsPerAddress), answers);
});

test('law 8: whatever is sent to the API itself, by its key one address holds its share', async () => {
  const answers = await everythingAtOnce((n) =>
    direct(
      {
        'x-keyhold-address': `192.0.2.${n}`,
        'x-forwarded-for': `192.0.2.${n}, 198.51.100.${n}`,
        'x-origin-secret': 'guess',
      },
      { apartmentId: `a${n}`, guestId: `guest ${n}` },
    ),
  );
  await expectExactly(Number(holdsPerAddress), answers);
});

test('one request runs one field: aliases of a mutation hold no more', async () => {
  const fields = Array.from(
    { length: 5 },
    (_, n) => `f${n}: reserveApartment(input: {apartmentId: "a${n}", guestId: "g${n}"}) { id status }`,
  );
  const { errors = [] } = await ask<Reserved>(
    String(cloud.edgeUrl),
    {},
    `mutation { ${fields.join(' ')} }`,
    {},
  );
  expect(errors).toMatchObject([{ errorType: 'ResolverExecutionLimitReached' }]);
  await eventually(reservedApartments, 1);
});

test('what is given up is free for others at once, and rests for who had it; the API says until when', async () => {
  const from = (guestId: string, address: string) =>
    throughEdge(address, {}, { apartmentId: 'a0', guestId }).then(({ data, errors }) => ({
      id: data?.reserveApartment?.id,
      outcome: data?.reserveApartment?.status ?? errors?.[0]?.errorType,
      message: errors?.[0]?.message,
    }));
  const cancel = (id: string | undefined) =>
    ask(String(cloud.edgeUrl), {}, 'mutation($id: ID!) { cancelReservation(id: $id) { status } }', { id });
  const first = await from('ada', '203.0.113.7');
  await cancel(first.id);
  expect(await from('ada', '203.0.113.8')).toMatchObject({
    outcome: 'ApartmentPaused',
    message: expect.stringMatching(/ after \d{4}-\d\d-\d\dT[\d:.]+Z/),
  });
  expect(await from('bob', '203.0.113.7')).toMatchObject({ outcome: 'ApartmentPaused' });
  const other = await from('eve', '203.0.113.9');
  expect(other).toMatchObject({ outcome: 'HELD' });
  await cancel(other.id);
  cloud.clock.advance(pauseAfterUnpaidHold * 1000);
  expect(await from('ada', '203.0.113.7')).toMatchObject({ outcome: 'HELD' });
});

test('a share is whole again when its holds have ended', async () => {
  const reserve = (apartmentId: string) =>
    throughEdge('203.0.113.7', {}, { apartmentId, guestId: 'ada' }).then(
      ({ errors }) => errors?.[0]?.errorType,
    );
  for (const apartmentId of ['a0', 'a1', 'a2']) expect(await reserve(apartmentId)).toBeUndefined();
  expect(await reserve('a3')).toBe('TooManyHolds');
  cloud.clock.advance(holdSeconds * 1000);
  expect(await reserve('a3')).toBeUndefined();
});
