import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { buildSchema, isObjectType, type OperationDefinitionNode, parse, validate } from 'graphql';
import type { Apartment } from '../../../../functions/domain/apartment';
import { AppSyncPublisher } from '../../../../functions/runtime/appsync/publisher';
import { appsyncSignature } from '../../../../functions/runtime/appsync/signature';
import { type AppSyncServer, failed, startAppSyncServer } from './appsync-server';

const HOST = 'abc123.appsync-api.eu-central-1.amazonaws.com';
const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' };

const apartment: Apartment = {
  id: '7',
  complexId: 'harbour',
  name: 'Pier – “7”',
  description: null,
  bedrooms: 2,
  price: { amount: 12_900, currency: 'EUR' },
  bookedStatus: 'RESERVED',
  holdExpiresAt: '2026-03-01T12:15:00.000Z',
};

let server: AppSyncServer;
let pauses: number[];
let publisher: AppSyncPublisher;
beforeAll(async () => {
  server = await startAppSyncServer();
});
beforeEach(() => {
  server.requests.length = 0;
  server.replies.length = 0;
  pauses = [];
  const api = { url: new URL(`https://${HOST}/graphql`), endpoint: server.endpoint };
  publisher = new AppSyncPublisher(api, appsyncSignature('eu-central-1', CREDENTIALS), async (pause) => {
    pauses.push(pause);
  });
});
afterAll(() => server.stop());

const plenty = () => 30_000;

test('goes to the endpoint in AWS’s place, under the name of the API itself', async () => {
  await publisher.publish(apartment, plenty);
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    path: '/graphql',
    headers: { host: HOST, 'content-type': 'application/json', 'x-amz-security-token': 'session' },
  });
});

test('goes to the API itself where there is no such endpoint', async () => {
  const api = { url: new URL(`${server.endpoint}/graphql`), endpoint: undefined };
  await new AppSyncPublisher(api, appsyncSignature('eu-central-1', CREDENTIALS)).publish(apartment, plenty);
  expect(server.requests[0]?.headers.host).toBe(new URL(server.endpoint).host);
});

test("the API's trace goes on from the function's", async () => {
  process.env['_X_AMZN_TRACE_ID'] = 'Root=1-67891233-abcdef012345678912345678';
  await publisher.publish(apartment, plenty);
  delete process.env['_X_AMZN_TRACE_ID'];
  expect(server.requests[0]?.headers['x-amzn-trace-id']).toBe('Root=1-67891233-abcdef012345678912345678');
});

test('is signed as AppSync checks it: recomputed from what arrived, the signature is the same', async () => {
  await publisher.publish(apartment, plenty);
  const { headers, body, path } = server.requests[0] ?? { headers: {}, body: '', path: '' };
  const { authorization = '' } = headers;
  expect(authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-central-1\/appsync\/aws4_request, /,
  );
  const signedNames = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  expect(signedNames).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']));
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers['x-amz-date'])) ?? [];
  const signer = new SignatureV4({
    service: 'appsync',
    region: 'eu-central-1',
    credentials: CREDENTIALS,
    sha256: Sha256,
  });
  const arrived = signedNames.filter((name) => !name.startsWith('x-amz-'));
  const again = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: HOST,
      path,
      headers: Object.fromEntries(arrived.map((name) => [name, String(headers[name])])),
      body,
    },
    { signingDate: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) },
  );
  expect(again.headers['authorization']).toBe(authorization);
});

test('sends what the schema takes, and selects all that it says of an apartment, so that subscribers get it', async () => {
  await publisher.publish(apartment, plenty);
  const { query, variables } = JSON.parse(server.requests[0]?.body ?? '');
  expect(variables).toEqual({ input: apartment });
  const text = readFileSync(join(__dirname, '../../../../graphql/schema.graphql'), 'utf8');
  const directives =
    'scalar AWSDateTime directive @aws_api_key on OBJECT | FIELD_DEFINITION directive @aws_iam on OBJECT | FIELD_DEFINITION directive @aws_subscribe(mutations: [String!]!) on FIELD_DEFINITION';
  const schema = buildSchema(`${directives} ${text}`);
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions as OperationDefinitionNode[];
  const [published] = operation?.selectionSet.selections ?? [];
  const selected = published?.kind === 'Field' ? published.selectionSet?.selections : [];
  const type = schema.getType('Apartment');
  const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
  expect(selected?.map((field) => (field.kind === 'Field' ? field.name.value : ''))).toEqual(fields);
});

test('tells nothing but what everybody may see, whatever else is known', async () => {
  const known = { ...apartment, reservationId: 'secret', guestId: 'secret', paymentId: 'secret' };
  await publisher.publish(known, plenty);
  expect(server.requests[0]?.body).not.toContain('secret');
});

describe('what passes is tried again', () => {
  test.each([
    ['a throttled API', { status: 429, body: { errors: [{ errorType: 'Throttled', message: 'Slow.' }] } }],
    ['an API that fails', { status: 500, body: 'oops' }],
    ['an API that is away', { status: 503, body: '' }],
    ['a cut connection', 'CUT' as const],
    ['a resolver that was throttled', failed('Lambda:TooManyRequestsException')],
    ['a resolver that failed', failed('InternalError')],
    ['an answer that is none', { status: 200, body: '<html>' }],
  ])('%s', async (_, reply) => {
    server.replies.push(reply, reply);
    await publisher.publish(apartment, plenty);
    expect(server.requests).toHaveLength(3);
    expect(pauses).toHaveLength(2);
  });

  test('five times, after pauses that grow, and then it is an error that says why', async () => {
    server.replies.push(...Array(9).fill({ status: 503, body: '' }));
    jest.spyOn(Math, 'random').mockReturnValue(1);
    await expect(publisher.publish(apartment, plenty)).rejects.toMatchObject({
      name: 'PublishFailed',
      message: 'Publishing failed 5 times, at last with: HTTP status 503',
    });
    jest.restoreAllMocks();
    expect(pauses).toEqual([100, 200, 400, 800]);
  });

  test('only while there is time', async () => {
    server.replies.push(...Array(9).fill('CUT'));
    let left = 600;
    const passing = () => {
      left -= 50;
      return left;
    };
    await expect(publisher.publish(apartment, passing)).rejects.toMatchObject({ name: 'PublishFailed' });
    expect(server.requests.length).toBeLessThan(5);
  });

  test.each(['SILENCE', 'HALF'] as const)(
    'and %s is given up before the function’s time is over',
    async (reply) => {
      server.replies.push(reply);
      const began = Date.now();
      await expect(publisher.publish(apartment, () => 600 - (Date.now() - began))).rejects.toMatchObject({
        name: 'PublishFailed',
      });
      expect(Date.now() - began).toBeLessThan(550);
    },
  );
});

describe('what will not pass is an error at once', () => {
  test.each([
    [
      'a function that may not publish',
      failed('Unauthorized', 'Not Authorized to access it'),
      /Unauthorized: Not/,
    ],
    ['input that is not the schema’s', failed('InvalidInput', 'price is missing'), /InvalidInput: price is/],
    [
      'credentials that are not known',
      { status: 403, body: { errors: [{ errorType: 'UnrecognizedClientException', message: 'No.' }] } },
      /UnrecognizedClientException: No\./,
    ],
    [
      'an operation that is not the schema’s',
      { status: 200, body: { data: null, errors: [{ message: 'Validation error of type FieldUndefined' }] } },
      /error: Validation error of type FieldUndefined/,
    ],
    ['an address where nothing is', { status: 404, body: 'Not Found' }, /HTTP status 404/],
  ])('%s', async (_, reply, message) => {
    server.replies.push(reply);
    const refused = publisher.publish(apartment, plenty);
    await expect(refused).rejects.toMatchObject({ name: 'PublishRefused' });
    await refused.catch((error: Error) => expect(error.message).toMatch(message));
    expect(server.requests).toHaveLength(1);
  });
});
