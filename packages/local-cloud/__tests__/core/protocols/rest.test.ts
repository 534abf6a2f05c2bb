import type { HttpRequest } from '../../../core/http/message';
import { parseRoute, type Route } from '../../../core/protocols/rest';

const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/things\/?$/, parse: () => ({ action: 'ListThings', input: {} }) },
  {
    method: 'GET',
    path: /^\/things\/([^/]+)\/parts\/([^/]+)$/,
    parse: (_, Thing = '', Part = '') => ({ action: 'GetPart', input: { Thing, Part } }),
  },
];

const request = (method: string, path: string): HttpRequest => ({
  method,
  path,
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
});

test('a request is the call of the route that it takes, with the parts that its path names, decoded', () => {
  expect(parseRoute(ROUTES, request('GET', '/things'))).toEqual({ action: 'ListThings', input: {} });
  expect(parseRoute(ROUTES, request('GET', '/things/a%20b/parts/%2F'))).toEqual({
    action: 'GetPart',
    input: { Thing: 'a b', Part: '/' },
  });
});

test.each([
  ['POST', '/things'],
  ['GET', '/things/a'],
  ['GET', '/other'],
])('%s %s takes no route', (method, path) => {
  expect(parseRoute(ROUTES, request(method, path))).toBeUndefined();
});
