import { AwsError } from '../../../core/errors';
import type { JsonObject } from '../../../core/json';
import { behavior, cachePolicy, distribution, EVERY_METHOD, HOST, TestEdge } from './edge-fixture';

const edge = new TestEdge();
let policy = '';
let draft = '';
beforeAll(async () => {
  policy = await edge.policy();
  const code = 'function handler(event) { return event.request; }';
  const unpublished = { name: 'draft', runtime: 'cloudfront-js-2.0', code, publish: false };
  draft = String((await edge.provision('aws_cloudfront_function', 'draft', unpublished))['arn']);
});
afterAll(() => edge.stop());

const origin = (origin_id: string, more: JsonObject = {}): JsonObject => ({
  origin_id,
  domain_name: HOST,
  ...more,
});
const many = <T>(count: number, one: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => one(at));
const group = (origin_id: string, members = ['origin', 'second'], status_codes = [500]): JsonObject => ({
  origin_id,
  failover_criteria: { status_codes },
  member: members.map((id) => ({ origin_id: id })),
});
const both = [origin('origin'), origin('second')];
const listing = (header_behavior: string, ...items: string[]): JsonObject => ({
  headers_config: { header_behavior, headers: { items } },
});

/** What AWS refuses at deploy, by resource type: what is wrong, the code, the configuration. */
const refusals: [type: string, what: string, code: string, config: () => JsonObject][] = [
  ['cache_policy', 'MinTTL over DefaultTTL', 'InvalidTTLOrder', () => cachePolicy({ ttl: [10, 5, 60] })],
  ['cache_policy', 'DefaultTTL over MaxTTL', 'InvalidTTLOrder', () => cachePolicy({ ttl: [0, 5, 2] })],
  [
    'cache_policy',
    'more than ten headers',
    'InvalidArgument',
    () => cachePolicy({ headers: many(11, (at) => `x-${at}`) }),
  ],
  [
    'cache_policy',
    'Accept-Encoding listed and normalized',
    'InvalidArgument',
    () => cachePolicy({ headers: ['Accept-Encoding'], encodings: true }),
  ],
  [
    'cache_policy',
    'a header that no key can have',
    'InvalidArgument',
    () => cachePolicy({ headers: ['Cookie'] }),
  ],
  [
    'cache_policy',
    'a key where caching is off',
    'InvalidArgument',
    () => cachePolicy({ ttl: [0, 0, 0], headers: ['Authorization'] }),
  ],
  [
    'cache_policy',
    'encodings where caching is off',
    'InvalidArgument',
    () => cachePolicy({ ttl: [0, 0, 0], encodings: true }),
  ],
  [
    'cache_policy',
    'all headers',
    'InvalidArgument',
    () => ({ parameters_in_cache_key_and_forwarded_to_origin: listing('allViewer') }),
  ],
  ['origin_request_policy', 'Authorization', 'InvalidArgument', () => listing('whitelist', 'authorization')],
  ['origin_request_policy', 'an unknown behavior', 'InvalidArgument', () => listing('some')],
  [
    'origin_request_policy',
    'a header added that CloudFront does not make',
    'InvalidArgument',
    () => listing('allViewerAndWhitelistCloudFront', 'X-Own'),
  ],
  [
    'response_headers_policy',
    'a policy over 1,783 characters',
    'TooLongCSPInResponseHeadersPolicy',
    () => ({
      security_headers_config: {
        content_security_policy: { content_security_policy: 'x'.repeat(1_784), override: true },
      },
    }),
  ],
  [
    'response_headers_policy',
    'removing what cannot be',
    'InvalidArgument',
    () => ({ remove_headers_config: { items: [{ header: 'X-Cache' }] } }),
  ],
  [
    'response_headers_policy',
    'both ways to report XSS',
    'InvalidArgument',
    () => ({
      security_headers_config: {
        xss_protection: { protection: true, mode_block: true, report_uri: '/x', override: true },
      },
    }),
  ],
  [
    'response_headers_policy',
    'Server-Timing, not run locally',
    'NotImplemented',
    () => ({ server_timing_headers_config: { enabled: true, sampling_rate: 50 } }),
  ],
  [
    'origin_access_control',
    'an unknown way to sign',
    'InvalidArgument',
    () => ({ origin_access_control_origin_type: 's3', signing_behavior: 'often', signing_protocol: 'sigv4' }),
  ],
  [
    'function',
    'more than 10 KB',
    'FunctionSizeLimitExceeded',
    () => ({ name: 'f', runtime: 'cloudfront-js-2.0', code: `function handler() {}//${'x'.repeat(10_240)}` }),
  ],
  [
    'function',
    'code that cannot be read',
    'InvalidArgument',
    () => ({ name: 'f', runtime: 'cloudfront-js-2.0', code: 'function handler( {' }),
  ],
  [
    'function',
    'another runtime',
    'InvalidArgument',
    () => ({ name: 'f', runtime: 'cloudfront-js-1.0', code: 'function handler() {}' }),
  ],
  [
    'function',
    'an import, not run locally',
    'InvalidArgument',
    () => ({ name: 'f', runtime: 'cloudfront-js-2.0', code: "import cf from 'cloudfront';" }),
  ],
  [
    'distribution',
    'more than 25 behaviors',
    'TooManyCacheBehaviors',
    () =>
      distribution(behavior(policy), {
        ordered_cache_behavior: many(25, (at) => behavior(policy, { path_pattern: `/${at}` })),
      }),
  ],
  [
    'distribution',
    'more than 25 origins',
    'TooManyOrigins',
    () =>
      distribution(behavior(policy), { origin: many(26, (at) => origin(at === 0 ? 'origin' : `o${at}`)) }),
  ],
  [
    'distribution',
    'more than 10 origin groups',
    'TooManyOriginGroupsPerDistribution',
    () => distribution(behavior(policy), { origin: both, origin_group: many(11, (at) => group(`g${at}`)) }),
  ],
  [
    'distribution',
    'an origin request policy without a cache policy',
    'InvalidArgument',
    () => distribution(behavior('', { origin_request_policy_id: '216adef6-5c7f-47e4-b989-5492eafa07d3' })),
  ],
  ['distribution', 'an unknown cache policy', 'NoSuchCachePolicy', () => distribution(behavior('x'))],
  [
    'distribution',
    'an unknown origin request policy',
    'NoSuchOriginRequestPolicy',
    () => distribution(behavior(policy, { origin_request_policy_id: 'x' })),
  ],
  [
    'distribution',
    'an unknown response headers policy',
    'NoSuchResponseHeadersPolicy',
    () => distribution(behavior(policy, { response_headers_policy_id: 'x' })),
  ],
  [
    'distribution',
    'an unknown origin',
    'NoSuchOrigin',
    () => distribution(behavior(policy, { target_origin_id: 'x' })),
  ],
  [
    'distribution',
    'two origins of one id',
    'InvalidArgument',
    () => distribution(behavior(policy), { origin: [origin('origin'), origin('origin')] }),
  ],
  [
    'distribution',
    'an unknown access control',
    'NoSuchOriginAccessControl',
    () => distribution(behavior(policy), { origin: [origin('origin', { origin_access_control_id: 'x' })] }),
  ],
  [
    'distribution',
    'an origin access identity, not run locally',
    'NotImplemented',
    () =>
      distribution(behavior(policy), {
        origin: [origin('origin', { s3_origin_config: { origin_access_identity: 'x' } })],
      }),
  ],
  [
    'distribution',
    'a custom header that CloudFront does not add',
    'InvalidArgument',
    () =>
      distribution(behavior(policy), {
        origin: [origin('origin', { custom_header: [{ name: 'X-Edge-X', value: '1' }] })],
      }),
  ],
  [
    'distribution',
    'an origin path without a slash',
    'InvalidArgument',
    () => distribution(behavior(policy), { origin: [origin('origin', { origin_path: 'v1' })] }),
  ],
  [
    'distribution',
    'an origin group of one',
    'InvalidArgument',
    () => distribution(behavior(policy), { origin: both, origin_group: [group('g', ['origin'])] }),
  ],
  [
    'distribution',
    'a group with an unknown member',
    'NoSuchOrigin',
    () => distribution(behavior(policy), { origin: both, origin_group: [group('g', ['origin', 'x'])] }),
  ],
  [
    'distribution',
    'failover on a status that is no failure',
    'InvalidArgument',
    () => distribution(behavior(policy), { origin: both, origin_group: [group('g', undefined, [200])] }),
  ],
  [
    'distribution',
    'POST to an origin group',
    'InvalidArgument',
    () =>
      distribution(behavior(policy, { target_origin_id: 'g', allowed_methods: EVERY_METHOD }), {
        origin: both,
        origin_group: [group('g')],
      }),
  ],
  [
    'distribution',
    'a set of methods that is none of the three',
    'InvalidArgument',
    () => distribution(behavior(policy, { allowed_methods: ['GET', 'HEAD', 'POST'] })),
  ],
  [
    'distribution',
    'cached methods that cannot be',
    'InvalidArgument',
    () => distribution(behavior(policy, { cached_methods: EVERY_METHOD })),
  ],
  [
    'distribution',
    'two behaviors of one pattern',
    'InvalidArgument',
    () =>
      distribution(behavior(policy), {
        ordered_cache_behavior: [
          behavior(policy, { path_pattern: '/x' }),
          behavior(policy, { path_pattern: '/x' }),
        ],
      }),
  ],
  [
    'distribution',
    'a function for an event of the origin',
    'InvalidFunctionAssociation',
    () =>
      distribution(
        behavior(policy, { function_association: [{ event_type: 'origin-request', function_arn: draft }] }),
      ),
  ],
  [
    'distribution',
    'an unknown function',
    'InvalidFunctionAssociation',
    () =>
      distribution(
        behavior(policy, { function_association: [{ event_type: 'viewer-request', function_arn: 'x' }] }),
      ),
  ],
  [
    'distribution',
    'a function that is not published',
    'InvalidFunctionAssociation',
    () =>
      distribution(
        behavior(policy, { function_association: [{ event_type: 'viewer-request', function_arn: draft }] }),
      ),
  ],
  [
    'distribution',
    'legacy cache settings, not run locally',
    'NotImplemented',
    () => distribution(behavior(policy, { forwarded_values: { query_string: true } })),
  ],
  [
    'distribution',
    'Lambda@Edge, not run locally',
    'NotImplemented',
    () => distribution(behavior(policy, { lambda_function_association: [{ event_type: 'viewer-request' }] })),
  ],
  [
    'distribution',
    'signed URLs, not run locally',
    'NotImplemented',
    () => distribution(behavior(policy, { trusted_key_groups: ['x'] })),
  ],
  [
    'distribution',
    'a root object with a slash',
    'InvalidDefaultRootObject',
    () => distribution(behavior(policy), { default_root_object: '/index.html' }),
  ],
  [
    'distribution',
    'aliases without a certificate',
    'InvalidViewerCertificate',
    () => distribution(behavior(policy), { aliases: ['www.example'] }),
  ],
  [
    'distribution',
    'an unknown web ACL',
    'InvalidWebACLId',
    () => distribution(behavior(policy), { web_acl_id: 'x' }),
  ],
  [
    'distribution',
    'an error page for a status without one',
    'InvalidErrorCode',
    () => distribution(behavior(policy), { custom_error_response: [{ error_code: 418 }] }),
  ],
  [
    'distribution',
    'an error page without a status',
    'InvalidErrorCode',
    () =>
      distribution(behavior(policy), {
        custom_error_response: [{ error_code: 404, response_page_path: '/x' }],
      }),
  ],
  [
    'distribution',
    'a whitelist of no countries',
    'InvalidGeoRestrictionParameter',
    () =>
      distribution(behavior(policy), {
        restrictions: { geo_restriction: { restriction_type: 'whitelist', locations: [] } },
      }),
  ],
  [
    'web_acl',
    'a rate under 10',
    'WAFInvalidParameterException',
    () => acl({ rate_based_statement: { limit: 9 } }),
  ],
  [
    'web_acl',
    'a window that is none',
    'WAFInvalidParameterException',
    () => acl({ rate_based_statement: { limit: 10, evaluation_window_sec: 30 } }),
  ],
];

function acl(statement: JsonObject): JsonObject {
  const rule = [{ name: 'rule', priority: 1, action: { block: {} }, statement }];
  return { name: 'acl', scope: 'CLOUDFRONT', default_action: { allow: {} }, rule };
}

test.each(refusals)('%s: %s is refused when it is made, by name', async (kind, _, code, config) => {
  const type = kind === 'web_acl' ? 'aws_wafv2_web_acl' : `aws_cloudfront_${kind}`;
  const refused = await edge.provision(type, 'wrong', config()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AwsError);
  expect(refused).toMatchObject({
    code,
    message: expect.stringMatching(new RegExp(`^${type}\\.wrong: .{15,}\\.$`)),
  });
});

test('a regional web ACL is not for a distribution', async () => {
  const { arn } = await edge.provision('aws_wafv2_web_acl', 'api', {
    ...acl({}),
    scope: 'REGIONAL',
    rule: [],
  });
  const config = distribution(behavior(policy), { web_acl_id: String(arn) });
  await expect(edge.provision('aws_cloudfront_distribution', 'wrong', config)).rejects.toThrow(
    'scope CLOUDFRONT',
  );
});

test('what is in order is made: the most of everything', async () => {
  const config = distribution(behavior(policy), {
    origin: many(25, (at) => origin(at === 0 ? 'origin' : `o${at}`)),
    origin_group: many(10, (at) => group(`g${at}`, ['origin', 'o1'])),
    ordered_cache_behavior: many(24, (at) => behavior(policy, { path_pattern: `/${at}` })),
  });
  const { id, arn, domain_name } = await edge.provision('aws_cloudfront_distribution', 'right', config);
  expect(arn).toBe(`arn:aws:cloudfront::123456789012:distribution/${id}`);
  expect(domain_name).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
});

test('a resource has the same ids in every run', async () => {
  const other = new TestEdge();
  expect(await other.policy()).toBe(policy);
  await other.stop();
});
