import type { JsonObject } from '../../../../core/json';
import type { Subscriber } from '../../../../testing/subscriber';
import { FunctionFailed, PUBLIC, STAFF } from '../api-under-test';
import { RealtimeUnderTest, STAFF_KEY, signature } from './realtime-under-test';

let realtime: RealtimeUnderTest;
let subscriber: Subscriber;

beforeAll(async () => {
  realtime = await RealtimeUnderTest.start();
  await realtime.api.addResolver('Subscription', 'guarded');
});

afterAll(() => realtime.stop());

beforeEach(async () => {
  subscriber = await realtime.subscriber();
});

afterEach(() => subscriber.close());

const ALL = 'subscription { all { id } }';
const error = (id: string, ...errors: JsonObject[]) => ({ type: 'error', id, payload: { errors } });

test('a subscription is live from start_ack to complete', async () => {
  subscriber.start('s-1', realtime.key, ALL);
  expect(await subscriber.next()).toEqual({ type: 'start_ack', id: 's-1' });

  await realtime.api.query('mutation { publish { id } }');
  expect(await subscriber.next()).toEqual({
    type: 'data',
    id: 's-1',
    payload: { data: { all: { id: '7' } } },
  });

  subscriber.say({ type: 'stop', id: 's-1' });
  expect(await subscriber.next()).toEqual({ type: 'complete', id: 's-1' });
  await realtime.api.query('mutation { publish { id } }');
  subscriber.say({ type: 'stop', id: 's-1' });
  expect(await subscriber.next()).toEqual(
    error('s-1', { errorType: 'UnknownOperationError', message: 'Unknown operation id s-1' }),
  );
});

test('connection_init is optional', async () => {
  const hasty = await realtime.open({ headers: { 'x-api-key': realtime.api.key } });
  await hasty.started('s', realtime.key, ALL);
  await realtime.api.queryAs(STAFF, 'mutation { publish { id secret } }');
  expect(await hasty.next()).toMatchObject({ type: 'data', id: 's' });
  await hasty.close();
});

test('one connection carries subscriptions of different callers', async () => {
  await subscriber.started('k', realtime.key, 'subscription { keyed { id } }');
  await subscriber.started('s', signature(STAFF_KEY), 'subscription { signed { id secret } }');
  await realtime.api.queryAs(STAFF, 'mutation { publish { id secret } }');
  expect([await subscriber.next(), await subscriber.next()]).toEqual([
    { type: 'data', id: 'k', payload: { data: { keyed: { id: '7' } } } },
    { type: 'data', id: 's', payload: { data: { signed: { id: '7', secret: 'for staff' } } } },
  ]);
});

test('an id is used once at a time', async () => {
  subscriber.start('twice', realtime.key, ALL);
  subscriber.start('twice', realtime.key, ALL);
  const duplicate = { errorType: 'DuplicatedOperationError', message: 'Duplicated operation id twice' };
  expect(await subscriber.next()).toEqual(error('twice', duplicate));
  expect(await subscriber.next()).toEqual({ type: 'start_ack', id: 'twice' });
});

test('what is stopped before it was accepted never starts', async () => {
  subscriber.start('s', realtime.key, ALL);
  subscriber.say({ type: 'stop', id: 's' });
  expect(await subscriber.next()).toEqual({ type: 'complete', id: 's' });
  await subscriber.started('next', realtime.key, ALL);
});

test('a connection takes 100 subscriptions', async () => {
  const ids = Array.from({ length: 101 }, (_, n) => `s-${n}`);
  for (const id of ids) subscriber.start(id, realtime.key, ALL);
  const answers: JsonObject[] = [];
  for (const _ of ids) answers.push(await subscriber.next());
  expect(answers.filter(({ type }) => type === 'start_ack')).toHaveLength(100);
  expect(answers).toContainEqual(
    error('s-100', {
      errorType: 'MaxSubscriptionsReachedError',
      message: 'Max number of 100 subscriptions reached',
    }),
  );
});

describe('a subscription is refused', () => {
  const undefinedField = "Field 'none' in type 'Subscription' is undefined @ 'none'";

  test.each<[string, string, JsonObject]>([
    [
      'that is a query',
      '{ nothing }',
      { errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' },
    ],
    [
      'that is a mutation',
      'mutation { publish { id } }',
      { errorType: 'UnsupportedOperation', message: 'mutation not supported through the realtime channel' },
    ],
    [
      'that cannot be parsed',
      'subscription {',
      { errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' },
    ],
    [
      'of a field that is not there',
      'subscription { none }',
      { message: `Validation error of type FieldUndefined: ${undefinedField}` },
    ],
    [
      'without a variable that it needs',
      'subscription($id: ID!) { one(id: $id) { id } }',
      { message: "Variable 'id' has coerced Null value for NonNull type 'ID!'" },
    ],
    [
      'of a field that its caller may not read',
      'subscription { signed { id } }',
      { errorType: 'Unauthorized', message: 'Not Authorized to access signed on type Subscription' },
    ],
    [
      'of a type that is never null',
      'subscription { never { id } }',
      { message: "Cannot return null for non-nullable type: 'Item' within parent 'Subscription' (/never)" },
    ],
  ])('%s', async (_label, query, reason) => {
    subscriber.start('s', realtime.key, query);
    expect(await subscriber.next()).toEqual(error('s', reason));
    await subscriber.started('s', realtime.key, ALL);
  });

  test('whose own authorization is missing, though the connection has one', async () => {
    const reason = {
      errorType: 'UnauthorizedException',
      message: 'Valid authorization header not provided.',
    };
    subscriber.start('s', {}, ALL);
    expect(await subscriber.next()).toEqual(error('s', reason));
  });

  test('that IAM denies', async () => {
    const { id, denied } = realtime.api;
    const resource = `arn:aws:appsync:eu-central-1:123456789012:apis/${id}/types/Subscription/fields/signed`;
    denied.add(resource);
    subscriber.start('s', signature(STAFF_KEY), 'subscription { signed { id } }');
    const reason = { errorType: 'UnauthorizedException', message: 'Permission denied' };
    expect(await subscriber.next()).toEqual(error('s', reason));
    denied.clear();
    await subscriber.started('s', signature(STAFF_KEY), 'subscription { signed { id } }');
  });

  test('that its resolver refuses', async () => {
    const { api } = realtime;
    const answer = api.answer;
    api.answer = () => new FunctionFailed({ errorType: 'NotYours', errorMessage: 'It is not yours.' });
    subscriber.start('s', realtime.key, 'subscription { guarded(id: "8") { id } }');
    expect(await subscriber.next()).toEqual(
      error('s', { errorType: 'NotYours', message: 'It is not yours.' }),
    );
    api.answer = answer;
  });

  test('without an id', async () => {
    subscriber.say({ type: 'start', payload: {} });
    expect(await subscriber.next()).toMatchObject({ type: 'error', payload: { errors: [{}] } });
  });
});

test('a resolver of a subscription decides at its start, and is not asked again', async () => {
  const { api } = realtime;
  const answer = api.answer;
  api.calls.length = 0;
  api.answer = () => null;
  await subscriber.started('s', realtime.key, 'subscription($id: ID) { guarded(id: $id) { id } }', {
    id: '7',
  });
  expect(api.event).toMatchObject({
    arguments: { id: '7' },
    info: { fieldName: 'guarded', parentTypeName: 'Subscription' },
    request: { headers: { 'x-api-key': api.key } },
  });
  api.answer = answer;
  await api.query('mutation { publish { id } }');
  expect(await subscriber.next()).toMatchObject({ payload: { data: { guarded: { id: '7' } } } });
  expect(api.calls).toHaveLength(2);
});

test.each(['meow', '{}', '{"type": "subscribe", "id": "s"}'])('%s is no message', async (text) => {
  subscriber.socket.send(text);
  const reason = {
    errorType: 'UnsupportedOperation',
    message: 'unknown not supported through the realtime channel',
  };
  expect(await subscriber.next()).toMatchObject({ type: 'error', payload: { errors: [reason] } });
});

test('keep-alives come every minute of the cloud, and after a day the connection ends', async () => {
  const own = await RealtimeUnderTest.start();
  const waiting = await own.open({ headers: { 'x-api-key': own.api.key } });
  waiting.say({ type: 'connection_init' });
  expect(await waiting.next()).toMatchObject({ type: 'connection_ack' });
  expect(await waiting.next()).toEqual({ type: 'ka' });
  own.api.clock.advance(60_000);
  expect(await waiting.next()).toEqual({ type: 'ka' });
  own.api.clock.advance(60_000);
  expect(await waiting.next()).toEqual({ type: 'ka' });
  own.api.clock.advance(86_400_000);
  expect(await waiting.closed).toBe(1001);
  await own.stop();
});

test('a subscription over HTTP is not supported', async () => {
  const { status, body } = await realtime.api.post({ query: ALL }, { 'x-api-key': realtime.api.key }, PUBLIC);
  expect(status).toBe(200);
  expect(body).toMatchObject({ data: null, errors: [{ errorType: 'OperationNotSupported' }] });
});
