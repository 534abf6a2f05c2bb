import { createHash } from 'node:crypto';
import { differences } from '../plan/differences';
import { canonical, type JsonObject } from '../plan/json';
import type { Plan, ResourceChange } from '../plan/terraform-plan';

/** What AWS stamps by itself: it differs between two plans that mean the same. */
const VOLATILE = /^(last_modified|last_modified_time|creation_date|created_date)$/;

/**
 * A hash of what the plan means: what happens to which address, in which attributes, from what to what. Two plans
 * of one change have the same hash, whatever their order, their texts or their time; so what is applied can be
 * held to what was reviewed. Secrets count by whether they change, not by their value: nobody can find one by it.
 */
export function fingerprint(plan: Plan): string {
  const meaning = {
    changes: plan.changes.map(meaningOf).sort(byAddress),
    outputs: [...plan.outputs]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, action }) => ({ name, action })),
  };
  return createHash('sha256').update(canonical(meaning)).digest('hex');
}

function meaningOf(change: ResourceChange): JsonObject & { readonly address: string } {
  const found = differences(change.before ?? {}, change.after ?? {});
  return {
    address: change.address,
    action: change.action,
    from: change.previousAddress,
    differences: found
      .filter(({ path }) => !VOLATILE.test(path))
      .map(({ path, before, after }) => ({ path, before, after }))
      .sort((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

function byAddress(one: { readonly address: string }, other: { readonly address: string }): number {
  return one.address < other.address ? -1 : 1;
}
