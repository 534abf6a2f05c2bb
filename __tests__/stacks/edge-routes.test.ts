import { behaviors, referred } from './edge-stack';
import { readStack, resources } from './synthesized';

const prod = readStack('keyhold-prod');

describe('the router', () => {
  test('tries the narrower patterns first', () => {
    expect([...behaviors(prod).keys()]).toEqual([
      '/assets/*',
      '/api/reservations/*',
      '/api/*',
      '/payments/*',
      '/graphql',
      '/edge/*',
      'default',
    ]);
  });

  test.each([
    ['/assets/*', 'page', 'GET HEAD', undefined],
    ['/api/reservations/*', 'catalog', 'GET HEAD OPTIONS', undefined],
    ['/api/*', 'catalog', 'GET HEAD OPTIONS', undefined],
    ['/payments/*', 'payments', 'GET HEAD OPTIONS PUT POST PATCH DELETE', 'keyhold-prod-payments'],
    ['/graphql', 'graphql', 'GET HEAD OPTIONS PUT POST PATCH DELETE', 'keyhold-prod-graphql'],
    ['/edge/*', 'web', 'GET HEAD OPTIONS', 'keyhold-prod-answers'],
    ['default', 'page', 'GET HEAD', 'keyhold-prod-page'],
  ])('%s goes to %s, by %s', (path, target, methods, viewerRequest) => {
    const behavior = behaviors(prod).get(path);
    expect(behavior).toMatchObject({
      target_origin_id: target,
      allowed_methods: methods.split(' '),
      cached_methods: ['GET', 'HEAD'],
      viewer_protocol_policy: 'redirect-to-https',
      compress: true,
    });
    const functions = behavior?.function_association ?? [];
    expect(functions.map(({ event_type }) => event_type)).toEqual(viewerRequest ? ['viewer-request'] : []);
    expect(referred(prod, functions[0]?.function_arn)?.['name']).toBe(viewerRequest);
  });

  test('functions are published for cloudfront-js-2.0', () => {
    for (const [, config] of resources(prod, 'aws_cloudfront_function')) {
      expect(config).toMatchObject({ runtime: 'cloudfront-js-2.0', publish: true });
    }
  });
});

describe('the cache', () => {
  const OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
  const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

  test.each([
    ['/assets/*', OPTIMIZED],
    ['/payments/*', DISABLED],
    ['/graphql', DISABLED],
    ['/edge/*', DISABLED],
  ])("%s is kept as AWS's own policy says", (path, policy) => {
    expect(behaviors(prod).get(path)?.['cache_policy_id']).toBe(policy);
  });

  const none = { header_behavior: 'none' };
  const headers = (...items: string[]) => ({ header_behavior: 'whitelist', headers: { items } });
  const noQuery = { query_string_behavior: 'none' };
  const query = (...items: string[]) => ({ query_string_behavior: 'whitelist', query_strings: { items } });
  test.each([
    ['default', [0, 60, 31_536_000], headers('x-keyhold-country', 'x-keyhold-device'), noQuery],
    ['/api/*', [0, 0, 60], none, query('complexId', 'status', 'limit', 'cursor')],
    ['/api/reservations/*', [2, 2, 5], headers('Authorization'), noQuery],
  ])(
    '%s is known by what it depends on, and no more',
    (path, [min_ttl, default_ttl, max_ttl], keyHeaders, keyQuery) => {
      expect(referred(prod, behaviors(prod).get(path)?.['cache_policy_id'])).toMatchObject({
        min_ttl,
        default_ttl,
        max_ttl,
        parameters_in_cache_key_and_forwarded_to_origin: {
          headers_config: keyHeaders,
          query_strings_config: keyQuery,
          cookies_config: { cookie_behavior: 'none' },
          enable_accept_encoding_gzip: true,
          enable_accept_encoding_brotli: true,
        },
      });
    },
  );

  test.each([
    ['default', ['CloudFront-Viewer-Country', 'CloudFront-Is-Mobile-Viewer', 'CloudFront-Is-Tablet-Viewer']],
    ['/edge/*', ['CloudFront-Viewer-Country', 'CloudFront-Is-Mobile-Viewer', 'CloudFront-Is-Tablet-Viewer']],
    ['/graphql', ['Accept', 'Content-Type', 'x-keyhold-address']],
  ])('%s is told what is not in the key: %j', (path, items) => {
    expect(referred(prod, behaviors(prod).get(path)?.['origin_request_policy_id'])).toMatchObject({
      headers_config: { header_behavior: 'whitelist', headers: { items } },
      cookies_config: { cookie_behavior: 'none' },
      query_strings_config: { query_string_behavior: 'none' },
    });
  });

  test('payments get the bytes of a webhook with its signature, what is asked for, and the name of the site', () => {
    expect(referred(prod, behaviors(prod).get('/payments/*')?.['origin_request_policy_id'])).toMatchObject({
      headers_config: headers('Accept', 'Content-Type', 'Stripe-Signature', 'x-keyhold-site'),
      cookies_config: { cookie_behavior: 'none' },
      query_strings_config: { query_string_behavior: 'all' },
    });
  });

  test("no viewer's Authorization or key goes to the API", () => {
    const forwarded = resources(prod, 'aws_cloudfront_origin_request_policy');
    expect(JSON.stringify(forwarded)).not.toMatch(/authorization|x-api-key|x-origin-secret/i);
  });
});
