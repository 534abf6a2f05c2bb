import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import { ApiUnderTest, FUNCTION_ARN, FunctionFailed, PUBLIC, SOURCE_ROLE, STAFF } from './api-under-test';

const SCHEMA = `
  type Query {
    post(id: ID!, limit: Int, since: AWSDateTime, extra: AWSJSON, tone: Tone = CALM): Post @aws_api_key @aws_iam
    posts: [Post] @aws_api_key
    strict: Post! @aws_api_key
  }
  type Mutation { add(id: ID!): Post @aws_api_key }
  type Post @aws_api_key @aws_iam {
    id: ID!
    title: String
    score: Int
    tone: Tone
    at: AWSDateTime
    extra: AWSJSON
    tags: [String!]
    author: Author
    related: Post
  }
  type Author @aws_api_key @aws_iam { name: String  posts: [Post] }
  enum Tone { CALM LOUD }
`;
const FIELDS = [
  'Query.post',
  'Query.posts',
  'Query.strict',
  'Mutation.add',
  'Author.posts',
  'Post.related 2',
];

let api: ApiUnderTest;

beforeEach(async () => {
  api = await ApiUnderTest.start(SCHEMA, {}, FIELDS);
});

afterEach(() => api.stop());

describe("the function's event", () => {
  test('is the whole context of a root field', async () => {
    api.answer = () => ({ id: '1' });
    const query =
      'query Q($id: ID!) { p: post(id: $id) { id title: tone ...rest author { n: name } } } fragment rest on Post { score }';
    const headers = { host: 'localhost', 'x-api-key': api.key, 'user-agent': 'curl', cookie: 'never=passed' };
    await api.post({ query, variables: { id: '1', unused: [true] } }, headers, PUBLIC);
    expect(api.event).toEqual({
      arguments: { id: '1', tone: 'CALM' },
      identity: null,
      source: null,
      request: {
        headers: {
          host: 'localhost',
          'x-api-key': api.key,
          'user-agent': 'curl',
          // The caller, and AppSync's own front end.
          'x-forwarded-for': '127.0.0.1, 127.0.0.1',
        },
        domainName: null,
      },
      prev: null,
      info: {
        fieldName: 'post',
        parentTypeName: 'Query',
        variables: { id: '1', unused: [true] },
        selectionSetList: ['id', 'title', 'score', 'author', 'author/n'],
        selectionSetGraphQL: '{\n  id\n  title: tone\n  ...rest\n  author {\n    n: name\n  }\n}',
      },
      stash: {},
    });
  });

  test("goes to the function with the data source's role", async () => {
    await api.query('{ post(id: 1) { id } }');
    expect(api.calls[0]).toMatchObject({
      service: 'lambda',
      action: 'Invoke',
      input: { FunctionName: FUNCTION_ARN, InvocationType: 'RequestResponse' },
      principal: { kind: 'role', roleArn: SOURCE_ROLE },
      traceId: 'trace-1',
    });
  });

  test('tells by x-forwarded-for what the caller sent, then the caller, then the front end', async () => {
    const headers = { 'x-api-key': api.key, 'x-forwarded-for': '10.0.0.9' };
    await api.post({ query: '{ post(id: 1) { id } }' }, headers, PUBLIC);
    expect(api.event['request']).toMatchObject({
      headers: { 'x-forwarded-for': '10.0.0.9, 127.0.0.1, 127.0.0.1' },
    });
  });

  test('of a caller by IAM names it', async () => {
    await api.post({ query: '{ post(id: 1) { id } }' }, { 'x-forwarded-for': '10.0.0.9, 10.0.0.1' }, STAFF);
    expect(api.event['identity']).toEqual({
      accountId: '123456789012',
      cognitoIdentityAuthProvider: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      sourceIp: ['10.0.0.9', '10.0.0.1', '127.0.0.1'],
      userArn: 'arn:aws:sts::123456789012:assumed-role/staff/anna',
      username: expect.stringMatching(/^AROA[A-Z2-7]{17}:anna$/),
    });
  });

  test.each<[string, string, Json, JsonObject]>([
    ['literals', '{ post(id: 1, limit: 5, tone: LOUD) { id } }', {}, { id: '1', limit: 5, tone: 'LOUD' }],
    [
      'JSON text, as the value it says',
      '{ post(id: 1, extra: "{\\"a\\":[1]}") { id } }',
      {},
      { id: '1', tone: 'CALM', extra: { a: [1] } },
    ],
    // https://github.com/aws/aws-appsync-community/issues/348
    [
      'a variable without a value, as null',
      'query($n: Int) { post(id: 1, limit: $n) { id } }',
      {},
      { id: '1', tone: 'CALM', limit: null },
    ],
    [
      'null',
      'query($n: Int) { post(id: 1, limit: $n) { id } }',
      { n: null },
      { id: '1', tone: 'CALM', limit: null },
    ],
  ])('has as arguments %s', async (_label, query, variables, expected) => {
    await api.query(query, variables as JsonObject);
    expect(api.event['arguments']).toEqual(expected);
  });

  test("of a field below has its parent's value as source", async () => {
    api.answer = (event) => {
      const { info } = event as { info: { parentTypeName: string } };
      return info.parentTypeName === 'Author'
        ? [{ id: '2', title: 'B' }]
        : { id: '1', author: { name: 'Ann', hidden: true } };
    };
    const { body } = await api.query('{ post(id: 1) { author { posts { title } } } }');
    expect(body).toEqual({ data: { post: { author: { posts: [{ title: 'B' }] } } } });
    expect(JSON.parse(String(api.calls[1]?.input['Payload']))).toMatchObject({
      source: { name: 'Ann', hidden: true },
    });
  });
});

describe('what goes wrong', () => {
  const THROWN = {
    path: ['post'],
    data: null,
    errorInfo: null,
    locations: [{ line: 1, column: 3, sourceName: null }],
  };

  test.each<[string, () => unknown, JsonObject]>([
    [
      'an error thrown, by its name',
      () =>
        new FunctionFailed({
          errorType: 'OrderUnavailable',
          errorMessage: 'It is taken.',
          trace: ['secret'],
        }),
      { errorType: 'OrderUnavailable', message: 'It is taken.' },
    ],
    [
      'a timeout',
      () =>
        new FunctionFailed({
          errorType: 'Sandbox.Timedout',
          errorMessage: 'RequestId: r Error: Task timed out after 3.00 seconds',
        }),
      { errorType: 'Lambda:Unhandled', message: 'RequestId: r Error: Task timed out after 3.00 seconds' },
    ],
    [
      'a bundle that does not load',
      () => new FunctionFailed({ errorType: 'Runtime.ImportModuleError', errorMessage: 'Error: no module' }),
      { errorType: 'Lambda:Unhandled', message: 'Error: no module' },
    ],
    [
      "AppSync's own refusal, whose reasons are not passed on",
      () =>
        new FunctionFailed({ errorType: 'UnauthorizedException', errorMessage: 'The guest is on a list.' }),
      { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' },
    ],
    [
      'a role that may not invoke',
      () => {
        throw new AwsError(
          'AccessDeniedException',
          'User: r is not authorized to perform: lambda:InvokeFunction',
          403,
        );
      },
      {
        errorType: 'Lambda:AWSLambdaException',
        message:
          'User: r is not authorized to perform: lambda:InvokeFunction (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)',
      },
    ],
    [
      'throttling',
      () => {
        throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
      },
      {
        errorType: 'Lambda:TooManyRequestsException',
        message:
          'Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException)',
      },
    ],
  ])('in the function: %s', async (_label, answer, error) => {
    api.answer = answer;
    const { status, body } = await api.query('{ post(id: 1) { id } }');
    expect(status).toBe(200);
    expect(body).toEqual({ data: { post: null }, errors: [{ ...THROWN, ...error }] });
  });

  test('an error of one field leaves the others', async () => {
    api.answer = (event) => {
      const { arguments: args } = event as { arguments: { id: string } };
      return args.id === '2'
        ? new FunctionFailed({ errorType: 'Gone', errorMessage: 'gone' })
        : { id: args.id };
    };
    const { body } = await api.query('{ a: post(id: 1) { id } b: post(id: 2) { id } }');
    expect(body).toMatchObject({
      data: { a: { id: '1' }, b: null },
      errors: [{ path: ['b'], errorType: 'Gone' }],
    });
  });

  test.each<[string, string, Json, JsonObject, Json]>([
    [
      'null where the schema allows none',
      '{ posts { id } }',
      [{ id: '1' }, { title: 'x' }],
      {
        path: ['posts', 1, 'id'],
        message: "Cannot return null for non-nullable type: 'ID' within parent 'Post' (/posts[1]/id)",
      },
      { posts: [{ id: '1' }, null] },
    ],
    [
      'null for the whole answer',
      '{ strict { id } }',
      null,
      {
        path: ['strict'],
        message: "Cannot return null for non-nullable type: 'Post' within parent 'Query' (/strict)",
      },
      null,
    ],
    [
      'a time that is none',
      '{ post(id: 1) { at } }',
      { at: 'noon' },
      {
        path: ['post', 'at'],
        message: "Can't serialize value (/post/at) : Unable to serialize `noon` as a valid DateTime Object.",
      },
      { post: { at: null } },
    ],
    [
      'a text for a number',
      '{ post(id: 1) { score } }',
      { score: 'high' },
      {
        path: ['post', 'score'],
        message: "Can't serialize value (/post/score) : Expected type 'Int' but was '\"high\"'.",
      },
      { post: { score: null } },
    ],
    [
      'a value that the enum has not',
      '{ post(id: 1) { tone } }',
      { tone: 'SHRILL' },
      {
        path: ['post', 'tone'],
        message:
          "Can't serialize value (/post/tone) : Invalid input for Enum 'Tone'. No value found for name 'SHRILL'",
      },
      { post: { tone: null } },
    ],
    [
      'no list',
      '{ post(id: 1) { tags } }',
      { tags: 'one' },
      {
        path: ['post', 'tags'],
        message: "Can't resolve value (/post/tags) : type mismatch error, expected type LIST",
      },
      { post: { tags: null } },
    ],
  ])('in its answer: %s', async (_label, query, answer, error, data) => {
    api.answer = () => answer;
    const { body } = await api.query(query);
    expect(body).toEqual({ data, errors: [{ locations: null, ...error }] });
  });

  test('an operation has thirty seconds', async () => {
    const asked = new Promise<void>((resolve) => {
      api.answer = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const reply = api.query('{ post(id: 1) { id } }');
    await asked;
    api.clock.advance(30_000);
    expect((await reply).body).toEqual({
      data: { post: null },
      errors: [{ ...THROWN, errorType: 'ExecutionTimeout', message: 'Execution timed out.' }],
    });
  });
});

test('an operation that was answered leaves no timer', async () => {
  await api.query('{ post(id: 1) { id } }');
  expect(api.clock.nextAlarm()).toBeUndefined();
});

test('JSON goes out as text', async () => {
  api.answer = () => ({ extra: { a: [1] } });
  const { body } = await api.query('{ post(id: 1) { extra } }');
  expect(body).toEqual({ data: { post: { extra: '{"a":[1]}' } } });
});

test('mutations run one after the other', async () => {
  const order: string[] = [];
  api.answer = async (event) => {
    const { arguments: args } = event as { arguments: { id: string } };
    order.push(`begin ${args.id}`);
    await new Promise(setImmediate);
    order.push(`end ${args.id}`);
    return { id: args.id };
  };
  await api.query('mutation { a: add(id: 1) { id } b: add(id: 2) { id } }');
  expect(order).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
});

describe('batching', () => {
  const ids = (event: Json) => (event as { source: { id: string } }[]).map(({ source }) => source.id);

  test('events of one resolver come together, at most max_batch_size of them', async () => {
    const batches: string[][] = [];
    api.answer = (event) => {
      if (!Array.isArray(event)) return [{ id: '1' }, { id: '2' }, { id: '3' }];
      batches.push(ids(event));
      return ids(event).map((id) =>
        id === '2' ? { errorMessage: 'none', errorType: 'Lonely' } : { data: { title: `like ${id}` } },
      );
    };
    const { body } = await api.query('{ posts { related { title } } }');
    expect(batches).toEqual([['1', '2'], ['3']]);
    expect(body).toMatchObject({
      data: {
        posts: [{ related: { title: 'like 1' } }, { related: null }, { related: { title: 'like 3' } }],
      },
      errors: [{ path: ['posts', 1, 'related'], errorType: 'Lonely', message: 'none' }],
    });
  });

  test('an answer of another length fails them all', async () => {
    api.answer = (event) => (Array.isArray(event) ? [{ data: null }] : [{ id: '1' }, { id: '2' }]);
    const { body } = await api.query('{ posts { related { title } } }');
    expect(body['errors']).toHaveLength(2);
  });
});
