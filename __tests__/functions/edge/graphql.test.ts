import { type EdgeRequest, edgeFunction, viewerRequest } from './edge-function';

const graphql = edgeFunction<EdgeRequest>('graphql');

test("the API is told the viewer's address as CloudFront saw it", () => {
  const event = viewerRequest('/graphql', { 'x-forwarded-for': '192.0.2.1' });
  expect(graphql(event).headers).toMatchObject({ 'x-keyhold-address': { value: '198.51.100.11' } });
});

test('a viewer can say neither an address nor the secret of the edge', () => {
  const forged = { 'x-keyhold-address': '192.0.2.1', 'x-origin-secret': 'guess' };
  const { headers } = graphql(viewerRequest('/graphql', forged));
  expect(headers['x-keyhold-address']).toEqual({ value: '198.51.100.11' });
  expect(headers).not.toHaveProperty('x-origin-secret');
});

test('everything else passes as it came', () => {
  const event = viewerRequest('/graphql', { 'content-type': 'application/json' });
  event.request.method = 'POST';
  const { headers: _, ...came } = event.request;
  const { headers, ...passed } = graphql(event);
  expect(passed).toEqual(came);
  expect(headers['content-type']).toEqual({ value: 'application/json' });
});
