import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import { ApiUnderTest, DEVELOPER, PUBLIC, STAFF } from './api-under-test';

const SCHEMA = `
  type Query {
    bare: String
    keyed: String @aws_api_key
    signed: String @aws_iam
    both: String @aws_api_key @aws_iam
    pools: String @aws_cognito_user_pools
    things: Things
    open: Open @aws_api_key @aws_iam
  }
  type Things { bare: String  keyed: String @aws_api_key }
  type Open @aws_api_key @aws_iam { bare: String  signed: String @aws_iam }
`;
const ROOT = {
  bare: 'r',
  keyed: 'r',
  signed: 'r',
  both: 'r',
  pools: 'r',
  things: { bare: 't', keyed: 't' },
  open: { bare: 'o', signed: 'o' },
};
const FIELDS = Object.keys(ROOT).map((field) => `Query.${field}`);

/**
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html: a field's directives override its
 * type's; what has none is open to the API's primary authorization type only.
 */
describe.each<[string, string, readonly [string, boolean, boolean][]]>([
  [
    'AWS_IAM',
    'API_KEY',
    [
      ['bare', false, true],
      ['keyed', true, false],
      ['signed', false, true],
      ['both', true, true],
      ['pools', false, false],
    ],
  ],
  [
    'API_KEY',
    'AWS_IAM',
    [
      ['bare', true, false],
      ['keyed', true, false],
      ['signed', false, true],
      ['both', true, true],
      ['pools', false, false],
    ],
  ],
])('primary %s, additional %s', (primary, additional, rows) => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    const config = {
      authentication_type: primary,
      additional_authentication_provider: { authentication_type: additional },
    };
    api = await ApiUnderTest.start(SCHEMA, config, FIELDS);
    api.answer = (event) => ROOT[(event as { info: { fieldName: keyof typeof ROOT } }).info.fieldName];
  });

  afterAll(() => api.stop());

  const cells = rows.flatMap(([field, byKey, byIam]): [string, string, boolean][] => [
    [field, 'API key', byKey],
    [field, 'IAM', byIam],
  ]);

  test.each(cells)('Query.%s by %s: %s', async (field, by, allowed) => {
    const { body } = await (by === 'IAM' ? api.queryAs(STAFF, `{ ${field} }`) : api.query(`{ ${field} }`));
    expect(body).toEqual(allowed ? { data: { [field]: 'r' } } : refusal(field, 'Query', [field]));
  });
});

describe('below the root', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await ApiUnderTest.start(SCHEMA, {}, FIELDS);
    api.answer = (event) => ROOT[(event as { info: { fieldName: keyof typeof ROOT } }).info.fieldName];
  });

  afterAll(() => api.stop());

  test.each<[string, Principal, string, JsonObject]>([
    ["the type's directives open its fields", PUBLIC, '{ open: both }', { data: { open: 'r' } }],
    [
      'a type without directives is open to the primary type alone',
      STAFF,
      '{ things { bare } }',
      { data: { things: { bare: 't' } } },
    ],
    [
      'a directive of a field overrides',
      STAFF,
      '{ things { keyed } }',
      { ...refusal('keyed', 'Things', ['things', 'keyed']), data: { things: { keyed: null } } },
    ],
  ])('%s', async (_label, principal, query, body) => {
    const reply = await (principal === PUBLIC ? api.query(query) : api.queryAs(principal, query));
    expect(reply.body).toMatchObject(body);
  });

  test("a field's directive closes it to whom its type is open", async () => {
    const { body } = await api.query('{ open { bare signed } }');
    expect(body).toMatchObject({
      ...refusal('signed', 'Open', ['open', 'signed']),
      data: { open: { bare: 'o', signed: null } },
    });
  });

  test('what is denied is null, and nothing else is', async () => {
    const { status, body } = await api.query('{ both bare }');
    expect(status).toBe(200);
    expect(body['data']).toEqual({ both: 'r', bare: null });
    expect(body['errors']).toHaveLength(1);
  });

  test('what is denied is not asked of the function', async () => {
    api.calls.length = 0;
    await api.query('{ bare }');
    expect(api.calls).toEqual([]);
  });
});

describe('the schema of a whole API', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await ApiUnderTest.start(readFileSync(join(__dirname, 'fixtures/shop.graphql'), 'utf8'), {}, [
      'Query.getProduct',
      'Mutation.withdrawProduct',
    ]);
    api.answer = () => ({
      id: '7',
      name: 'Lamp',
      stock: 'AVAILABLE',
      price: { amount: 12900, currency: 'EUR' },
    });
  });

  afterAll(() => api.stop());

  test('the public reads products', async () => {
    const { body } = await api.query('{ getProduct(id: "7") { name stock price { amount } } }');
    expect(body).toEqual({
      data: { getProduct: { name: 'Lamp', stock: 'AVAILABLE', price: { amount: 12900 } } },
    });
  });

  test('the public does not withdraw them', async () => {
    const { body } = await api.query('mutation { withdrawProduct(id: "7") { name } }');
    expect(body).toEqual({ ...refusal('withdrawProduct', 'Mutation', ['withdrawProduct']), data: null });
  });

  test('staff do', async () => {
    const { body } = await api.queryAs(STAFF, 'mutation { withdrawProduct(id: "7") { name } }');
    expect(body).toEqual({ data: { withdrawProduct: { name: 'Lamp' } } });
  });
});

describe('what IAM has to allow', () => {
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await ApiUnderTest.start(SCHEMA);
  });

  afterAll(() => api.stop());

  const needs = (...fields: string[]) =>
    fields.map((field) => ({
      action: 'appsync:GraphQL',
      resource: `arn:aws:appsync:eu-central-1:123456789012:apis/${api.id}/types/Query/fields/${field}`,
    }));

  test.each([
    ['each root field, once', '{ a: bare b: bare things { keyed } __typename }', ['bare', 'things']],
    [
      'fields by fragments',
      'query { ...q ... on Query { signed } } fragment q on Query { bare ...q }',
      ['bare', 'signed'],
    ],
    ['nothing of what cannot be parsed', '{', []],
  ])('%s', (_label, query, fields) => {
    expect(api.permissions(query, STAFF)).toEqual(needs(...fields));
  });

  test('nothing where there is no AWS identity', () => {
    expect(api.permissions('{ bare }', PUBLIC)).toEqual([]);
  });
});

describe('API keys', () => {
  test('a key lives seven days unless told, by the clock of the cloud', async () => {
    const api = await ApiUnderTest.start(SCHEMA, {}, ['Query.keyed']);
    const status = async () => (await api.query('{ keyed }')).status;
    api.clock.advance(6 * 86_400_000);
    expect(await status()).toBe(200);
    api.clock.advance(86_400_000);
    expect(await status()).toBe(401);
    await api.stop();
  });

  test('a key and an API are the same on every start', async () => {
    const [first, second] = [await ApiUnderTest.start(SCHEMA), await ApiUnderTest.start(SCHEMA)];
    expect(first.key).toMatch(/^da2-[a-z0-9]{26}$/);
    expect(second).toMatchObject({ key: first.key, id: first.id });
    await Promise.all([first.stop(), second.stop()]);
  });

  test('signed requests are refused by an API without IAM, and keys by one without keys', async () => {
    const keyed = await ApiUnderTest.start(SCHEMA, {
      authentication_type: 'API_KEY',
      additional_authentication_provider: [],
    });
    expect((await keyed.queryAs(DEVELOPER, '{ bare }')).status).toBe(401);
    const signed = await ApiUnderTest.start(SCHEMA, { additional_authentication_provider: [] });
    expect((await signed.query('{ bare }')).status).toBe(401);
    await Promise.all([keyed.stop(), signed.stop()]);
  });
});

test('what the gateway refuses by IAM reads as AppSync says it', async () => {
  const api = await ApiUnderTest.start(SCHEMA);

  const response = api.service.protocol.renderError(
    new AwsError('AccessDeniedException', 'User: … is not authorized', 400),
    'r',
  );
  expect(response.statusCode).toBe(401);
  expect(JSON.parse(String(response.body))).toEqual({
    errors: [{ errorType: 'UnauthorizedException', message: 'Permission denied' }],
  });
  await api.stop();
});

function refusal(field: string, type: string, path: string[]): JsonObject {
  const error: Json = {
    path,
    data: null,
    errorType: 'Unauthorized',
    errorInfo: null,
    locations: [expect.objectContaining({ sourceName: null })],
    message: `Not Authorized to access ${field} on type ${type}`,
  };
  return { data: { [field]: null }, errors: [error] };
}
