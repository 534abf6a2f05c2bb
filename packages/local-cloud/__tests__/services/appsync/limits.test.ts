import { getIntrospectionQuery } from 'graphql';
import type { JsonObject } from '../../../core/json';
import { ApiUnderTest } from './api-under-test';

const SCHEMA =
  'type Query { layer: Layer @aws_api_key  value: String @aws_api_key } type Layer @aws_api_key { layer: Layer  layers: [Layer]  value: String }';
const LAYERS = { value: '1', layer: { value: '2', layer: { value: '3' } }, layers: [{ value: '4' }] };

async function ask(config: JsonObject, query: string) {
  const api = await ApiUnderTest.start(SCHEMA, config, ['Query.layer', 'Query.value']);
  api.answer = (event) =>
    (event as { info: { fieldName: string } }).info.fieldName === 'layer' ? LAYERS : 'v';
  const { body } = await api.query(query);
  await api.stop();
  return body;
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/configuration-limits.html */
describe('query_depth_limit', () => {
  test.each([0, 3])('%i allows three levels', async (query_depth_limit) => {
    const body = await ask({ query_depth_limit }, '{ layer { layer { value } } }');
    expect(body).toEqual({ data: { layer: { layer: { value: '2' } } } });
  });

  test('the elements of a list are no level', async () => {
    const body = await ask({ query_depth_limit: 3 }, '{ layer { layers { value } } }');
    expect(body).toEqual({ data: { layer: { layers: [{ value: '4' }] } } });
  });

  test('what lies deeper fails, what does not is answered', async () => {
    const body = await ask({ query_depth_limit: 2 }, '{ layer { value layer { value } } }');
    expect(body).toMatchObject({
      data: { layer: { value: '1', layer: { value: null } } },
      errors: [{ path: ['layer', 'layer', 'value'], errorType: 'QueryDepthLimitReached' }],
    });
  });
});

test('resolver_count_limit: the resolvers beyond it fail', async () => {
  const body = await ask({ resolver_count_limit: 2 }, '{ a: value b: value c: value }');
  expect(body).toMatchObject({
    data: { a: 'v', b: 'v', c: null },
    errors: [{ path: ['c'], errorType: 'ResolverExecutionLimitReached' }],
  });
});

describe('introspection', () => {
  test('is on unless told', async () => {
    const body = await ask({}, getIntrospectionQuery());
    expect(body['errors']).toBeUndefined();
    expect(JSON.stringify(body)).toContain('"AWSDateTime"');
  });

  test.each([
    ['{ __schema { types { name } } }', "Field 'types' in type '__Schema' is undefined @ '__schema/types'"],
    ['{ __type(name: "Layer") { kind } }', "Field 'kind' in type '__Type' is undefined @ '__type/kind'"],
  ])('is off where DISABLED: %s', async (query, message) => {
    const body = await ask({ introspection_config: 'DISABLED' }, query);
    expect(body).toMatchObject({
      data: null,
      errors: [{ path: null, message: `Validation error of type FieldUndefined: ${message}` }],
    });
  });

  test('__typename stays', async () => {
    const body = await ask({ introspection_config: 'DISABLED' }, '{ __typename layer { __typename } }');
    expect(body).toEqual({ data: { __typename: 'Query', layer: { __typename: 'Layer' } } });
  });
});
