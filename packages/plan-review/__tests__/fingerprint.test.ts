import { fingerprint } from '../meaning/fingerprint';
import { readPlan } from '../plan/terraform-plan';
import { recorded } from './recorded';

function hashOf(plan: unknown): string {
  return fingerprint(readPlan(JSON.stringify(plan)));
}

function changesOf(name: string) {
  return recorded(name).plan['resource_changes'] as {
    type: string;
    change: { after: Record<string, unknown> };
  }[];
}

test('the order and the time of a plan do not matter', () => {
  const { plan } = recorded('permission-widened');
  const turned = {
    ...plan,
    resource_changes: [...changesOf('permission-widened')].reverse(),
    timestamp: '2030-01-01T00:00:00Z',
  };
  expect(hashOf(turned)).toBe(hashOf(plan));
});

test.each([
  ['permission-widened', 'state-renamed'],
  ['nothing-changed', 'only-a-hash-changed'],
  ['table-key-changed', 'table-key-changed-unprotected'],
])('%s and %s do not mean the same', (one, other) => {
  expect(hashOf(recorded(one).plan)).not.toBe(hashOf(recorded(other).plan));
});

test('other code is another meaning', () => {
  const { plan } = recorded('only-a-hash-changed');
  const changes = structuredClone(changesOf('only-a-hash-changed'));
  for (const { type, change } of changes)
    if (type === 'aws_lambda_function' && change.after) change.after['source_code_hash'] = 'another';
  expect(hashOf({ ...plan, resource_changes: changes })).not.toBe(hashOf(plan));
});
