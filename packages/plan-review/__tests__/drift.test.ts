import { NO_ALLOWANCES } from '../meaning/allowances';
import type { JsonObject } from '../plan/json';
import { renderDrift } from '../render/drift';
import { verdict } from '../render/words';
import { planOf, reviewed } from './plan-of';
import { recorded, reviewOf } from './recorded';

const BOOKING = 'aws_iam_role.api_booking_role_E4C1BFB4';

test('right after a first apply nothing drifts: what the provider reads back in other words is counted', () => {
  const { drift } = reviewOf('drift-after-first-apply');
  const listed = recorded('drift-after-first-apply').plan['resource_drift'] as unknown[];
  expect(listed.length).toBeGreaterThan(15);
  expect(drift).toEqual({ unmanaged: [], entries: [], allowed: [], shadows: listed.length });
  expect(renderDrift(reviewOf('drift-after-first-apply'))).toBe('');
});

test('a policy that nobody declared is told first, and in the verdict, and nothing drowns it', () => {
  const review = reviewOf('drift-backdoor');
  const lines = review.drift.unmanaged.flatMap((entry) => entry.lines);
  expect(lines).toHaveLength(3);
  expect(lines.join('\n')).toMatch(
    /inline_policy\[backdoor\]\.policy[\s\S]*managed_policy_arns.*AdministratorAccess/,
  );
  expect(review.drift.entries.map(({ lines: told }) => told)).toEqual([
    [expect.stringContaining('retention_in_days: 14 → 1')],
  ]);
  expect(verdict(review)).toContain('what nobody has declared');
  expect(renderDrift(review).indexOf('backdoor')).toBeLessThan(renderDrift(review).indexOf('retention'));
});

test('“allowed” is said of what an allowance names, with its reason', () => {
  const [first] = reviewOf('drift-backdoor').drift.unmanaged;
  const reason = 'The rotation of a supplier adds it.';
  const allowance = { environment: 'prod', reason, expires: '2026-12-31' };
  const of = (address: string) =>
    reviewOf('drift-backdoor', { ...NO_ALLOWANCES, drift: [{ ...allowance, address }] }).drift;
  const allowed = of(first?.address ?? '');
  expect(allowed.allowed).toEqual([{ address: first?.address, reason }]);
  expect(allowed.unmanaged).toHaveLength(1);
  expect(of(BOOKING.replace('booking', 'nothing')).allowed).toEqual([]);
});

function drifted(type: string, before: JsonObject, after: JsonObject, ...declared: JsonObject[]) {
  const plan = planOf(...declared.map((values) => ({ type: 'aws_other', before: values, after: values })));
  const [resource] = planOf({ type, before, after, address: `${type}.this` })[
    'resource_changes'
  ] as JsonObject[];
  return reviewed({ ...plan, resource_drift: [resource ?? {}] }).drift;
}

test.each<[string, JsonObject, JsonObject]>([
  ['not set', { tags: {}, list: null, text: '' }, { tags: null, list: [], text: null }],
  ['zero', { period: null, flag: null }, { period: 0, flag: false }],
  ['JSON', { body: '{"a":1,"b":2}' }, { body: '{ "b": 2, "a": 1 }' }],
  [
    'a policy',
    { policy: '{"Statement":[{"Effect":"Allow","Action":["a:1","a:2"],"Resource":"x"}]}' },
    { policy: '{"Statement":{"Effect":"Allow","Action":["a:2","a:1"],"Resource":["x"]}}' },
  ],
  ['an order', { events: ['a', 'b'] }, { events: ['b', 'a'] }],
  ['a number', { threshold: 1 }, { threshold: '1' }],
  ['a stamp', { last_modified: 'then' }, { last_modified: 'now' }],
])('the same in other words is no drift: %s', (_, before, after) => {
  expect(drifted('aws_thing', before, after)).toMatchObject({ unmanaged: [], entries: [], shadows: 1 });
});

test.each<[string, JsonObject, JsonObject]>([
  ['a value', { size: 1 }, { size: 2 }],
  ['a switch', { enabled: true }, { enabled: false }],
  ['what is gone', { list: ['a'] }, { list: [] }],
  ['what nobody had set', { key: null }, { key: 'k-1' }],
  ['a word more', { events: ['a'] }, { events: ['a', 'b'] }],
])('another value is drift: %s', (_, before, after) => {
  const { unmanaged, entries } = drifted('aws_thing', before, after);
  expect(unmanaged.length + entries.length).toBe(1);
});

test('what a sibling owns is no drift; what only looks like it is', () => {
  const rule = { id: 'forget', days: 30 };
  const sibling = { bucket: 'b', rule: [{ id: 'forget', expiration: [{ days: 30 }], status: 'Enabled' }] };
  const before = { bucket: 'b', lifecycle_rule: [] };
  const after = (days: number) => ({ bucket: 'b', lifecycle_rule: [{ ...rule, days, enabled: true }] });
  expect(drifted('aws_s3_bucket', before, after(30), sibling).shadows).toBe(1);
  expect(drifted('aws_s3_bucket', before, after(1), sibling).unmanaged).toHaveLength(1);
  expect(
    drifted('aws_s3_bucket', before, after(30), { ...sibling, bucket: 'another' }).unmanaged,
  ).toHaveLength(1);
});
