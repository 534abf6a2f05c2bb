import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../meaning/fingerprint';
import type { Json, JsonObject } from '../plan/json';
import { readPlan } from '../plan/terraform-plan';
import { planOf, printed, reviewed } from './plan-of';
import { recorded } from './recorded';

/** Every way to change one value in it, with the way there. */
function* mutants(value: Json, path: readonly string[] = []): Generator<{ path: string; value: Json }> {
  const put = (part: Json): { path: string; value: Json } => ({ path: path.join('.') || '.', value: part });
  if (typeof value === 'string') yield put(`${value}x`);
  else if (typeof value === 'number') yield put(value + 1);
  else if (typeof value === 'boolean') yield put(!value);
  else if (value === null) yield put('now set');
  else if (Array.isArray(value)) {
    yield put([...value, value[0] ?? 'one more']);
    if (value.length > 0) yield put(value.slice(1));
    for (const [index, part] of value.entries())
      for (const mutant of mutants(part, [...path, String(index)]))
        yield { ...mutant, value: value.map((old: Json, at) => (at === index ? mutant.value : old)) };
  } else {
    for (const [name, part] of Object.entries(value as JsonObject))
      for (const mutant of mutants(part ?? null, [...path, name]))
        yield { ...mutant, value: { ...(value as JsonObject), [name]: mutant.value } };
  }
}

interface Raw {
  readonly address: string;
  readonly mode: string;
  readonly change: JsonObject & { readonly actions: readonly string[]; readonly after?: Json };
}

const MOST_REVIEWS = 40;
const PLANS = readdirSync(join(__dirname, 'plans')).map((file) => file.replace('.jsonl', ''));

/** Of one resource of a plan, so that every value of it can be tried. */
function hashOf(resource: Raw, after: Json): string {
  const change = { ...resource.change, after };
  const plan = { format_version: '1.2', resource_changes: [{ ...resource, change }] };
  return fingerprint(readPlan(JSON.stringify(plan)));
}

test.each(PLANS)('of %s, whatever would be applied otherwise has another hash', (name) => {
  const resources = (recorded(name).plan['resource_changes'] ?? []) as unknown as Raw[];
  const alike: string[] = [];
  for (const resource of resources) {
    const { actions, after = null } = resource.change;
    if (actions.join() === 'no-op' || after === null) continue;
    const hash = hashOf(resource, after);
    for (const { path, value } of mutants(after))
      if (hashOf(resource, value) === hash) alike.push(`${resource.address}: ${path}`);
  }
  expect(alike).toEqual([]);
});

test.each(PLANS)(
  'of %s, whatever would be changed otherwise has a line, or is folded and counted',
  (name) => {
    const resources = (recorded(name).plan['resource_changes'] ?? []) as unknown as Raw[];
    const untold: string[] = [];
    for (const resource of resources) {
      const { actions, before = null } = resource.change;
      if (actions.join() !== 'update') continue;
      const all = [...mutants(before)];
      // A distribution has thousands.
      const step = Math.ceil(all.length / MOST_REVIEWS);
      for (const { path, value } of all.filter((_, index) => index % step === 0)) {
        const change = { actions, before, after: value };
        const [entry] = reviewed({
          format_version: '1.2',
          resource_changes: [{ ...resource, change }],
        } as never).entries;
        if (!entry || (entry.lines.length === 0 && entry.noise === undefined))
          untold.push(`${resource.address}: ${path}`);
      }
    }
    expect(untold).toEqual([]);
  },
);

const ORIGIN = {
  origin_id: 'api',
  domain_name: 'api.example.org',
  custom_header: [{ name: 'x-origin-secret', value: 'f3Kq9sLw2mZx7Rt5Vb1N' }],
  custom_origin_config: [{ origin_protocol_policy: 'https-only', origin_ssl_protocols: ['TLSv1.2'] }],
};
const WEB = { origin_id: 'web', domain_name: 'web.example.org', custom_header: [], custom_origin_config: [] };

function distribution(origin: readonly Json[], rest: JsonObject = {}): JsonObject {
  return { enabled: true, comment: 'site', origin, ...rest };
}

/** Terraform marks the whole set where one header in it is a secret. */
const MARKS = { origin: true };

test.each([
  [
    'another host',
    { ...ORIGIN, domain_name: 'evil.example.net' },
    /domain_name "api\.example\.org" → "evil\.example\.net"/,
  ],
  [
    'plain HTTP',
    {
      ...ORIGIN,
      custom_origin_config: [{ origin_protocol_policy: 'http-only', origin_ssl_protocols: ['TLSv1.2'] }],
    },
    /origin_protocol_policy "https-only" → "http-only"/,
  ],
  [
    'old TLS',
    {
      ...ORIGIN,
      custom_origin_config: [{ origin_protocol_policy: 'https-only', origin_ssl_protocols: ['SSLv3'] }],
    },
    /origin_ssl_protocols \["TLSv1\.2"\] → \["SSLv3"\]/,
  ],
  [
    'another secret',
    { ...ORIGIN, custom_header: [{ name: 'x-origin-secret', value: 'another1Kq9sLw2mZx7R' }] },
    /value \(sensitive value\) → \(another sensitive value\)/,
  ],
])(
  'an origin with %s is told, though its set holds a secret, and has a hash of its own',
  (_, origin, line) => {
    const type = 'aws_cloudfront_distribution';
    const before = distribution([ORIGIN, WEB]);
    const plan = planOf({ type, before, after: distribution([origin, WEB]), marks: MARKS });
    const harmless = planOf({ type, before, after: { ...before, comment: 'page' }, marks: MARKS });
    const text = printed(plan).terminal;
    expect(text.replace(/\s+/g, ' ')).toMatch(line);
    expect(text).not.toMatch(/f3Kq9sLw2mZx7Rt5Vb1N|another1Kq9sLw2mZx7R/);
    expect(reviewed(plan).hash).not.toBe(reviewed(harmless).hash);
  },
);

test('the order of cache behaviours is told, is a warning, and counts', () => {
  const behaviours = ['/api/*', '/api/reservation', '/payments/*'].map((path_pattern) => ({ path_pattern }));
  const type = 'aws_cloudfront_distribution';
  const before = distribution([WEB], { ordered_cache_behavior: behaviours });
  const turned = distribution([WEB], { ordered_cache_behavior: behaviours.toReversed() });
  const { terminal } = printed(planOf({ type, before, after: turned }));
  expect(terminal).toContain('order of behaviours: /api/*, /api/reservation, /payments/* →');
  expect(terminal).toContain('CloudFront takes the first one that matches');
  expect(reviewed(planOf({ type, before, after: turned })).hash).not.toBe(
    reviewed(planOf({ type, before, after: before })).hash,
  );
});

test('in a list that nobody knows, order is told as well', () => {
  const list = [{ name: 'one' }, { name: 'two' }];
  const { terminal } = printed(planOf({ before: { steps: list }, after: { steps: list.toReversed() } }));
  expect(terminal).toContain('steps (order) ["one","two"] → ["two","one"]');
});

test('the order of statements, actions and resources in a policy means nothing', () => {
  const statement = (Action: string[]) => ({ Effect: 'Allow', Action, Resource: ['a', 'b'] });
  const one = {
    Version: '2012-10-17',
    Statement: [statement(['x:1', 'x:2']), { Effect: 'Deny', Action: 'y:1' }],
  };
  const other = { ...one, Statement: [{ Effect: 'Deny', Action: 'y:1' }, statement(['x:2', 'x:1'])] };
  const hashes = [one, other].map(
    (policy) => reviewed(planOf({ before: { policy: '' }, after: { policy: JSON.stringify(policy) } })).hash,
  );
  expect(hashes[0]).toBe(hashes[1]);
});

test('an empty block counts', () => {
  const before = { recovery: [] };
  const plan = planOf({ before, after: { recovery: [{}] } });
  expect(printed(plan).terminal).toContain('recovery (not set) → "(an empty block)"');
  expect(reviewed(plan).hash).not.toBe(reviewed(planOf({ before, after: before })).hash);
});

test.each<[string, JsonObject, RegExp]>([
  [
    'an import',
    { change: { actions: ['no-op'], importing: { id: 'tbl-1' } } },
    /taken over as it is on AWS \(tbl-1\)/,
  ],
  [
    'a move',
    { change: { actions: ['no-op'] }, previous_address: 'aws_thing.old' },
    /moves here from aws_thing\.old/,
  ],
  [
    'a move with a change',
    { change: { actions: ['update'] }, previous_address: 'aws_thing.old' },
    /moves here from aws_thing\.old/,
  ],
  [
    'taint',
    { change: { actions: ['delete', 'create'] }, action_reason: 'replace_because_tainted' },
    /marked as tainted: the run that made it did not come to its end/,
  ],
  [
    'a replacement by request',
    { change: { actions: ['delete', 'create'] }, action_reason: 'replace_by_request' },
    /asked for the replacement/,
  ],
  [
    'a deposed object',
    { change: { actions: ['delete'] }, deposed: '0a1b2c3d' },
    /old copy of it \(0a1b2c3d\)/,
  ],
  [
    'a reason that nobody knows',
    { change: { actions: ['delete'] }, action_reason: 'delete_some_day' },
    /delete_some_day/,
  ],
])('%s is told, and counts', (_, more, words) => {
  const change = { before: { size: 1 }, after: { size: 2 } };
  const plan = planOf({ ...change, more });
  const { terminal, markdown, json } = printed(plan);
  expect(terminal.replace(/\s+/g, ' ')).toMatch(words);
  expect(json).toMatch(words);
  expect(markdown.length).toBeGreaterThan(0);
  const { change: _change, ...without } = more;
  if (Object.keys(without).length > 0)
    expect(reviewed(plan).hash).not.toBe(
      reviewed(planOf({ ...change, more: { change: more['change'] } })).hash,
    );
});

test('what is put off, and what is read while it is applied, is told and counts', () => {
  const plan = planOf({ before: { size: 1 }, after: { size: 2 } });
  const [resource] = plan['resource_changes'] as JsonObject[];
  const deferred = {
    ...plan,
    complete: false,
    deferred_changes: [{ reason: 'provider_config_unknown', resource_change: resource ?? {} }],
  };
  expect(printed(deferred).terminal.replace(/\s+/g, ' ')).toContain('provider_config_unknown');
  expect(reviewed(deferred).hash).not.toBe(reviewed(plan).hash);
  const data = {
    ...resource,
    mode: 'data',
    address: 'data.aws_thing.it',
    change: { actions: ['read'], after: { a: 1 } },
  };
  const reading = { ...plan, resource_changes: [resource ?? {}, data] };
  expect(printed(reading).terminal).toContain('data.aws_thing.it');
  expect(reviewed(reading).hash).not.toBe(reviewed(plan).hash);
});

test('what is known only after apply is told, beside what is known', () => {
  const change = { actions: ['update'], after_unknown: { arn: true } };
  const plan = planOf({ before: { size: 1, arn: 'a' }, after: { size: 2 }, more: { change } });
  expect(printed(plan).terminal).toContain('known only after apply: arn');
});

test('what is new says how many settings it is made with', () => {
  expect(printed(planOf({ after: { size: 1, colour: 'red', none: null } })).terminal).toContain(
    '(2 settings)',
  );
});

test('a password that each plan draws anew does not tell two plans apart; another secret does', () => {
  const plan = (drawn: string, secret = drawn) => ({
    ...planOf({ type: 'aws_ssm_parameter', after: { name: 'key', value: secret }, marks: { value: true } }),
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: 'data.aws_secretsmanager_random_password.key',
              type: 'aws_secretsmanager_random_password',
              values: { random_password: drawn },
            },
          ],
        },
      },
    },
  });
  expect(reviewed(plan('drawn-first')).hash).toBe(reviewed(plan('drawn-again')).hash);
  expect(reviewed(plan('drawn-first', 'chosen')).hash).not.toBe(reviewed(plan('drawn-first', 'picked')).hash);
});
