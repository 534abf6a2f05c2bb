import type { JsonObject } from '../../../core/json';
import { ApiUnderTest, PUBLIC } from './api-under-test';

let api: ApiUnderTest;

beforeAll(async () => {
  const schema = `
    type Query @aws_api_key { echo(text: String): String }
    type Mutation @aws_api_key { say(text: String): String }`;
  api = await ApiUnderTest.start(schema, {}, ['Query.echo', 'Mutation.say']);
  api.answer = (event) => (event as { arguments: { text?: string } }).arguments.text ?? 'nothing';
});

afterAll(() => api.stop());

/** https://github.com/graphql/graphql-over-http/issues/81, by AppSync's team: POST and GET, for both. */
describe('GET', () => {
  const variables = JSON.stringify({ text: 'hello' });
  const malformed = (message: string) => ({
    errors: [{ errorType: 'MalformedHttpRequestException', message }],
  });

  test.each<[string, Record<string, string>, number, JsonObject]>([
    ['a query', { query: '{ echo }' }, 200, { data: { echo: 'nothing' } }],
    [
      'a query with variables',
      { query: 'query($text: String) { echo(text: $text) }', variables },
      200,
      { data: { echo: 'hello' } },
    ],
    [
      'one of several operations',
      { query: 'query a { a: echo } query b { b: echo }', operationName: 'b' },
      200,
      { data: { b: 'nothing' } },
    ],
    ['a mutation', { query: 'mutation { say }' }, 200, { data: { say: 'nothing' } }],
    ['nothing', {}, 400, malformed('Unable to parse GraphQL query.')],
    [
      'variables that are no JSON',
      { query: '{ echo }', variables: 'meow' },
      400,
      malformed('Unable to parse GraphQL query.'),
    ],
  ])('%s', async (_label, parameters, status, body) => {
    const reply = await api.get(parameters, { 'x-api-key': api.key }, PUBLIC);
    expect(reply).toMatchObject({ status, body });
  });

  test('takes no signature in the address, which any page could have a browser ask for', async () => {
    const signed = {
      query: '{ echo }',
      'X-Amz-Credential': 'AKIADEVELOPER/20261124/eu-central-1/appsync/aws4_request',
    };
    await expect(api.get(signed, {}, PUBLIC)).rejects.toThrow('/graphql is not for AppSync.');
  });

  test('needs authorization as a POST does', async () => {
    expect(await api.get({ query: '{ echo }' }, {}, PUBLIC)).toMatchObject({ status: 401 });
  });
});
