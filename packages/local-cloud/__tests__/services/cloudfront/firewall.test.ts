import type { JsonObject } from '../../../core/json';
import {
  answer,
  behavior,
  distribution,
  EVERY_METHOD,
  HOST,
  TestEdge,
  type TestRequest,
} from './edge-fixture';

const NONE = [{ priority: 0, type: 'NONE' }];
const rule = (name: string, statement: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  priority: 1,
  action: { block: {} },
  statement,
  ...more,
});
const bytes = (
  part: JsonObject,
  search_string: string,
  positional_constraint: string,
  types = ['NONE'],
): JsonObject => ({
  byte_match_statement: {
    field_to_match: part,
    search_string,
    positional_constraint,
    text_transformation: types.map((type, priority) => ({ priority, type })),
  },
});
const size = (part: JsonObject, comparison_operator: string, limit: number): JsonObject => ({
  size_constraint_statement: {
    field_to_match: part,
    comparison_operator,
    size: limit,
    text_transformation: NONE,
  },
});
const rate = (more: JsonObject = {}): JsonObject => ({
  rate_based_statement: { limit: 10, aggregate_key_type: 'IP', evaluation_window_sec: 60, ...more },
});

async function behind(rules: JsonObject[], acl: JsonObject = {}, more: JsonObject = {}): Promise<TestEdge> {
  const edge = new TestEdge();
  edge.cloud.origin(HOST, () => answer(200, 'let in'));
  const config = { name: 'acl', scope: 'CLOUDFRONT', default_action: { allow: {} }, rule: rules, ...acl };
  const { arn } = await edge.provision('aws_wafv2_web_acl', 'acl', config);
  const one = behavior(await edge.policy({ headers: ['x-own'] }), { allowed_methods: EVERY_METHOD });
  await edge.distribution(distribution(one, { web_acl_id: String(arn), ...more }));
  return edge;
}

describe('a web ACL blocks', () => {
  const to = (path: string): TestRequest => ({ path });
  const post = (length: number): TestRequest => ({ method: 'POST', body: 'x'.repeat(length) });
  const from = (country: string): TestRequest => ({ headers: { 'cloudfront-viewer-country': country } });
  const body = { body: { oversize_handling: 'MATCH' } };

  test.each<[string, JsonObject, TestRequest, TestRequest]>([
    [
      'a path that begins so',
      bytes({ uri_path: {} }, '/admin', 'STARTS_WITH'),
      to('/admin/x'),
      to('/x/admin'),
    ],
    ['a path that ends so', bytes({ uri_path: {} }, '.php', 'ENDS_WITH'), to('/x.php'), to('/x.php/y')],
    ['a path that contains it', bytes({ uri_path: {} }, 'dmi', 'CONTAINS'), to('/admin'), to('/x')],
    ['one path exactly', bytes({ uri_path: {} }, '/x', 'EXACTLY'), to('/x'), to('/x/')],
    [
      'a path in any case',
      bytes({ uri_path: {} }, '/admin', 'EXACTLY', ['LOWERCASE']),
      to('/AdMiN'),
      to('/adm'),
    ],
    [
      'a path, decoded',
      bytes({ uri_path: {} }, '/a b', 'EXACTLY', ['URL_DECODE', 'LOWERCASE']),
      to('/A%20b'),
      to('/ab'),
    ],
    ['a query', bytes({ query_string: {} }, 'debug=1', 'CONTAINS'), to('/?a&debug=1'), to('/debug=1')],
    [
      'a header',
      bytes({ single_header: { name: 'X-Own' } }, 'bad', 'EXACTLY'),
      { headers: { 'x-own': 'bad' } },
      {},
    ],
    ['a method', bytes({ method: {} }, 'DELETE', 'EXACTLY'), { method: 'DELETE' }, {}],
    ['a large body', size(body, 'GT', 100), post(101), post(100)],
    ['a body longer than WAF looks at, where told', size(body, 'GT', 1_000_000), post(16_385), post(16_384)],
    [
      'no such body otherwise',
      size({ body: { oversize_handling: 'NO_MATCH' } }, 'GT', 10),
      post(11),
      post(16_385),
    ],
    ['a long query', size({ query_string: {} }, 'GE', 5), to('/?12345'), to('/?1234')],
    ['a country', { geo_match_statement: { country_codes: ['XK'] } }, from('xk'), from('DE')],
    [
      'two things at once',
      {
        and_statement: {
          statement: [bytes({ uri_path: {} }, '/x', 'EXACTLY'), bytes({ method: {} }, 'POST', 'EXACTLY')],
        },
      },
      { ...post(1), path: '/x' },
      to('/x'),
    ],
    [
      'either of two',
      {
        or_statement: {
          statement: [bytes({ uri_path: {} }, '/x', 'EXACTLY'), bytes({ uri_path: {} }, '/y', 'EXACTLY')],
        },
      },
      to('/y'),
      to('/z'),
    ],
    [
      'all but',
      { not_statement: { statement: [bytes({ uri_path: {} }, '/x', 'STARTS_WITH')] } },
      to('/y'),
      to('/x'),
    ],
  ])('%s', async (_, statement, blocked, passed) => {
    const edge = await behind([rule('rule', statement)]);
    const refused = await edge.visit(blocked);
    expect([refused.status, refused.headers['x-cache']]).toEqual([403, 'Error from cloudfront']);
    expect((await edge.visit(passed)).text).toBe('let in');
    await edge.stop();
  });

  test('before any function or origin is asked', async () => {
    const edge = await behind([rule('rule', bytes({ uri_path: {} }, '/', 'STARTS_WITH'))]);
    expect((await edge.visit()).text).toContain('Request blocked.');
    expect(edge.cloud.calls).toHaveLength(0);
    await edge.stop();
  });

  test("with the rule's own response, where it has one", async () => {
    const custom_response = {
      response_code: 429,
      custom_response_body_key: 'slow-down',
      response_header: [{ name: 'Retry-After', value: '60' }],
    };
    const own = rule('rule', bytes({ uri_path: {} }, '/', 'STARTS_WITH'), {
      action: { block: { custom_response } },
    });
    const bodies = [{ key: 'slow-down', content: '{"status":429}', content_type: 'APPLICATION_JSON' }];
    const edge = await behind([own], { custom_response_body: bodies });
    const { status, headers, text } = await edge.visit();
    expect([status, headers['retry-after'], headers['content-type'], text]).toEqual([
      429,
      '60',
      'application/json',
      '{"status":429}',
    ]);
    await edge.stop();
  });
});

describe('the order of rules', () => {
  const all = bytes({ uri_path: {} }, '/', 'STARTS_WITH');
  test.each<[string, JsonObject[], JsonObject, number]>([
    [
      'an earlier allow beats a later block',
      [rule('b', all, { priority: 2 }), rule('a', all, { action: { allow: {} } })],
      {},
      200,
    ],
    [
      'a count goes on',
      [rule('a', all, { action: { count: {} } }), rule('b', all, { priority: 2 })],
      {},
      403,
    ],
    ['what no rule decides is let in', [], {}, 200],
    ['or not, by default', [], { default_action: { block: {} } }, 403],
  ])('%s', async (_, rules, acl, status) => {
    const edge = await behind(rules, acl);
    expect((await edge.visit()).status).toBe(status);
    await edge.stop();
  });
});

describe('a rate limit', () => {
  const visits = async (edge: TestEdge, count: number, visit: TestRequest = {}): Promise<number[]> => {
    const statuses: number[] = [];
    for (let at = 0; at < count; at += 1) statuses.push((await edge.visit(visit)).status);
    return statuses;
  };

  test('lets in as many as it says, then none until the window has moved on', async () => {
    const edge = await behind([rule('rate', rate())]);
    expect(await visits(edge, 12)).toEqual([...Array(10).fill(200), 403, 403]);
    edge.cloud.clock.advance(59_000);
    expect(await visits(edge, 1)).toEqual([403]);
    edge.cloud.clock.advance(61_000);
    expect(await visits(edge, 1)).toEqual([200]);
    await edge.stop();
  });

  test('counts what its scope matches only', async () => {
    const scope_down_statement = bytes({ uri_path: {} }, '/graphql', 'STARTS_WITH');
    const edge = await behind([rule('rate', rate({ scope_down_statement }))]);
    expect(await visits(edge, 12)).toEqual(Array(12).fill(200));
    expect(await visits(edge, 11, { path: '/graphql' })).toEqual([...Array(10).fill(200), 403]);
    expect(await visits(edge, 1)).toEqual([200]);
    await edge.stop();
  });

  test('counts all viewers together where told', async () => {
    const scope_down_statement = bytes({ uri_path: {} }, '/', 'STARTS_WITH');
    const edge = await behind([rule('rate', rate({ aggregate_key_type: 'CONSTANT', scope_down_statement }))]);
    expect((await visits(edge, 11)).at(-1)).toBe(403);
    await edge.stop();
  });
});

describe('what is not run', () => {
  test('is named once, at start, and lets everything pass', async () => {
    const edge = await behind([
      rule(
        'common',
        { managed_rule_group_statement: { name: 'AWSManagedRulesCommonRuleSet', vendor_name: 'AWS' } },
        { action: {}, override_action: { none: {} } },
      ),
      rule('set', { ip_set_reference_statement: { arn: 'arn' } }),
      rule('regex', { and_statement: { statement: [{ regex_match_statement: { regex_string: '.' } }] } }),
      rule('cookies', bytes({ cookies: {} }, 'x', 'CONTAINS')),
      rule('decode', bytes({ uri_path: {} }, 'x', 'CONTAINS', ['BASE64_DECODE'])),
      rule('captcha', bytes({ uri_path: {} }, 'x', 'CONTAINS'), { action: { captcha: {} } }),
      rule('keys', rate({ aggregate_key_type: 'CUSTOM_KEYS' })),
    ]);
    expect(edge.cloud.lines).toEqual([
      'aws_wafv2_web_acl.acl: not run locally: common (managed rule group AWSManagedRulesCommonRuleSet), ' +
        'set (ip_set_reference_statement), regex (regex_match_statement), cookies (field_to_match cookies), ' +
        'decode (text_transformation BASE64_DECODE), captcha (its action: captcha), keys (rate by CUSTOM_KEYS).',
    ]);
    expect((await edge.visit()).status).toBe(200);
    await edge.stop();
  });

  test('is all of a regional web ACL, and its association is accepted', async () => {
    const edge = new TestEdge();
    const acl = {
      name: 'api',
      scope: 'REGIONAL',
      default_action: { allow: {} },
      rule: [rule('rate', rate())],
    };
    const { arn } = await edge.provision('aws_wafv2_web_acl', 'api', acl);
    expect(arn).toMatch(/^arn:aws:wafv2:eu-central-1:123456789012:regional\/webacl\/api\/[0-9a-f-]{36}$/);
    expect(edge.cloud.lines).toEqual([expect.stringContaining('all of its rules (scope REGIONAL)')]);
    const association = { web_acl_arn: String(arn), resource_arn: 'arn' };
    expect(await edge.provision('aws_wafv2_web_acl_association', 'api', association)).toHaveProperty('id');
    await edge.stop();
  });
});

describe('geo restriction', () => {
  test.each([
    ['a country on the list of those let in', 'whitelist', 'DE', 200],
    ['a country not on it', 'whitelist', 'FR', 403],
    ['a country on the list of those kept out', 'blacklist', 'DE', 403],
    ['a country not on that', 'blacklist', 'FR', 200],
    ['a viewer whose country cannot be told', 'whitelist', '', 200],
  ])('of %s', async (_, restriction_type, country, status) => {
    const edge = await behind(
      [],
      {},
      { restrictions: { geo_restriction: { restriction_type, locations: ['DE', 'AT'] } } },
    );
    const headers: Record<string, string> = country ? { 'cloudfront-viewer-country': country } : {};
    expect((await edge.visit({ headers })).status).toBe(status);
    await edge.stop();
  });
});
