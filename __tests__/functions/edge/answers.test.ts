import { bodyOf, edgeFunction, type FunctionResponse, viewerRequest } from './edge-function';

const answer = edgeFunction<FunctionResponse>('answers');

test.each([
  [
    { 'cloudfront-viewer-country': 'AT', 'cloudfront-is-mobile-viewer': 'true' },
    { country: 'AT', device: 'phone' },
  ],
  [{}, { country: 'ZZ', device: 'desktop' }],
])('/edge/whereami tells where the edge sees the viewer (%j)', (headers, whereabouts) => {
  const response = answer(viewerRequest('/edge/whereami', headers));
  expect(response).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': { value: 'application/json' }, 'cache-control': { value: 'no-store' } },
  });
  expect(bodyOf(response)).toEqual(whereabouts);
});

test('/edge/health is well as long as the edge answers', () => {
  const response = answer(viewerRequest('/edge/health'));
  expect([response.statusCode, bodyOf(response)]).toEqual([200, { status: 'ok' }]);
});

test.each(['/edge/', '/edge/whereami/', '/edge/Health'])('%s is a problem document', (uri) => {
  const response = answer(viewerRequest(uri));
  expect(response.headers).toMatchObject({ 'content-type': { value: 'application/problem+json' } });
  expect(bodyOf(response)).toMatchObject({ type: 'about:blank', title: 'Not Found', status: 404 });
});
