import { managedPolicy } from '../../../services/cloudfront/managed-policies';
import { answer, behavior, distribution, HOST, TestEdge } from './edge-fixture';

test.each([
  ['aws_cloudfront_cache_policy', 'Managed-CachingDisabled', '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'],
  ['aws_cloudfront_cache_policy', 'CachingOptimized', '658327ea-f89d-4fab-a63d-7e88639e58f6'],
  ['aws_cloudfront_origin_request_policy', 'Managed-AllViewer', '216adef6-5c7f-47e4-b989-5492eafa07d3'],
  [
    'aws_cloudfront_origin_request_policy',
    'AllViewerExceptHostHeader',
    'b689b0a8-53d0-40ab-baf2-68738e2966ac',
  ],
  ['aws_cloudfront_cache_policy', 'Managed-Unknown', undefined],
  ['aws_cloudfront_cache_policy', 'Managed-AllViewer', undefined],
])('%s %s has the id that AWS gave it', (type, name, id) => {
  expect(managedPolicy(type, name)?.['id']).toBe(id);
});

test('a distribution may refer to one by its id', async () => {
  const edge = new TestEdge();
  const cache = managedPolicy('aws_cloudfront_cache_policy', 'CachingDisabled');
  const origin = managedPolicy('aws_cloudfront_origin_request_policy', 'AllViewerExceptHostHeader');
  const one = behavior(String(cache?.['id']), { origin_request_policy_id: String(origin?.['id']) });
  await edge.distribution(distribution(one));
  edge.cloud.origin(HOST, ({ headers, query }) => answer(200, `${headers['authorization']} ${query}`));
  const visit = { path: '/?a=1', headers: { authorization: 'mine' } };
  await edge.visit(visit);
  const { text, headers } = await edge.visit(visit);
  expect([text, headers['x-cache']]).toEqual(['mine a=1', 'Miss from cloudfront']);
  await edge.stop();
});
