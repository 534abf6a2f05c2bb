import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  APARTMENTS_TABLE_NAME,
  type ApartmentTable,
  heldBy,
  PAYMENTS_TABLE_NAME,
  RESERVATIONS_TABLE_NAME,
  startApartmentTable,
  storedApartment,
} from '../tables/tables';

const MACHINE = 'arn:aws:states:eu-central-1:123456789012:stateMachine:keyhold-test-booking';
const FOR_EVERYBODY = 'public, max-age=0, s-maxage=2, stale-while-revalidate=2, stale-if-error=300';
const FOR_THE_CALLER = 'private, max-age=2';

interface Answer {
  readonly statusCode?: number | undefined;
  readonly headers?: { readonly [header: string]: boolean | number | string } | undefined;
  readonly body?: string | undefined;
}

let table: ApartmentTable;
let handler: typeof import('../../../functions/catalog/handler').handler;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  table = await startApartmentTable();
  Object.assign(process.env, {
    APARTMENTS_TABLE_NAME,
    RESERVATIONS_TABLE_NAME,
    PAYMENTS_TABLE_NAME,
    STATE_MACHINE_ARN: MACHINE,
    POWERTOOLS_SERVICE_NAME: 'catalog',
    POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
  });
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((line) => Boolean(lines.push(JSON.parse(String(line)))));
  }
  // It reads its environment when it is loaded.
  ({ handler } = require('../../../functions/catalog/handler'));
  for (const id of ['h1', 'h2', 'h3']) await table.put(storedApartment(id));
  await table.put(storedApartment('h4', { ...heldBy('secret-reservation'), description: 'By the sea.' }));
  await table.put(storedApartment('o1', { complexId: 'old-town' }));
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await table.stop();
});

/** An event of a function URL, payload version 2.0, as Lambda sends it for CloudFront's signed request. */
function ask(target: string, { method = 'GET', ...headers }: Record<string, string> = {}): Promise<Answer> {
  const [rawPath = '', rawQueryString = ''] = target.split('?');
  const parameters = Object.fromEntries(new URLSearchParams(rawQueryString));
  const event = {
    version: '2.0',
    rawPath,
    rawQueryString,
    headers: { host: 'abc.lambda-url.eu-central-1.on.aws', via: '1.1 cloudfront', ...headers },
    ...(rawQueryString && { queryStringParameters: parameters }),
    requestContext: { http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' } },
    isBase64Encoded: false,
  };
  return handler(event, { awsRequestId: 'request-1' });
}

const bodyOf = ({ body }: Answer) => JSON.parse(body ?? '');
const idsOf = (answer: Answer) => bodyOf(answer).items.map(({ id }: { id: string }) => id);

describe('apartments', () => {
  test('are listed with what everybody may know, and no word of whose they are', async () => {
    const answer = await ask('/api/apartments?complexId=harbour');
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'cache-control': FOR_EVERYBODY },
    });
    expect(bodyOf(answer).nextCursor).toBeNull();
    expect(bodyOf(answer).items).toContainEqual({
      id: 'h4',
      complexId: 'harbour',
      name: 'Apartment h4',
      description: 'By the sea.',
      bedrooms: 2,
      price: { amount: 12_900, currency: 'EUR' },
      bookedStatus: 'RESERVED',
      holdExpiresAt: '2026-03-01T12:15:00.000Z',
    });
    expect(bodyOf(answer).items[0]).not.toHaveProperty('holdExpiresAt');
    expect(answer.body).not.toMatch(/secret-reservation|ada|reservationId|guestId/);
  });

  test('come of all complexes, of one, and of one status', async () => {
    expect(idsOf(await ask('/api/apartments')).sort()).toEqual(['h1', 'h2', 'h3', 'h4', 'o1']);
    expect(idsOf(await ask('/api/apartments?complexId=old-town'))).toEqual(['o1']);
    expect(idsOf(await ask('/api/apartments?status=RESERVED'))).toEqual(['h4']);
  });

  test('come page by page until there are no more', async () => {
    const first = await ask('/api/apartments?complexId=harbour&limit=3');
    const { nextCursor } = bodyOf(first);
    const second = await ask(`/api/apartments?complexId=harbour&limit=3&cursor=${nextCursor}`);
    expect([...idsOf(first), ...idsOf(second)]).toEqual(['h1', 'h2', 'h3', 'h4']);
    expect(bodyOf(second).nextCursor).toBeNull();
  });

  test('are shown one by one', async () => {
    const answer = await ask('/api/apartments/h1');
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': FOR_EVERYBODY } });
    expect(bodyOf(answer)).toMatchObject({ id: 'h1', bookedStatus: 'VACANT', description: null });
  });
});

describe('a reservation', () => {
  beforeAll(async () => {
    const hold = { reservedAt: '2126-03-01T12:00:00.000Z', holdExpiresAt: '2126-03-01T12:15:00.000Z' };
    await table.put(storedApartment('r1', { ...heldBy('mine'), ...hold }));
    await table.putReservation({
      Id: 'mine',
      apartmentId: 'r1',
      guestId: 'ada',
      price: { amount: 12_500, currency: 'EUR' },
      requestedAt: hold.reservedAt,
      holdExpiresAt: hold.holdExpiresAt,
      status: 'PENDING',
      rank: 0,
    });
  });

  test("is its guest's own: nothing on the way but the edge keeps it", async () => {
    const answer = await ask('/api/reservations/mine');
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': FOR_THE_CALLER } });
    expect(bodyOf(answer)).toEqual({
      id: 'mine',
      apartmentId: 'r1',
      status: 'HELD',
      price: { amount: 12_500, currency: 'EUR' },
      holdExpiresAt: '2126-03-01T12:15:00.000Z',
      reason: null,
      reservedAt: '2126-03-01T12:00:00.000Z',
      paymentUrl: null,
      paidAt: null,
      latePayment: null,
      refunds: [],
    });
    expect(lines).toContainEqual(expect.objectContaining({ reservationId: 'mine', requestId: 'request-1' }));
  });

  test('shows where its guest pays, while that is open', async () => {
    const url = 'https://pay.example/c1';
    await table.putPayment('mine', { status: 'OPEN', url, expiresAt: '2126-03-01T12:15:00.000Z' });
    const answer = await ask('/api/reservations/mine');
    expect(bodyOf(answer)).toMatchObject({ status: 'HELD', paymentUrl: url, latePayment: null });
  });

  test('of long ago is told from its record, and what became of its money', async () => {
    await table.putReservation({
      Id: 'old',
      apartmentId: 'h1',
      guestId: 'ada',
      status: 'EXPIRED',
      reservedAt: '2024-03-01T12:00:00.000Z',
      holdExpiresAt: '2024-03-01T12:15:00.000Z',
    });
    await table.putPayment('old', {
      status: 'PAID',
      paidAt: '2024-03-01T12:16:00.000Z',
      latePayment: 'REFUNDED',
    });
    expect(bodyOf(await ask('/api/reservations/old'))).toEqual({
      id: 'old',
      apartmentId: 'h1',
      status: 'EXPIRED',
      price: null,
      holdExpiresAt: '2024-03-01T12:15:00.000Z',
      reason: 'The hold ended before anybody had paid.',
      reservedAt: '2024-03-01T12:00:00.000Z',
      paymentUrl: null,
      paidAt: null,
      latePayment: 'REFUNDED',
      refunds: [],
    });
  });

  test('is shown without its payment when that cannot be read, which is logged and counted', async () => {
    await table.putPayment('old', { status: 'TORN' });
    lines.length = 0;
    expect(bodyOf(await ask('/api/reservations/old'))).toMatchObject({
      status: 'EXPIRED',
      latePayment: null,
    });
    expect(lines).toContainEqual(expect.objectContaining({ PaymentUnknown: 1, service: 'catalog' }));
  });

  test('that nobody made is a 404, which is its asker’s own too', async () => {
    const answer = await ask('/api/reservations/nobodys');
    expect(answer).toMatchObject({ statusCode: 404, headers: { 'cache-control': FOR_THE_CALLER } });
  });
});

describe('who has it already', () => {
  let etag: string;
  beforeAll(async () => {
    etag = String((await ask('/api/apartments/h1')).headers?.['etag']);
  });

  test('is told so, by a strong ETag', async () => {
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    const answer = await ask('/api/apartments/h1', { 'if-none-match': etag });
    expect(answer).toEqual({ statusCode: 304, headers: { etag, 'cache-control': FOR_EVERYBODY } });
  });

  test.each([
    ['weak, as the edge makes it when it compresses', () => `W/${etag}`],
    ['among others', () => `"other", ${etag}`],
    ['any at all', () => '*'],
  ])('is told so: %s', async (_, given) => {
    expect(await ask('/api/apartments/h1', { 'if-none-match': given() })).toMatchObject({ statusCode: 304 });
  });

  test('gets the new one once it is another', async () => {
    await table.put(storedApartment('h3', { name: 'Renovated' }));
    expect(await ask('/api/apartments/h3', { 'if-none-match': etag })).toMatchObject({ statusCode: 200 });
  });

  test('the head of an answer is that of its GET, without the body', async () => {
    const { body, ...get } = await ask('/api/apartments/h1');
    expect(body).toBeDefined();
    expect(await ask('/api/apartments/h1', { method: 'HEAD' })).toEqual(get);
  });
});

describe('what is refused', () => {
  test.each([
    ['/api/apartments?limit=0', /^limit is 0; it must be a whole number from 1 to 100\.$/],
    ['/api/apartments?limit=many', /^limit .*; it must be a whole number from 1 to 100\.$/],
    ['/api/apartments?limit=', /^limit is empty; it must be a whole number from 1 to 100\.$/],
    ['/api/apartments?status=FREE', /^status .*; it must be VACANT, RESERVED or PAID\.$/],
    ['/api/apartments?complexId=old%20town', /^complexId .*; it must be 1 to 64 of A-Z a-z 0-9 - _\.$/],
    [
      '/api/apartments?cursor=WzEsMl0',
      /^cursor does not belong to this list; it must be the nextCursor of its last page/,
    ],
  ])('%s names the parameter', async (target, detail) => {
    const answer = await ask(target);
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { 'content-type': 'application/problem+json', 'cache-control': FOR_EVERYBODY },
    });
    expect(bodyOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: expect.stringMatching(detail),
    });
  });

  test.each([
    '/api/apartments/none',
    '/api/apartments/not%20an%20id',
    '/api/apartments/',
    '/api/apartments/h1/rooms',
    '/api/apartments/%E0%A4%A',
    '/api/reservations',
    '/api/staff',
    '/',
  ])('%s is not found', async (target) => {
    const answer = await ask(target);
    expect(answer).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect(bodyOf(answer)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: expect.stringMatching(/\.$/),
    });
  });

  test('what cannot be an id asks no table', async () => {
    const send = jest.spyOn(DynamoDBDocumentClient.prototype, 'send');
    await ask('/api/reservations/one');
    expect(send).toHaveBeenCalled();
    send.mockClear();
    await ask(`/api/reservations/${'x'.repeat(81)}`);
    expect(send).not.toHaveBeenCalled();
    send.mockRestore();
  });

  test('every method but reading ones, which it names', async () => {
    const answer = await ask('/api/apartments', { method: 'DELETE' });
    expect(answer).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
    expect(await ask('/api/apartments', { method: 'OPTIONS' })).toMatchObject({
      statusCode: 204,
      headers: { allow: 'GET, HEAD, OPTIONS' },
    });
  });
});

test('a failure of ours tells where to look, is kept by nobody, and is counted', async () => {
  await table.put({ Id: 'broken', bookedStatus: 'VACANT' });
  const answer = await ask('/api/apartments/broken');
  expect(answer).toMatchObject({ statusCode: 500, headers: { 'cache-control': 'no-store' } });
  expect(bodyOf(answer)).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'The request could not be answered. Try again; if it fails again, report request request-1.',
  });
  expect(lines).toContainEqual(expect.objectContaining({ InternalErrors: 1, service: 'catalog' }));
  expect(lines).toContainEqual(expect.objectContaining({ message: 'Failed', requestId: 'request-1' }));
});
