import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../core/json';
import { ApiUnderTest, PUBLIC } from './api-under-test';

const SCHEMA = 'type Query { post: String @aws_api_key }';

let api: ApiUnderTest;

beforeEach(() => {
  api = new ApiUnderTest();
});

afterEach(() => api.stop());

test('an API answers what AWS computes', async () => {
  const { id, ...rest } = await api.addApi(SCHEMA);
  expect(id).toMatch(/^[a-z0-9]{26}$/);
  expect(rest).toEqual({
    arn: `arn:aws:appsync:eu-central-1:123456789012:apis/${id}`,
    uris: {
      GRAPHQL: `https://${id}.appsync-api.eu-central-1.amazonaws.com/graphql`,
      REALTIME: `wss://${id}.appsync-realtime-api.eu-central-1.amazonaws.com/graphql`,
    },
  });
});

test('the schema of a whole API is taken', async () => {
  await expect(
    api.addApi(readFileSync(join(__dirname, 'fixtures/shop.graphql'), 'utf8')),
  ).resolves.toBeDefined();
});

describe('@aws_subscribe', () => {
  const schema = (mutations: string, answer: string) =>
    `type Query { a: Int }
type Mutation { add(a: Int): Post!  list: [Post] }
type Subscription {
  added: ${answer} @aws_subscribe(mutations: ${mutations})
}
type Post { a: Int }`;

  test('names mutations that return what the subscription does, null or not', async () => {
    await expect(api.addApi(schema('["add"]', 'Post'))).resolves.toBeDefined();
  });

  test.each([
    [
      'a mutation that does not exist',
      '["add", "remove"]',
      'Post',
      'names the mutation "remove", which does not exist.',
    ],
    [
      'a mutation that returns something else',
      '["list"]',
      'Post',
      'names the mutation "list", which returns [Post]; the subscription returns Post.',
    ],
    ['a list for one', '["add"]', '[Post]', 'which returns Post; the subscription returns [Post].'],
    ['something that is no list of names', '[5]', 'Post', 'Argument "mutations" has invalid value [5].'],
  ])('is refused: %s', async (_label, mutations, answer, message) => {
    await expect(api.addApi(schema(mutations, answer))).rejects.toThrow(message);
  });

  test('is refused where there are no mutations at all', async () => {
    const without =
      'type Query { a: Int } type Subscription { a: Int @aws_subscribe(mutations: ["publish"]) }';
    await expect(api.addApi(without)).rejects.toThrow(
      'line 1, column 43: @aws_subscribe of Subscription.a names the mutation "publish", which does not exist.',
    );
  });
});

describe('a broken schema is refused, with the line', () => {
  test.each([
    ['syntax', 'type Query {\n  post: String\n', 'line 3, column 1: Syntax Error'],
    ['an unknown type', 'type Query {\n  post: Post\n}', 'line 2, column 9: Unknown type "Post".'],
    [
      'an unknown directive',
      'type Query {\n  post: String @secret\n}',
      'line 2, column 16: Unknown directive "@secret".',
    ],
    [
      'a field twice',
      'type Query {\n  a: Int\n  a: Int\n}',
      'line 2, column 3: Field "Query.a" can only be defined once.',
    ],
    [
      'an output type as input',
      'type Query {\n  a(q: Query): Int\n}',
      'line 2, column 8: The type of Query.a(q:) must be Input Type',
    ],
    [
      'a scalar of its own',
      'scalar Money\ntype Query { a: Money }',
      'line 1, column 1: AppSync has no custom scalars: Money',
    ],
    ['no queries', 'type Mutation { a: Int }', 'line 1, column 1: Query root type must be provided.'],
  ])('%s', async (_label, schema, message) => {
    await expect(api.addApi(schema)).rejects.toThrow(
      `aws_appsync_graphql_api.it: its schema is broken. ${message}`,
    );
  });
});

describe('what does not run here, or not on AWS, is refused by name', () => {
  beforeEach(async () => {
    await api.addApi(SCHEMA);
    await api.addSource();
  });

  test.each<[string, JsonObject, string]>([
    [
      'code',
      { code: 'export const request = …' },
      'code asks for resolver code, which is not run locally yet',
    ],
    [
      'a template',
      { request_template: '{}' },
      'request_template asks for a mapping template, which is not run locally yet',
    ],
    ['a pipeline', { kind: 'PIPELINE' }, 'kind is not run locally but for UNIT'],
    ['an unknown field', { field: 'nowhere' }, 'No field named nowhere found on type Query'],
    ['an unknown type', { type: 'Nowhere' }, 'No field named post found on type Nowhere'],
    ['an unknown data source', { data_source: 'nowhere' }, 'No data source found named nowhere'],
    ['an unknown API', { api_id: 'nowhere' }, 'GraphQL API nowhere not found'],
  ])('a resolver with %s', async (_label, config, message) => {
    await expect(api.addResolver('Query', 'post', config)).rejects.toThrow(
      `aws_appsync_resolver.it: ${message}`,
    );
  });

  test('a second resolver of one field', async () => {
    await api.addResolver('Query', 'post');
    await expect(api.addResolver('Query', 'post')).rejects.toThrow('Only one resolver is allowed per field');
  });

  test('a resolver of a data source that is none', async () => {
    await api.addSource({ name: 'none', type: 'NONE', lambda_config: null, service_role_arn: null });
    await expect(api.addResolver('Query', 'post', { data_source: 'none' })).rejects.toThrow(
      'needs a mapping template',
    );
  });

  test.each<[string, JsonObject, string]>([
    ['another type', { type: 'AMAZON_DYNAMODB' }, 'type is not run locally but for AWS_LAMBDA and NONE'],
    ['no function', { lambda_config: [] }, 'lambda_config.function_arn is needed by AWS_LAMBDA'],
    ['no role', { service_role_arn: null }, 'service_role_arn is needed by AWS_LAMBDA'],
  ])('a data source with %s', async (_label, config, message) => {
    await expect(api.addSource(config)).rejects.toThrow(`aws_appsync_datasource.it: ${message}`);
  });

  test.each([
    ['an hour', 3_600_000, 'gives it 0.0'],
    ['two years', 730 * 86_400_000, 'gives it 730.0'],
  ])('a key for %s', async (_label, life, message) => {
    const expires = new Date(api.clock.now() + life).toISOString();
    await expect(api.provision('aws_appsync_api_key', { api_id: api.id, expires })).rejects.toThrow(message);
  });
});

test("a caller's kind that is not run here is named once", async () => {
  await api.addApi(SCHEMA, {
    additional_authentication_provider: [{ authentication_type: 'AMAZON_COGNITO_USER_POOLS' }],
  });
  expect(api.lines).toEqual([
    'appsync: aws_appsync_graphql_api.it: callers by AMAZON_COGNITO_USER_POOLS are refused here; it is not run locally.',
  ]);
});

describe('several APIs', () => {
  const QUERY = JSON.stringify({ query: '{ post second }' });
  let first: { id: string; key: string };

  beforeEach(async () => {
    const name = (text: string) => ({ name: text, authentication_type: 'API_KEY' });
    await api.addApi(SCHEMA, name('first'));
    first = { id: api.id, key: api.key };
    await api.addApi('type Query { post: String  second: String }', name('second'));
  });

  test.each<[string, () => [Record<string, string>, string]]>([
    ['path', () => [{ 'x-api-key': api.key }, `/v1/apis/${api.id}/graphql`]],
    [
      'host',
      () => [{ 'x-api-key': api.key, host: `${api.id}.appsync-api.eu-central-1.amazonaws.com` }, '/graphql'],
    ],
    ['key', () => [{ 'x-api-key': api.key }, '/graphql']],
  ])('are told apart by %s', async (_label, target) => {
    const [headers, path] = target();
    expect((await api.post(QUERY, headers, PUBLIC, path)).body).toEqual({
      data: { post: null, second: null },
    });
  });

  test('a key is good for its own API only', async () => {
    expect(
      await api.post(QUERY, { 'x-api-key': first.key }, PUBLIC, `/v1/apis/${api.id}/graphql`),
    ).toMatchObject({ status: 401 });
  });

  test('a request for none of them is told where they are', async () => {
    const reply = await api.post(QUERY, {}, PUBLIC);
    expect(reply.status).toBe(404);
    expect(JSON.stringify(reply.body)).toContain(
      `/v1/apis/${first.id}/graphql or /v1/apis/${api.id}/graphql`,
    );
  });
});
