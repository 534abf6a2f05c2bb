import { readPlan, review } from '@keyhold/plan-review';
import { type Block, readStack, STACKS } from '../stacks/synthesized';

/** What stands beside the settings of a resource. */
const META = ['lifecycle', 'provider', 'depends_on', 'provisioner', 'count', 'for_each'];

/** A plan that makes every resource of a stack, with its settings as they are written. */
function planOf(stack: string): string {
  const resource_changes = Object.entries(readStack(stack).resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, config]) => ({
      address: `${type}.${name}`,
      mode: 'managed',
      type,
      name,
      change: { actions: ['create'], before: null, after: settingsOf(config) },
    })),
  );
  return JSON.stringify({ format_version: '1.2', resource_changes });
}

function settingsOf(config: Block): Block {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !META.includes(name)));
}

test.each(STACKS)('the plan review judges every type and setting of %s', (stack) => {
  const allowances = { destroy: [], drift: [] };
  const options = { environment: 'prod', allowances, allowancesFile: 'allowances.json', today: '2026-12-01' };
  const { entries } = review(readPlan(planOf(stack)), options);
  expect(entries.length).toBeGreaterThan(5);
  const left = entries.filter(({ unjudged }) => unjudged !== undefined);
  expect(left.map(({ address, unjudged }) => [address, unjudged])).toEqual([]);
});
