import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { type AppSyncServer, failed, startAppSyncServer } from '../runtime/appsync/appsync-server';
import {
  APARTMENTS_TABLE_NAME,
  type ApartmentTable,
  heldBy,
  RESERVATIONS_TABLE_NAME,
  startApartmentTable,
  storedApartment,
} from '../tables/tables';
import { lifeOf, type Verb } from './apartment-life';
import { type QueueServer, startQueueServer } from './queue-server';

const QUEUE_URL = 'https://sqs.eu-central-1.amazonaws.com/123456789012/keyhold-test-payments';
const HOST = 'abc123.appsync-api.eu-central-1.amazonaws.com';

type Line = Record<string, unknown> & { readonly _aws?: unknown };

let table: ApartmentTable;
let appsync: AppSyncServer;
let queue: QueueServer;
let handler: typeof import('../../../functions/changes/handler').handler;
const lines: Line[] = [];

beforeAll(async () => {
  [table, appsync, queue] = await Promise.all([
    startApartmentTable(),
    startAppSyncServer(),
    startQueueServer(),
  ]);
  Object.assign(process.env, {
    APARTMENTS_TABLE_NAME,
    RESERVATIONS_TABLE_NAME,
    PAYMENTS_QUEUE_URL: QUEUE_URL,
    GRAPHQL_URL: `https://${HOST}/graphql`,
    RETENTION_DAYS: '30',
    POWERTOOLS_SERVICE_NAME: 'changes',
    POWERTOOLS_METRICS_NAMESPACE: 'Keyhold/test',
    POWERTOOLS_LOG_LEVEL: 'INFO',
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ENDPOINT_URL_SQS: queue.endpoint,
    AWS_ENDPOINT_URL_APPSYNC: appsync.endpoint,
  });
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((line) => Boolean(lines.push(JSON.parse(String(line)))));
  }
  // It reads its environment when it is loaded.
  ({ handler } = require('../../../functions/changes/handler'));
});
beforeEach(() => {
  lines.length = 0;
  appsync.requests.length = 0;
  appsync.replies.length = 0;
  queue.messages.length = 0;
  queue.away = false;
});
afterAll(async () => {
  jest.restoreAllMocks();
  await Promise.all([table.stop(), appsync.stop(), queue.stop()]);
});

let lives = 0;

/** The records of an apartment's life, of reservations of its own, and their sequence numbers. */
function life(...verbs: Verb[]) {
  const apartment = `apartment-${++lives}`;
  const { records, statuses } = lifeOf(
    verbs.map((verb) => ({ apartment, verb })),
    false,
  );
  const own = JSON.parse(
    JSON.stringify(records).replaceAll(/"r(\d+)"/g, `"${apartment}-r$1"`),
  ) as DynamoDBRecord[];
  const reservations = [...statuses.keys()].map((id) => `${apartment}-${id}`);
  return {
    apartment,
    records: own,
    reservations,
    numbers: own.map(({ dynamodb }) => dynamodb?.SequenceNumber),
  };
}

function run(records: DynamoDBRecord[], timeLeft = 30_000) {
  const began = Date.now();
  return handler(
    { Records: records },
    { awsRequestId: 'request-1', getRemainingTimeInMillis: () => timeLeft - (Date.now() - began) },
  );
}

const told = () => appsync.requests.map(({ body }) => JSON.parse(body).variables.input.bookedStatus);
const metricLines = () => lines.filter((line) => line._aws);
const logLines = () => lines.filter((line) => !line._aws);

test('a reservation that expired and was paid late is in the history, its checkout closed, and everybody told', async () => {
  const { records, reservations, apartment } = life('reserve', 'expire', 'payLate');
  expect(await run(records)).toEqual({ batchItemFailures: [] });
  const [id = ''] = reservations;
  expect(await table.reservation(id)).toEqual({
    Id: id,
    apartmentId: apartment,
    guestId: 'guest of r1',
    reservedAt: '2026-03-01T12:01:00.000Z',
    holdExpiresAt: '2026-03-01T12:16:00.000Z',
    status: 'PAID',
    paidAt: '2026-03-01T12:03:00.000Z',
    paymentId: 'of r1',
    rank: 4,
    dueAt: '2026-03-01T12:03:00.000Z',
    shard: expect.any(String),
  });
  expect(queue.messages.map(({ MessageBody }) => JSON.parse(MessageBody))).toEqual([
    { task: 'expireCheckout', reservationId: id },
  ]);
  expect(queue.messages[0]?.QueueUrl).toBe(QUEUE_URL);
  expect(told()).toEqual(['VACANT', 'RESERVED', 'VACANT', 'PAID']);
  expect(appsync.requests[0]?.headers).toMatchObject({
    host: HOST,
    authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/appsync\//),
  });
});

test('the same batch again writes no history anew', async () => {
  const { records } = life('reserve', 'cancel');
  await run(records);
  lines.length = 0;
  expect(await run(records)).toEqual({ batchItemFailures: [] });
  expect(metricLines()[0]).not.toHaveProperty('HistoryWritten');
});

test('a refused publishing brings the stream back to its record, and the next time all is well', async () => {
  const { records, numbers, reservations } = life('reserve', 'pay', 'describe');
  appsync.replies.push(
    { status: 200, body: { data: { publishApartmentChange: { id: '7' } } } },
    failed('Unauthorized', 'Not Authorized to access publishApartmentChange on type Mutation'),
  );
  expect(await run(records)).toEqual({ batchItemFailures: [{ itemIdentifier: numbers[1] }] });
  expect(await table.reservation(reservations[0] ?? '')).toMatchObject({ status: 'HELD' });
  expect(logLines()).toContainEqual(
    expect.objectContaining({
      level: 'ERROR',
      requestId: 'request-1',
      sequenceNumber: numbers[1],
      error: expect.objectContaining({ name: 'PublishRefused' }),
    }),
  );
  expect(await run(records.slice(1))).toEqual({ batchItemFailures: [] });
  expect(await table.reservation(reservations[0] ?? '')).toMatchObject({ status: 'PAID' });
  expect(told().slice(-3)).toEqual(['RESERVED', 'PAID', 'PAID']);
});

test('an API that is away for a moment is waited for', async () => {
  const { records } = life('reserve');
  appsync.replies.push('CUT', { status: 503, body: '' });
  expect(await run(records)).toEqual({ batchItemFailures: [] });
  expect(told()).toEqual(['VACANT', 'VACANT', 'VACANT', 'RESERVED']);
});

test('a queue that is away fails the release: nobody is told of it before its checkout is closed', async () => {
  const { records, numbers } = life('reserve', 'cancel');
  queue.away = true;
  expect(await run(records)).toEqual({ batchItemFailures: [{ itemIdentifier: numbers[2] }] });
  expect(told()).toEqual(['VACANT', 'RESERVED']);
});

test('one that is out of time fails what it has not begun', async () => {
  const { records, numbers } = life('reserve');
  expect(await run(records, 500)).toEqual({ batchItemFailures: [{ itemIdentifier: numbers[0] }] });
  expect(appsync.requests).toEqual([]);
});

test('operators see what was done and what was not, under the service', async () => {
  const { records } = life('reserve', 'cancel', 'describe');
  delete records.at(-1)?.dynamodb?.NewImage?.['price'];
  expect(await run(records)).toEqual({ batchItemFailures: [] });
  expect(metricLines()).toEqual([
    expect.objectContaining({ service: 'changes', Published: [1, 1, 1], HistoryWritten: [1, 1], Failed: 1 }),
  ]);
  expect(logLines().at(-1)).toMatchObject({ message: 'Followed', records: 4, requestId: 'request-1' });
});

test('no guest is named in any line, nor is anything that makes a reservation a capability published', async () => {
  const { records, reservations } = life('reserve', 'expire', 'payLate', 'vacate');
  appsync.replies.push(failed('Unauthorized'));
  await run(records);
  await run(records);
  expect(JSON.stringify(lines)).not.toMatch(/guest of/);
  const published = JSON.stringify(appsync.requests.map(({ body }) => body));
  expect(published).not.toMatch(/guest|reservationId|paymentId|paidAt/);
  for (const id of reservations) expect(published).not.toContain(id);
});

describe('executions that ended without success', () => {
  const message = (messageId: string, body: object | string): SQSRecord => ({
    messageId,
    receiptHandle: messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'events',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:keyhold-test-executions',
    awsRegion: 'eu-central-1',
  });
  const decide = (...records: SQSRecord[]) =>
    handler({ Records: records }, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 });
  const pending = (Id: string) => ({
    Id,
    apartmentId: 'lost',
    guestId: 'ada',
    price: { amount: 12_900, currency: 'EUR' },
    requestedAt: '2026-03-01T12:00:00.000Z',
    holdExpiresAt: '2026-03-01T12:15:00.000Z',
    status: 'PENDING',
    rank: 0,
    expiresAt: 1,
  });

  test('are REJECTED, with a reason and for their retention', async () => {
    await table.put(storedApartment('lost', { bookedStatus: 'PAID', reservationId: 'winner' }));
    await table.putReservation(pending('loser'));
    const answer = await decide(message('m1', { name: 'loser', status: 'FAILED' }));
    expect(answer).toEqual({ batchItemFailures: [] });
    const { expiresAt, ...stored } = (await table.reservation('loser')) ?? {};
    const { expiresAt: _, ...asked } = pending('loser');
    expect(stored).toEqual({
      ...asked,
      status: 'REJECTED',
      rank: 2,
      reason: 'Apartment lost was not vacant: somebody else was faster.',
    });
    const monthAhead = Date.now() / 1000 + 30 * 86_400;
    expect(Math.abs(Number(expiresAt) - monthAhead)).toBeLessThan(600);
  });

  test.each([
    ['holds its apartment', heldBy('kept')],
    ['was cancelled', { settledPayments: new Set(['CANCELLED#kept']) }],
    ['was released', { releasedReservationId: 'kept', releaseReason: 'EXPIRED' }],
  ])('leave one alone that %s', async (_, booking) => {
    await table.put(storedApartment('lost', booking));
    await table.putReservation(pending('kept'));
    await decide(message('m1', { name: 'kept', status: 'ABORTED' }));
    expect(await table.reservation('kept')).toEqual(pending('kept'));
  });

  test('leave one alone that was decided, and one that booking knows nothing of', async () => {
    const decided = { ...pending('decided'), status: 'EXPIRED', rank: 3 };
    await table.putReservation(decided);
    await decide(
      message('m1', { name: 'decided', status: 'TIMED_OUT' }),
      message('m2', { name: 'by-hand', status: 'FAILED' }),
    );
    expect(await table.reservation('decided')).toEqual(decided);
    expect(await table.reservation('by-hand')).toBeUndefined();
  });

  test('come again where they could not be read, which is logged and counted, and stop no others', async () => {
    await table.put(storedApartment('lost', heldBy('winner')));
    await table.putReservation(pending('other'));
    const answer = await decide(
      message('m1', 'torn'),
      message('m2', { name: 'other', status: 'SUCCEEDED' }),
      message('m3', { name: 'other', status: 'FAILED' }),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }] });
    expect(await table.reservation('other')).toMatchObject({ status: 'REJECTED' });
    expect(metricLines()).toEqual([expect.objectContaining({ service: 'changes', Failed: [1, 1] })]);
    expect(logLines()).toContainEqual(expect.objectContaining({ level: 'ERROR', messageId: 'm1' }));
  });
});
