import { createHash } from 'node:crypto';
import { canonical } from '../plan/json';
import type { Plan } from '../plan/terraform-plan';

/**
 * A hash of what the plan means: all that Terraform would apply, by the digests of its changes. Two plans of one change
 * have the same hash, whatever their order or their time; two that differ in anything that would be applied have not.
 * So what is applied can be held to what was reviewed.
 */
export function fingerprint({ changes, deferred, reads, outputs }: Plan): string {
  const digests = [...changes, ...deferred, ...reads, ...outputs].map(({ digest }) => digest);
  return createHash('sha256').update(canonical(digests.sort())).digest('hex');
}
