import type { JsonObject } from '../../../core/json';
import { withPolicy } from '../../../services/cloudfront/edge/steps/response-headers-policy';
import { resolveResponseHeadersPolicy } from '../../../services/cloudfront/model/response-headers-policy';
import { fieldsOf, headersOf } from '../../../services/cloudfront/request/fields';
import { answer, behavior, distribution, HOST, resource, TestEdge } from './edge-fixture';

const custom = (header: string, value: string, override: boolean): JsonObject => ({
  custom_headers_config: { items: [{ header, value, override }] },
});
const cors = (origins: string[], more: JsonObject = {}): JsonObject => ({
  cors_config: {
    access_control_allow_origins: { items: origins },
    access_control_allow_methods: { items: ['GET', 'PUT'] },
    access_control_allow_headers: { items: ['X-Own'] },
    access_control_expose_headers: { items: ['ETag'] },
    access_control_max_age_sec: 600,
    access_control_allow_credentials: false,
    origin_override: true,
    ...more,
  },
});
const from = (origin: string) => ({ origin });
const preflight = { origin: 'https://a.example', 'access-control-request-method': 'PUT' };

type Headers = Record<string, string>;

test.each<
  [rule: string, policy: JsonObject, request: Headers, given: Headers, expected: Headers, method?: string]
>([
  [
    'a removal',
    { remove_headers_config: { items: [{ header: 'X-Powered-By' }] } },
    {},
    { 'x-powered-by': 'x', a: '1' },
    { a: '1' },
  ],
  [
    'a removal before an addition',
    { remove_headers_config: { items: [{ header: 'a' }] }, ...custom('A', '2', false) },
    {},
    { a: '1' },
    { a: '2' },
  ],
  [
    "removing Server puts CloudFront's own",
    { remove_headers_config: { items: [{ header: 'Server' }] } },
    {},
    { server: 'x' },
    { server: 'CloudFront' },
  ],
  ['an addition', custom('A', '2', false), {}, {}, { a: '2' }],
  ['an addition with override replaces', custom('A', '2', true), {}, { a: '1' }, { a: '2' }],
  ["an addition without leaves the origin's", custom('A', '2', false), {}, { a: '1' }, { a: '1' }],
  [
    'security headers',
    {
      security_headers_config: {
        strict_transport_security: {
          access_control_max_age_sec: 63072000,
          include_subdomains: true,
          preload: true,
          override: true,
        },
        content_security_policy: { content_security_policy: "default-src 'self'", override: true },
        content_type_options: { override: true },
        frame_options: { frame_option: 'DENY', override: true },
        referrer_policy: { referrer_policy: 'same-origin', override: false },
        xss_protection: { protection: true, mode_block: true, override: true },
      },
    },
    {},
    { 'referrer-policy': 'no-referrer', 'x-frame-options': 'SAMEORIGIN' },
    {
      'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
      'content-security-policy': "default-src 'self'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-xss-protection': '1; mode=block',
    },
  ],
  ['CORS for no Origin: nothing', cors(['*']), {}, {}, {}],
  [
    'CORS for any',
    cors(['*']),
    from('https://a.example'),
    {},
    { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' },
  ],
  [
    'CORS for one: that one, and the answer varies',
    cors(['https://a.example']),
    from('https://a.example'),
    {},
    {
      'access-control-allow-origin': 'https://a.example',
      'access-control-expose-headers': 'ETag',
      vary: 'Origin',
    },
  ],
  [
    'CORS for another: nothing, and the answer varies',
    cors(['https://a.example']),
    from('https://b.example'),
    { vary: 'Accept' },
    { vary: 'Accept, Origin' },
  ],
  [
    'CORS for subdomains',
    cors(['https://*.example']),
    from('https://b.example'),
    {},
    {
      'access-control-allow-origin': 'https://b.example',
      'access-control-expose-headers': 'ETag',
      vary: 'Origin',
    },
  ],
  [
    'CORS with credentials names the origin',
    cors(['*'], { access_control_allow_credentials: true }),
    from('https://a.example'),
    {},
    {
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'ETag',
      vary: 'Origin',
    },
  ],
  [
    "CORS without override leaves the origin's",
    cors(['*'], { origin_override: false }),
    from('https://a.example'),
    { 'access-control-allow-origin': 'x' },
    { 'access-control-allow-origin': 'x', 'access-control-expose-headers': 'ETag' },
  ],
  [
    'CORS for a preflight',
    cors(['*']),
    preflight,
    {},
    {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'X-Own',
      'access-control-max-age': '600',
    },
    'OPTIONS',
  ],
])('%s', (_, config, request, given, expected, method = 'GET') => {
  const policy = resolveResponseHeadersPolicy(
    resource('aws_cloudfront_response_headers_policy', 'policy', config),
  );
  const viewerRequest = {
    method,
    uri: '/',
    query: [],
    cookies: [],
    body: Buffer.alloc(0),
    fields: fieldsOf(request),
    viewer: { ip: '127.0.0.1', port: 1, httpVersion: '1.1', country: undefined },
  };
  expect(headersOf(withPolicy(policy, viewerRequest, fieldsOf(given)))).toEqual(expected);
});

test('is on every response of its behavior: hits, errors of the edge, and what a function answers', async () => {
  const edge = new TestEdge();
  edge.cloud.origin(HOST, () => answer(200, '', { 'cache-control': 'max-age=60' }));
  const { id } = await edge.provision(
    'aws_cloudfront_response_headers_policy',
    'policy',
    custom('X-Policy', 'yes', true),
  );
  const { arn } = await edge.provision('aws_cloudfront_function', 'f', {
    name: 'f',
    runtime: 'cloudfront-js-2.0',
    code: 'function handler({ request }) { return request.uri === "/made" ? { statusCode: 204 } : request; }',
  });
  const one = behavior(await edge.policy(), {
    response_headers_policy_id: String(id),
    function_association: [{ event_type: 'viewer-request', function_arn: String(arn) }],
  });
  await edge.distribution(distribution(one));
  for (const visit of [{}, {}, { path: '/made' }, { method: 'DELETE' }]) {
    expect((await edge.visit(visit)).headers['x-policy']).toBe('yes');
  }
  expect(edge.service.objects().some(({ response }) => response.fields.has('x-policy'))).toBe(false);
  await edge.stop();
});
