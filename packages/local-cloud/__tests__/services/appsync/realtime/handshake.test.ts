import type { JsonObject } from '../../../../core/json';
import type { Hello } from '../../../../testing/subscriber';
import { EXPIRED_KEY, RealtimeUnderTest, STAFF_KEY, signature } from './realtime-under-test';

let realtime: RealtimeUnderTest;

beforeAll(async () => {
  realtime = await RealtimeUnderTest.start();
});

afterAll(() => realtime.stop());

const EMPTY_PAYLOAD = 'e30=';

function inQuery(authorization: object, payload: string | null = EMPTY_PAYLOAD): Hello {
  const query = new URLSearchParams({
    header: Buffer.from(JSON.stringify(authorization)).toString('base64'),
    ...(payload !== null && { payload }),
  });
  return { path: `/graphql?${query}` };
}

function inSubprotocol(authorization: object): Hello {
  const text = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  return { protocols: ['graphql-ws', `header-${text}`] };
}

function inHeaders(authorization: Record<string, string>): Hello {
  const { host: _ours, ...headers } = authorization;
  return { headers };
}

const key = () => ({ host: 'api', 'x-api-key': realtime.api.key });

/** https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
describe('a client is let in', () => {
  test.each<[string, () => Hello]>([
    ['by API key in the query', () => inQuery(key())],
    ['by API key in the subprotocol', () => inSubprotocol(key())],
    ['by API key in its headers', () => inHeaders(key())],
    ['by a name in any case', () => inQuery({ 'X-API-KEY': realtime.api.key })],
    ['by signature in the query', () => inQuery(signature(STAFF_KEY))],
    ['by signature in the subprotocol', () => inSubprotocol(signature(STAFF_KEY))],
    ['by signature in its headers', () => inHeaders(signature(STAFF_KEY))],
    ['at a custom domain', () => ({ ...inSubprotocol(key()), path: '/graphql/realtime' })],
    [
      "at the API's realtime host",
      () => ({
        ...inSubprotocol(signature(STAFF_KEY)),
        headers: { host: `${realtime.api.id}.appsync-realtime-api.eu-central-1.amazonaws.com` },
      }),
    ],
    [
      "at the API's own path",
      () => ({ ...inHeaders(key()), path: `/v1/apis/${realtime.api.id}/graphql/realtime` }),
    ],
  ])('%s', async (_label, hello) => {
    const subscriber = await realtime.open(hello());
    expect(subscriber.socket.protocol).toBe('graphql-ws');
    subscriber.say({ type: 'connection_init' });
    expect(await subscriber.next()).toEqual({
      type: 'connection_ack',
      payload: { connectionTimeoutMs: 300_000 },
    });
    await subscriber.close();
  });
});

describe('a client is refused', () => {
  test.each<[string, () => Hello, JsonObject]>([
    [
      'without a subprotocol',
      () => ({ ...inHeaders(key()), protocols: [] }),
      { errorType: 'NoProtocolError', message: 'NoProtocolError', errorCode: 400 },
    ],
    [
      'with another subprotocol',
      () => ({ ...inHeaders(key()), protocols: ['graphql-transport-ws'] }),
      { errorType: 'SubProtocolNotSupportedError', message: 'SubProtocolNotSupportedError', errorCode: 400 },
    ],
    [
      'with a header that is no JSON',
      () => ({ path: '/graphql?header=meow&payload=e30=' }),
      {
        errorType: 'BadRequestException',
        message: 'The query parameter "header" must be the base64 of a JSON object.',
        errorCode: 400,
      },
    ],
    [
      'with a header that is a list',
      () => inSubprotocol([]),
      {
        errorType: 'BadRequestException',
        message: 'The subprotocol "header-…" must be the base64 of a JSON object.',
        errorCode: 400,
      },
    ],
    [
      'with a header and no payload',
      () => inQuery(key(), null),
      {
        errorType: 'BadRequestException',
        message: 'The query parameter "payload" must be the base64 of {}: e30=.',
        errorCode: 400,
      },
    ],
    [
      'without authorization',
      () => ({}),
      {
        errorType: 'UnauthorizedException',
        message: 'Valid authorization header not provided.',
        errorCode: 401,
      },
    ],
    [
      'with a wrong key',
      () => inSubprotocol({ 'x-api-key': 'da2-wrong' }),
      {
        errorType: 'UnauthorizedException',
        message: 'You are not authorized to make this call.',
        errorCode: 401,
      },
    ],
    [
      'with expired credentials',
      () => inQuery(signature(EXPIRED_KEY)),
      { errorType: 'ExpiredTokenException', message: 'The security token is expired', errorCode: 403 },
    ],
    [
      'at an API that is not here',
      () => ({ ...inHeaders(key()), path: '/v1/apis/other/graphql' }),
      {
        errorType: 'NotFoundException',
        message: expect.stringContaining('names none of the APIs') as unknown as string,
        errorCode: 404,
      },
    ],
  ])('%s', async (_label, hello, error) => {
    const subscriber = await realtime.open(hello());
    expect(await subscriber.next()).toEqual({ type: 'connection_error', payload: { errors: [error] } });
    expect(await subscriber.closed).toBe(1008);
  });

  test('elsewhere than at the endpoint, before it becomes a WebSocket', async () => {
    await expect(realtime.open({ path: '/elsewhere' })).rejects.toThrow('404');
  });
});

test('with two APIs the key tells which; the host goes before it', async () => {
  const both = await RealtimeUnderTest.start();
  const { id, key: first } = both.api;
  await both.api.service.provision({
    type: 'aws_appsync_graphql_api',
    name: 'second',
    address: 'aws_appsync_graphql_api.second',
    config: { name: 'second', schema: 'type Query { a: String }', authentication_type: 'API_KEY' },
  });

  const byKey = await both.open({ headers: { 'x-api-key': first } });
  await byKey.initialize();
  await byKey.started('1', { 'x-api-key': first }, 'subscription { all { id } }');

  const nowhere = await both.open(inSubprotocol(signature(STAFF_KEY)));
  expect(await nowhere.next()).toMatchObject({ payload: { errors: [{ errorCode: 404 }] } });

  const byItsHost = { ...signature(STAFF_KEY), host: `${id}.appsync-api.eu-central-1.amazonaws.com` };
  const signed = await both.open(inSubprotocol(byItsHost));
  await signed.initialize();
  await both.stop();
});
