import { PLANTED_IN_CLEAR, PLANTED_SECRET } from '../../../__tests__/plan-review/stack-changes';
import { readPlan } from '../plan/terraform-plan';
import { renderJson } from '../render/json';
import { renderMarkdown } from '../render/markdown';
import { renderTerminal } from '../render/terminal';
import { recorded, reviewOf } from './recorded';

test('the recorded plan holds both secrets in clear', () => {
  const text = JSON.stringify(recorded('secret-in-a-variable'));
  expect(text).toContain(PLANTED_SECRET);
  expect(text).toContain(PLANTED_IN_CLEAR);
});

test.each([
  ['the plan as read', () => JSON.stringify(readPlan(JSON.stringify(recorded('secret-in-a-variable').plan)))],
  ['the terminal', () => renderTerminal(reviewOf('secret-in-a-variable'), { width: 100, colours: false })],
  ['the Markdown', () => renderMarkdown(reviewOf('secret-in-a-variable'))],
  ['the JSON', () => renderJson(reviewOf('secret-in-a-variable'))],
])('no secret is in %s', (_, text) => {
  const shown = text();
  expect(shown).not.toContain(PLANTED_SECRET);
  expect(shown).not.toContain(PLANTED_IN_CLEAR);
  expect(shown).toMatch(/\(sensitive value\)|sensitive\\u0001/);
});

test('a secret that stands in clear is a warning, without the secret', () => {
  const sentences = reviewOf('secret-in-a-variable').warnings.map(({ sentence }) => sentence);
  expect(sentences).toContainEqual(expect.stringContaining('PAYMENT_KEY_ID'));
});

function planOf(change: object): string {
  const resource = {
    address: 'aws_ssm_parameter.key',
    mode: 'managed',
    type: 'aws_ssm_parameter',
    name: 'key',
    change,
  };
  return JSON.stringify({ format_version: '1.2', resource_changes: [resource] });
}

test.each([
  ['a value', { value: 'old' }, { value: 'new' }, { value: true }, { value: true }],
  [
    'a whole block',
    { block: [{ value: 'old' }] },
    { block: [{ value: 'new' }] },
    { block: true },
    { block: true },
  ],
  ['what only was secret', { value: 'old' }, { value: 'new' }, { value: true }, {}],
  ['what becomes secret', { value: 'old' }, { value: 'new' }, {}, { value: true }],
])('marks on %s are kept, and a change of it is seen', (_, before, after, beforeMarks, afterMarks) => {
  const [change] = readPlan(
    planOf({
      actions: ['update'],
      before,
      after,
      before_sensitive: beforeMarks,
      after_sensitive: afterMarks,
    }),
  ).changes;
  expect(JSON.stringify(change?.before)).not.toBe(JSON.stringify(change?.after));
});

test.each([
  ['both sides', { value: 'old' }, { value: 'new' }, { value: true }, { value: true }],
  ['all', { value: 'old' }, { value: 'new' }, true, true],
])('neither side of %s is shown', (_, before, after, beforeMarks, afterMarks) => {
  const plan = readPlan(
    planOf({
      actions: ['update'],
      before,
      after,
      before_sensitive: beforeMarks,
      after_sensitive: afterMarks,
    }),
  );
  expect(JSON.stringify(plan)).not.toMatch(/"old"|"new"/);
});

test.each(['{', '{}', '{"format_version":"2.0"}'])('%s is refused as a plan', (text) => {
  expect(() => readPlan(text)).toThrow(expect.objectContaining({ code: 'PlanUnreadable' }));
});
