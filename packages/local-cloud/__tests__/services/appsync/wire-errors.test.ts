import type { Json } from '../../../core/json';
import { ApiUnderTest, PUBLIC } from './api-under-test';

const SCHEMA = `
  type Query { echo(text: String!, times: Int, style: Style, box: Box): Text  plain: String  at(time: AWSDateTime): String }
  type Mutation { say(text: String!): String }
  type Subscription { heard: String @aws_subscribe(mutations: ["say"]) }
  type Text { text: String!  length: Int }
  input Box { width: Int!  inner: Box }
  enum Style { LOUD QUIET }
`;

let api: ApiUnderTest;

beforeAll(async () => {
  api = await ApiUnderTest.start(
    SCHEMA,
    { authentication_type: 'API_KEY', additional_authentication_provider: [] },
    ['Query.plain'],
  );
  api.answer = () => 'well';
});

afterAll(() => api.stop());

/** https://github.com/graphql/graphql-over-http/issues/81, by AppSync's team */
describe('a request that never becomes an operation', () => {
  const empty = ['Request body is empty.', 'MalformedHttpRequestException'] as const;
  const unparsable = ['Unable to parse GraphQL query.', 'MalformedHttpRequestException'] as const;

  test.each<[string, Json, readonly [string, string]]>([
    ['nothing', '', empty],
    ['no JSON', 'meow', unparsable],
    ['broken JSON', '{}}', unparsable],
    ['an empty object', '{}', unparsable],
    ['a list', '[]', unparsable],
    ['a query that is no text', { query: 5 }, unparsable],
    ['a syntax error', { query: '{ plain' }, unparsable],
    ['fragments only', { query: 'fragment t on Text { text }' }, unparsable],
    [
      'several operations and no name',
      { query: 'query a { plain } query b { plain }' },
      ['Missing operation name.', 'BadRequestException'],
    ],
    [
      'an unknown operation name',
      { query: 'query a { plain }', operationName: 'c' },
      ["Unknown operation named 'c'.", 'BadRequestException'],
    ],
  ])('%s: 400', async (_label, body, [message, errorType]) => {
    const reply = await api.post(body, { 'x-api-key': api.key }, PUBLIC);
    expect(reply).toMatchObject({ status: 400, headers: { 'x-amzn-errortype': errorType } });
    expect(reply.body).toEqual({ errors: [{ errorType, message }] });
  });

  test.each([
    ['no key', {}, 'Valid authorization header not provided.'],
    [
      'a wrong key',
      { 'x-api-key': 'da2-aaaaaaaaaaaaaaaaaaaaaaaaaa' },
      'You are not authorized to make this call.',
    ],
  ])('%s: 401, even where the body is broken too', async (_label, headers, message) => {
    const reply = await api.post('meow', headers as Record<string, string>, PUBLIC);
    expect(reply).toMatchObject({ status: 401, headers: { 'x-amzn-errortype': 'UnauthorizedException' } });
    expect(reply.body).toEqual({ errors: [{ errorType: 'UnauthorizedException', message }] });
  });
});

describe('validation: 200, data null', () => {
  test.each<[string, string, string, [number, number] | null]>([
    [
      'an unknown field',
      '{badfield}',
      "FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'",
      [1, 2],
    ],
    [
      'an unknown field below',
      '{echo(text:"a"){x}}',
      "FieldUndefined: Field 'x' in type 'Text' is undefined @ 'echo/x'",
      [1, 17],
    ],
    [
      'no selection',
      '{echo(text:"a")}',
      "SubSelectionRequired: Sub selection required for type Text of field echo @ 'echo'",
      [1, 2],
    ],
    [
      'a selection too many',
      '{plain{x}}',
      "SubSelectionNotAllowed: Sub selection not allowed on leaf type String of field plain @ 'plain'",
      [1, 2],
    ],
    [
      'a missing argument',
      '{echo{text}}',
      "MissingFieldArgument: Missing field argument text @ 'echo'",
      [1, 2],
    ],
    ['an unknown argument', '{plain(a:1)}', "UnknownArgument: Unknown field argument a @ 'plain'", [1, 8]],
    ['an unused variable', 'query($a:Int){plain}', 'UnusedVariable: Unused variable a', [1, 7]],
    [
      'an undefined variable',
      '{echo(text:$t){text}}',
      "UndefinedVariable: Undefined variable t @ 'echo'",
      [1, 12],
    ],
    ['an unknown type', 'query($a:Foo){echo(text:$a){text}}', 'UnknownType: Unknown type Foo', [1, 10]],
    [
      'a variable of another type',
      'query($a:Int){echo(text:$a){text}}',
      "VariableTypeMismatch: Variable type 'Int' doesn't match expected type 'String!' @ 'echo'",
      [1, 25],
    ],
    [
      'an unknown fragment',
      '{echo(text:"a"){...t}}',
      "UndefinedFragment: Undefined fragment t @ 'echo'",
      [1, 20],
    ],
    ['an unused fragment', '{plain} fragment t on Text{text}', 'UnusedFragment: Unused fragment t', [1, 9]],
    [
      'a literal of another type',
      '{echo(text:5){text}}',
      "WrongType: argument 'text' with value 'IntValue{value=5}' is not a valid 'String' @ 'echo'",
      [1, 7],
    ],
    [
      'an unknown enum value',
      '{echo(text:"a",style:SHRILL){text}}',
      "WrongType: argument 'style' with value 'EnumValue{name='SHRILL'}' is not a valid 'Style' @ 'echo'",
      [1, 16],
    ],
    [
      'an object without a required field',
      '{echo(text:"a",box:{inner:{width:1}}){text}}',
      "WrongType: argument 'box' with value 'ObjectValue{objectFields=[ObjectField{name='inner', value=ObjectValue{objectFields=[ObjectField{name='width', value=IntValue{value=1}}]}}]}' is missing required fields '[width]' @ 'echo'",
      [1, 16],
    ],
    [
      'a wrong literal inside an object',
      '{echo(text:"a",box:{width:"w"}){text}}',
      "WrongType: argument 'box.width' with value 'StringValue{value='w'}' is not a valid 'Int' @ 'echo'",
      [1, 16],
    ],
    [
      'a time that is none',
      '{at(time:"noon")}',
      "WrongType: argument 'time' with value 'StringValue{value='noon'}' is not a valid 'AWSDateTime' @ 'at'",
      [1, 5],
    ],
    ['an unknown directive', '{plain @foo}', "UnknownDirective: Unknown directive foo @ 'plain'", [1, 8]],
  ])('%s', async (_label, query, message, at) => {
    const { status, body } = await api.query(query);
    expect(status).toBe(200);
    const locations = at && [{ line: at[0], column: at[1], sourceName: null }];
    expect(body).toEqual({
      data: null,
      errors: [{ path: null, locations, message: `Validation error of type ${message}` }],
    });
  });

  test('every fault is told', async () => {
    const { body } = await api.query('{a b}');
    expect(body['errors']).toHaveLength(2);
  });

  test('a document that was refused once is refused again', async () => {
    const [first, second] = [await api.query('{ nowhere }'), await api.query('{ nowhere }')];
    expect(second).toEqual(first);
  });
});

describe('variables: 200, data null', () => {
  const ECHO = 'query($t:String!,$b:Box,$s:Style){echo(text:$t,box:$b,style:$s){text}}';

  test.each<[string, string, Record<string, Json>, string, boolean]>([
    ['missing', ECHO, {}, "Variable 't' has coerced Null value for NonNull type 'String!'", true],
    ['null', ECHO, { t: null }, "Variable 't' has coerced Null value for NonNull type 'String!'", true],
    [
      'a field missing',
      ECHO,
      { t: 'a', b: { inner: {} } },
      "Variable 'b' has coerced Null value for NonNull type 'Int!'",
      true,
    ],
    [
      'a field unknown',
      ECHO,
      { t: 'a', b: { width: 1, colour: 'red' } },
      "The variables input contains a field name 'colour' that is not defined for input object type 'Box' ",
      false,
    ],
    [
      'of another type',
      ECHO,
      { t: 'a', b: { width: 'w' } },
      "Variable 'width' has an invalid value. Expected type 'Int' but was 'string'.",
      true,
    ],
    [
      'no value of its enum',
      ECHO,
      { t: 'a', s: 'SHRILL' },
      "Variable 's' has an invalid value. Invalid input for Enum 'Style'. No value found for name 'SHRILL'",
      true,
    ],
    [
      'no time',
      'query($t:AWSDateTime){at(time:$t)}',
      { t: 'noon' },
      "Variable 't' has an invalid value. Unable to parse `noon` as a valid DateTime.",
      true,
    ],
  ])('%s', async (_label, query, variables, message, located) => {
    const { status, body } = await api.query(query, variables);
    expect(status).toBe(200);
    const locations = located ? [expect.objectContaining({ line: 1, sourceName: null })] : null;
    expect(body).toEqual({ data: null, errors: [{ path: null, locations, message }] });
  });
});

test('a subscription over HTTP is refused', async () => {
  const { status, body } = await api.query('subscription { heard }');
  expect(status).toBe(200);
  expect(body).toMatchObject({ data: null, errors: [{ errorType: 'OperationNotSupported' }] });
});

test("answers carry AppSync's headers", async () => {
  const { headers, body } = await api.query('{ plain }');
  expect(body).toEqual({ data: { plain: 'well' } });
  expect(headers).toMatchObject({
    'content-type': 'application/json;charset=UTF-8',
    'x-amzn-requestid': 'request-1',
    'x-amzn-appsync-tokensconsumed': '1',
  });
});
