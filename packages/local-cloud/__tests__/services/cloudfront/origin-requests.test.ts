import type { JsonObject } from '../../../core/json';
import {
  answer,
  behavior,
  type cachePolicy,
  distribution,
  EVERY_METHOD,
  HOST,
  TestEdge,
  type TestRequest,
} from './edge-fixture';

const CUSTOM_ORIGIN = 'RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior';

/** An origin request policy as cdktf writes it. */
function policy(header_behavior: string, names: string[] = [], more: JsonObject = {}): JsonObject {
  return {
    headers_config: { header_behavior, ...(names.length > 0 && { headers: { items: names } }) },
    cookies_config: { cookie_behavior: 'none' },
    query_strings_config: { query_string_behavior: 'none' },
    ...more,
  };
}

interface Case {
  readonly rule: string;
  readonly source: string;
  readonly key?: Parameters<typeof cachePolicy>[0];
  readonly policy?: JsonObject;
  readonly origin?: JsonObject;
  readonly visit: TestRequest;
  /** Headers of the origin's request; undefined for one that must not be there. */
  readonly headers?: Record<string, string | undefined | RegExp>;
  readonly target?: string;
}

const CHROME_ON_ANDROID =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36';

const cases: readonly Case[] = [
  {
    rule: "its own: the origin's name as Host, Amazon CloudFront as agent, Via, X-Forwarded-For, X-Amz-Cf-Id",
    source: CUSTOM_ORIGIN,
    visit: { headers: { 'user-agent': 'curl/8', 'x-forwarded-for': '192.0.2.4' } },
    headers: {
      host: HOST,
      'user-agent': 'Amazon CloudFront',
      via: /^1\.1 [0-9a-f]{32}\.cloudfront\.net \(CloudFront\)$/,
      'x-forwarded-for': '192.0.2.4, 127.0.0.1',
      'x-amz-cf-id': /^[\w-]+==$/,
    },
  },
  {
    rule: 'nothing of the viewer that no policy lists',
    source: 'controlling-origin-requests.html',
    visit: {
      path: '/?a=1',
      headers: {
        accept: 'text/html',
        authorization: 'a',
        cookie: 'a=1',
        'x-own': '1',
        'content-type': 'a/b',
      },
    },
    headers: {
      accept: undefined,
      authorization: undefined,
      cookie: undefined,
      'x-own': undefined,
      'content-type': undefined,
    },
    target: '/?',
  },
  {
    rule: 'what is in the key',
    source: 'controlling-the-cache-key.html',
    key: { headers: ['Authorization'], cookies: ['b', 'a'], query: ['page'] },
    visit: { path: '/x?q=1&page=2', headers: { authorization: 'a', cookie: 'c=3; b=2; a=1' } },
    headers: { authorization: 'a', cookie: 'a=1; b=2' },
    target: '/x?page=2',
  },
  {
    rule: 'what the origin request policy adds to the key',
    source: 'controlling-origin-requests.html',
    key: { query: ['page'] },
    policy: policy('whitelist', ['X-Own'], { query_strings_config: { query_string_behavior: 'all' } }),
    visit: { path: '/x?q=1&page=2', headers: { 'x-own': '1', 'x-other': '1' } },
    headers: { 'x-own': '1', 'x-other': undefined },
    target: '/x?q=1&page=2',
  },
  {
    rule: 'AllViewer: everything, Host and Authorization among it',
    source: 'using-managed-origin-request-policies.html',
    policy: policy('allViewer', [], { cookies_config: { cookie_behavior: 'all' } }),
    visit: {
      headers: { host: 'www.example', authorization: 'a', cookie: 'b=2; a=1', 'user-agent': 'curl/8' },
    },
    headers: { host: 'www.example', authorization: 'a', cookie: 'a=1; b=2', 'user-agent': 'curl/8' },
  },
  {
    rule: 'allExcept: everything but',
    source: 'using-managed-origin-request-policies.html',
    policy: policy('allExcept', ['Host', 'X-Own']),
    visit: { headers: { authorization: 'a', 'x-own': '1', 'x-other': '1' } },
    headers: { host: HOST, authorization: 'a', 'x-own': undefined, 'x-other': '1' },
  },
  {
    rule: 'never Expect, Proxy-*, TE, Trailer, X-Forwarded-Proto, X-Real-IP, X-Edge-*, Upgrade',
    source: CUSTOM_ORIGIN,
    policy: policy('allExcept', ['Host']),
    visit: {
      headers: {
        'proxy-authorization': 'x',
        te: 'trailers',
        'x-forwarded-proto': 'http',
        'x-real-ip': '192.0.2.1',
        'x-edge-x': '1',
        'x-amz-cf-x': '1',
        upgrade: 'h2c',
        'x-stays': '1',
      },
    },
    headers: {
      'proxy-authorization': undefined,
      te: undefined,
      'x-forwarded-proto': undefined,
      'x-real-ip': undefined,
      'x-edge-x': undefined,
      'x-amz-cf-x': undefined,
      upgrade: undefined,
      'x-stays': '1',
    },
  },
  {
    rule: 'the encodings that are cached, normalized',
    source: 'cache-key-understand-cache-policy.html#cache-policy-compressed-objects',
    key: { encodings: true },
    visit: { headers: { 'accept-encoding': 'deflate, gzip;q=0.9, br' } },
    headers: { 'accept-encoding': 'br,gzip' },
  },
  {
    rule: 'identity, where the viewer takes none of them',
    source: 'cache-key-understand-cache-policy.html#cache-policy-compressed-objects',
    key: { encodings: true },
    visit: { headers: { 'accept-encoding': 'deflate, br;q=0' } },
    headers: { 'accept-encoding': 'identity' },
  },
  {
    rule: 'CloudFront-* headers that a policy asks for; those of the viewer are not believed',
    source: 'adding-cloudfront-headers.html',
    key: { headers: ['CloudFront-Viewer-Country', 'CloudFront-Is-Mobile-Viewer'] },
    policy: policy('allViewerAndWhitelistCloudFront', [
      'CloudFront-Forwarded-Proto',
      'CloudFront-Is-Android-Viewer',
    ]),
    visit: {
      headers: {
        'cloudfront-viewer-country': 'it',
        'cloudfront-is-mobile-viewer': 'false',
        'user-agent': CHROME_ON_ANDROID,
        'cloudfront-viewer-city': 'Rome',
      },
    },
    headers: {
      'cloudfront-viewer-country': 'IT',
      'cloudfront-is-mobile-viewer': 'true',
      'cloudfront-is-android-viewer': 'true',
      'cloudfront-forwarded-proto': 'https',
      'cloudfront-viewer-city': undefined,
      'cloudfront-is-desktop-viewer': undefined,
    },
  },
  {
    rule: "the origin's path before, and its custom headers over the viewer's",
    source: 'add-origin-custom-headers.html',
    policy: policy('allExcept', ['host']),
    origin: { origin_path: '/v1', custom_header: [{ name: 'X-Api-Key', value: 'secret' }] },
    visit: { path: '/x', headers: { 'x-api-key': 'mine' } },
    headers: { 'x-api-key': 'secret' },
    target: '/v1/x?',
  },
  {
    rule: 'no conditions and ranges of the viewer where the answer is kept',
    source: `${CUSTOM_ORIGIN}`,
    policy: policy('allExcept', ['host']),
    visit: { headers: { 'if-none-match': '"x"', range: 'bytes=0-1' } },
    headers: { 'if-none-match': undefined, range: undefined },
  },
  {
    rule: 'conditions and ranges of the viewer where nothing is kept',
    source: `${CUSTOM_ORIGIN}`,
    key: { ttl: [0, 0, 0] },
    visit: { headers: { 'if-none-match': '"x"', range: 'bytes=0-1' } },
    headers: { 'if-none-match': '"x"', range: 'bytes=0-1' },
  },
];

describe.each(cases)(
  'an origin gets $rule ($source)',
  ({ key, policy: config, origin = {}, visit, headers = {}, target }) => {
    const edge = new TestEdge();
    afterAll(() => edge.stop());

    test('and so it does', async () => {
      const originPolicy =
        config && (await edge.provision('aws_cloudfront_origin_request_policy', 'orp', config));
      const one = behavior(
        await edge.policy(key),
        originPolicy && { origin_request_policy_id: String(originPolicy['id']) },
      );
      const origins = [{ origin_id: 'origin', domain_name: HOST, ...origin }];
      await edge.distribution(
        distribution(one, {
          origin: origins,
          aliases: ['www.example'],
          viewer_certificate: { acm_certificate_arn: 'arn' },
        }),
      );
      edge.cloud.origin(HOST, () => answer(200, ''));
      await edge.visit(visit);
      const [call] = edge.cloud.calls;
      for (const [name, expected] of Object.entries(headers)) {
        const value = call?.request.headers[name];
        if (expected instanceof RegExp) expect(value).toMatch(expected);
        else expect([name, value]).toEqual([name, expected]);
      }
      if (target) expect(`${call?.request.path}?${call?.request.query}`).toBe(target);
    });
  },
);

describe('origin access control', () => {
  const ARN = /^arn:aws:cloudfront::123456789012:distribution\/E[A-Z0-9]{13}$/;
  const signed = {
    kind: 'service',
    service: 'cloudfront.amazonaws.com',
    sourceArn: expect.stringMatching(ARN),
  };
  const HASH_OF_X = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';

  test.each([
    [
      'always: signs, in place of what the viewer sent',
      'always',
      { authorization: 'mine' },
      signed,
      undefined,
    ],
    ['no-override: signs where the viewer sent nothing', 'no-override', {}, signed, undefined],
    [
      "no-override: passes the viewer's on",
      'no-override',
      { authorization: 'mine' },
      { kind: 'public' },
      'mine',
    ],
    ['never: does not sign', 'never', {}, { kind: 'public' }, undefined],
  ])('%s', async (_, signing, headers, principal, authorization) => {
    const edge = await withAccessControl('s3', signing);
    await edge.visit({ headers });
    expect(edge.cloud.calls[0]?.principal).toEqual(principal);
    expect(edge.cloud.calls[0]?.request.headers['authorization']).toBe(authorization);
    await edge.stop();
  });

  test.each([
    ['without the hash of its body is refused by the function URL', {}, 403, 0],
    ['with the hash of its body is passed on', { 'x-amz-content-sha256': HASH_OF_X }, 200, 1],
    [
      'with the hash of another body is refused',
      { 'x-amz-content-sha256': HASH_OF_X.replace('2d', '2e') },
      403,
      0,
    ],
  ])('a POST to a function URL %s', async (_, headers, status, calls) => {
    const edge = await withAccessControl('lambda', 'always');
    expect((await edge.visit({ method: 'POST', body: 'x', headers })).status).toBe(status);
    expect(edge.cloud.calls).toHaveLength(calls);
    await edge.stop();
  });

  async function withAccessControl(type: string, signing: string): Promise<TestEdge> {
    const edge = new TestEdge();
    const { id } = await edge.provision('aws_cloudfront_origin_access_control', 'oac', {
      name: 'oac',
      origin_access_control_origin_type: type,
      signing_behavior: signing,
      signing_protocol: 'sigv4',
    });
    const one = behavior(await edge.policy({ headers: ['authorization'] }), {
      allowed_methods: EVERY_METHOD,
    });
    const origin = [{ origin_id: 'origin', domain_name: HOST, origin_access_control_id: String(id) }];
    await edge.distribution(distribution(one, { origin }));
    edge.cloud.origin(HOST, () => answer(200, ''));
    return edge;
  }
});
