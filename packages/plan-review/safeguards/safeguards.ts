import type { ResourceChange } from '../plan/terraform-plan';
import { attachedPolicies } from './attached-policies';
import { cacheKeys } from './cache-keys';
import { dataProtection } from './data-protection';
import { publicAccess } from './public-access';
import { secretsInClear } from './secrets-in-clear';
import { starved } from './starved';

/** What a change of a resource's settings gives up, each a whole sentence. */
export type Safeguard = (change: ResourceChange) => readonly string[];

/** A new safeguard is a file of this folder, and a line here. */
export const SAFEGUARDS: readonly Safeguard[] = [
  publicAccess,
  attachedPolicies,
  dataProtection,
  cacheKeys,
  starved,
  secretsInClear,
];
