import type { HttpResponse } from '../../../core/http/message';
import type { JsonObject } from '../../../core/json';
import { answer, type cachePolicy, EVERY_METHOD, HOST, TestEdge, type TestRequest } from './edge-fixture';

type Policy = Parameters<typeof cachePolicy>[0];

/** What the origin says to its nth call, which may carry an `If-None-Match`. */
type Script = (call: number, ifNoneMatch: string | undefined) => HttpResponse;

/**
 * One rule of CloudFront's. The story has the first word of every visit's `X-Cache`, with seconds to wait in
 * between; the visits are of `/` unless given.
 */
type Rule = readonly [
  rule: string,
  origin: Script,
  story: string,
  originCalls: number,
  visits?: readonly TestRequest[],
];

interface Case {
  readonly rule: Rule;
  /** The page of AWS's developer guide that says so. */
  readonly source: string;
  readonly policy: Policy;
  readonly behavior: JsonObject;
}

function rules(page: string, policy: Policy, rows: readonly Rule[], behavior: JsonObject = {}): Case[] {
  const source = `https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/${page}`;
  return rows.map((rule) => ({ rule, source, policy, behavior }));
}

/** Minimum, default and maximum TTL. */
const MIN_0: Policy = { ttl: [0, 20, 100] };
const MIN_10: Policy = { ttl: [10, 20, 100] };
const LONG_AGO = { expires: 'Thu, 01 Jan 1970 00:00:00 GMT' };
const FAR_AWAY = { expires: 'Fri, 01 Jan 2100 00:00:00 GMT' };

const says = (control: string, more: Record<string, string> = {}): Script => {
  return () => answer(200, 'x', { 'cache-control': control, ...more });
};
const fails = (status: number, more: Record<string, string> = {}): Script => {
  return () => answer(status, '', more);
};
const tagged = (control: string): Script => {
  return (_, known) => answer(known === '"v1"' ? 304 : 200, '', { etag: '"v1"', 'cache-control': control });
};
const first = (one: Script, then: Script): Script => {
  return (call, known) => (call === 1 ? one : then)(call, known);
};

const paths = (...values: string[]): TestRequest[] => values.map((path) => ({ path }));
const headers = (name: string, ...values: (string | undefined)[]): TestRequest[] =>
  values.map((value) => (value === undefined ? {} : { headers: { [name]: value } }));
const methods = (...values: string[]): TestRequest[] =>
  values.map((method) => ({ method, body: method === 'POST' ? 'x' : '' }));

const EXPIRATION = 'Expiration.html#ExpirationDownloadDist';
const STALE = 'Expiration.html#stale-content';
const ERRORS = 'HTTPStatusCodes.html#HTTPStatusCodes-cached-errors';
const KEY = 'understanding-the-cache-key.html';
const CUSTOM_ORIGIN = 'RequestAndResponseBehaviorCustomOrigin.html';
const ENCODINGS = 'cache-key-understand-cache-policy.html#cache-policy-compressed-objects';

const cases: readonly Case[] = [
  ...rules(EXPIRATION, MIN_0, [
    ['max-age', says('max-age=50'), 'Miss 49 Hit 1 Miss', 2],
    ['max-age is capped at MaxTTL', says('max-age=500'), 'Miss 99 Hit 1 Miss', 2],
    ['s-maxage beats max-age', says('max-age=5, s-maxage=50'), 'Miss 49 Hit 1 Miss', 2],
    ['s-maxage is capped at MaxTTL', says('s-maxage=500'), 'Miss 99 Hit 1 Miss', 2],
    ['max-age=0 is kept and asked about at once', tagged('max-age=0'), 'Miss 0 RefreshHit', 2],
    ['neither directive nor Expires: DefaultTTL', says('public'), 'Miss 19 Hit 1 Miss', 2],
    ['an Expires that has passed', says('public', LONG_AGO), 'Miss 0 Miss', 2],
    ['an Expires far away is capped at MaxTTL', says('public', FAR_AWAY), 'Miss 99 Hit 1 Miss', 2],
    ['max-age beats Expires', says('max-age=50', LONG_AGO), 'Miss 49 Hit', 1],
    ['no-cache is not kept', says('no-cache, max-age=50'), 'Miss 0 Miss', 2],
    ['no-store is not kept', says('no-store'), 'Miss 0 Miss', 2],
    ['private is not kept', says('private, s-maxage=50'), 'Miss 0 Miss', 2],
  ]),
  ...rules(EXPIRATION, MIN_10, [
    ['MinTTL: a shorter max-age is raised to it', says('max-age=1'), 'Miss 9 Hit 1 Miss', 2],
    ['MinTTL: a longer max-age stays', says('max-age=50'), 'Miss 49 Hit 1 Miss', 2],
    ['MinTTL: max-age is capped at MaxTTL', says('max-age=500'), 'Miss 99 Hit 1 Miss', 2],
    ['MinTTL: no directive: the greater of Min and Default', says('public'), 'Miss 19 Hit 1 Miss', 2],
    ['MinTTL: a passed Expires is raised to it', says('public', LONG_AGO), 'Miss 9 Hit 1 Miss', 2],
    ['MinTTL: no-store is kept for it all the same', says('no-store'), 'Miss 9 Hit 1 Miss', 2],
    ['MinTTL: private is kept for it all the same', says('private, max-age=50'), 'Miss 9 Hit 1 Miss', 2],
    ['MinTTL: no-cache is kept for it all the same', says('no-cache'), 'Miss 9 Hit 1 Miss', 2],
  ]),
  ...rules('Expiration.html#expiration-individual-objects', MIN_0, [
    [
      ...(["the viewer's Cache-Control is ignored", says('max-age=50'), 'Miss 0 Hit', 1] as const),
      headers('cache-control', undefined, 'no-cache'),
    ],
  ]),
  ...rules('using-managed-cache-policies.html#managed-cache-policy-caching-disabled', { ttl: [0, 0, 0] }, [
    ['MaxTTL 0: nothing is kept', says('max-age=50'), 'Miss 0 Miss', 2],
    ['MaxTTL 0: errors neither', fails(500), 'Error 0 Error', 2],
  ]),
  ...rules(`${CUSTOM_ORIGIN}#ResponseCustomContentNegotiation`, MIN_0, [
    ['Vary: * is asked for every time', says('max-age=50', { vary: '*' }), 'Miss 0 Miss', 2],
  ]),
  ...rules(`${CUSTOM_ORIGIN}#RequestCustomConditionalGETs`, MIN_0, [
    ['expired and unchanged: 304, fresh again', tagged('max-age=50'), 'Miss 50 RefreshHit 49 Hit', 2],
    ['expired and changed: the new one', (call) => tagged('max-age=50')(call, ''), 'Miss 50 Miss 0 Hit', 2],
  ]),
  ...rules(STALE, MIN_0, [
    ['while revalidating: at once', says('max-age=2, stale-while-revalidate=30'), 'Miss 5 Hit 0 Hit', 2],
    ['while revalidating: not beyond', says('max-age=2, stale-while-revalidate=30'), 'Miss 33 Miss', 2],
    ['if-error=0: the error', first(says('max-age=2, stale-if-error=0'), fails(503)), 'Miss 3 Error', 2],
    [
      'if-error: not beyond',
      first(says('max-age=2, stale-if-error=20'), fails(503)),
      'Miss 3 Hit 20 Error',
      3,
    ],
  ]),
  ...rules(STALE, { ttl: [0, 2, 10] }, [
    ['while revalidating: MaxTTL at most', says('max-age=2, stale-while-revalidate=600'), 'Miss 13 Miss', 2],
    ['on error: MaxTTL at most', first(says('max-age=2'), fails(503)), 'Miss 13 Error', 2],
  ]),
  ...rules(`${CUSTOM_ORIGIN}#ResponseCustomOriginUnavailable`, MIN_0, [
    ['on error: stale; no call for 10 s', first(says('max-age=2'), fails(503)), 'Miss 3 Hit 9 Hit 2 Hit', 3],
  ]),
  ...rules(ERRORS, MIN_0, [
    ['a 4xx replaces the stale object', first(says('max-age=2'), fails(404)), 'Miss 3 Error', 2],
    ...[404, 414, 500, 501, 502, 503, 504].map(
      (status): Rule => [`${status} is kept for 10 s`, fails(status), 'Error 9 Error 1 Error', 2],
    ),
    ...[400, 403, 405, 412, 415].flatMap((status): Rule[] => [
      [`${status} is not kept without max-age`, fails(status), 'Error 0 Error', 2],
      [`${status} is kept with it`, fails(status, { 'cache-control': 'max-age=30' }), 'Error 29 Error', 1],
    ]),
    ['other errors are not kept', fails(429, { 'cache-control': 'max-age=30' }), 'Error 0 Error', 2],
    ['a longer max-age counts', fails(404, { 'cache-control': 'max-age=60' }), 'Error 59 Error 1 Error', 2],
    ['a 404 that is private is not kept', fails(404, { 'cache-control': 'private' }), 'Error 0 Error', 2],
    ['a 500 is kept even if private', fails(500, { 'cache-control': 'private' }), 'Error 9 Error', 1],
  ]),
  ...rules(`${CUSTOM_ORIGIN}#ResponseCustomRedirects`, MIN_0, [
    ['a redirect is kept', fails(302, { location: '/elsewhere' }), 'Miss 19 Hit', 1],
  ]),
  ...rules(KEY, MIN_0, [
    ['the path, with regard to case', says('public'), 'Miss 0 Miss 0 Hit', 2, paths('/a', '/A', '/a')],
    ['no query parameter', says('public'), 'Miss 0 Hit', 1, paths('/?a=1', '/?a=2')],
    ['no header', says('public'), 'Miss 0 Hit', 1, headers('authorization', 'a', 'b')],
    ['no cookie', says('public'), 'Miss 0 Hit', 1, headers('cookie', 'a=1', 'a=2')],
  ]),
  ...rules(KEY, { ...MIN_0, query: ['city'] }, [
    [
      ...(['no query parameter but the listed', says('public'), 'Miss 0 Hit 0 Miss', 2] as const),
      paths('/?city=1&x=1', '/?x=2&city=1', '/?city=2'),
    ],
  ]),
  ...rules(KEY, { ...MIN_0, headers: ['Authorization'] }, [
    [
      ...(['a listed header, by value', says('public'), 'Miss 0 Miss 0 Hit 0 Miss', 3] as const),
      headers('authorization', 'a', 'b', 'a', undefined),
    ],
  ]),
  ...rules(KEY, { ...MIN_0, cookies: ['lang'] }, [
    [
      ...(['a listed cookie, no other', says('public'), 'Miss 0 Hit 0 Miss', 2] as const),
      headers('cookie', 'lang=de; x=1', 'x=2; lang=de', 'lang=it'),
    ],
  ]),
  ...rules(
    'QueryStringParameters.html#query-string-parameters-optimizing-caching',
    { ...MIN_0, query: 'all' },
    [
      [
        ...(['the whole query, order and case', says('public'), 'Miss 0 Miss 0 Miss 0 Hit', 3] as const),
        paths('/?a=1&b=2', '/?b=2&a=1', '/?A=1&b=2', '/?a=1&b=2'),
      ],
    ],
  ),
  ...rules(ENCODINGS, { ...MIN_0, encodings: true }, [
    [
      ...(['Accept-Encoding, normalized', says('public'), 'Miss 0 Hit 0 Miss 0 Miss 0 Hit', 3] as const),
      headers(
        'accept-encoding',
        'gzip, deflate, br',
        'br;q=1.0, gzip;q=0.8, *;q=0.1',
        'gzip',
        'deflate',
        undefined,
      ),
    ],
  ]),
  ...rules(ENCODINGS, MIN_0, [
    [
      'no encoding where none is on',
      says('public'),
      'Miss 0 Hit',
      1,
      headers('accept-encoding', 'gzip', 'br'),
    ],
  ]),
  ...rules(`${CUSTOM_ORIGIN}#RequestCustomHTTPMethods`, MIN_0, [
    ['a HEAD is answered from what a GET left', says('public'), 'Miss 0 Hit', 1, methods('GET', 'HEAD')],
    [
      'a GET not from what a HEAD left',
      says('public'),
      'Miss 0 Hit 0 Miss',
      2,
      methods('HEAD', 'HEAD', 'GET'),
    ],
  ]),
  ...rules(
    `${CUSTOM_ORIGIN}#RequestCustomHTTPMethods`,
    MIN_10,
    [
      ['OPTIONS is not kept unless told', says('public'), 'Miss 0 Miss', 2, methods('OPTIONS', 'OPTIONS')],
      ['a POST is never kept', says('public'), 'Miss 0 Miss', 2, methods('POST', 'POST')],
      ['a POST is not answered from a GET', says('public'), 'Miss 0 Miss', 2, methods('GET', 'POST')],
    ],
    { allowed_methods: EVERY_METHOD },
  ),
  ...rules(
    KEY,
    MIN_0,
    [
      [
        'OPTIONS apart, where told',
        says('public'),
        'Miss 0 Miss 0 Hit',
        2,
        methods('GET', 'OPTIONS', 'OPTIONS'),
      ],
    ],
    { allowed_methods: EVERY_METHOD, cached_methods: ['GET', 'HEAD', 'OPTIONS'] },
  ),
];

describe.each(cases)('$rule.0 ($source)', ({ rule, policy, behavior }) => {
  const edge = new TestEdge();
  afterAll(() => edge.stop());

  test('is what the edge does', async () => {
    const [, origin, story, originCalls, visits = []] = rule;
    edge.cloud.origin(HOST, (request, call) => origin(call, request.headers['if-none-match']));
    await edge.simple(policy, behavior);
    const words = story.split(' ');
    const seen: string[] = [];
    for (let visit = 0; visit * 2 < words.length; visit += 1) {
      if (visit > 0) edge.cloud.clock.advance(Number(words[visit * 2 - 1]) * 1_000);
      const { headers: answered } = await edge.visit(visits[visit]);
      seen.push(...(visit > 0 ? [words[visit * 2 - 1] ?? ''] : []), String(answered['x-cache']));
    }
    expect(seen.join(' ').replaceAll(' from cloudfront', '')).toBe(story);
    expect(edge.cloud.calls).toHaveLength(originCalls);
  });
});
