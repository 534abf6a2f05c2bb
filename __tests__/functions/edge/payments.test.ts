import { type EdgeRequest, edgeFunction, viewerRequest } from './edge-function';

const payments = edgeFunction<EdgeRequest>('payments');

test('the origin is told by which host the viewer knows the site, port included', () => {
  for (const host of ['book.example.com', 'd111111abcdef8.cloudfront.net', 'localhost:8080']) {
    expect(payments(viewerRequest('/payments/checkout', { host })).headers).toMatchObject({
      'x-keyhold-site': { value: host },
    });
  }
});

test('a viewer can say neither that nor the secret of the edge', () => {
  const forged = { 'x-keyhold-site': 'evil.example', 'x-origin-secret': 'guess' };
  const { headers } = payments(viewerRequest('/payments/checkout', forged));
  expect(headers['x-keyhold-site']).toEqual({ value: 'd111111abcdef8.cloudfront.net' });
  expect(headers).not.toHaveProperty('x-origin-secret');
});

test('everything else passes as it came: path, query, signature', () => {
  const event = viewerRequest('/payments/webhook', { 'stripe-signature': 't=1,v1=ab' });
  event.request.method = 'POST';
  event.request.querystring = { from: { value: 'mail%20' } };
  const { headers: _, ...came } = event.request;
  const { headers, ...passed } = payments(event);
  expect(passed).toEqual(came);
  expect(headers['stripe-signature']).toEqual({ value: 't=1,v1=ab' });
});
