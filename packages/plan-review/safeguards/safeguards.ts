import type { ResourceChange } from '../plan/terraform-plan';
import { dataProtection } from './data-protection';
import { publicAccess } from './public-access';
import { secretsInClear } from './secrets-in-clear';

/** What a change of a resource's settings gives up, each a whole sentence. */
export type Safeguard = (change: ResourceChange) => readonly string[];

/** A new safeguard is a file of this folder, and a line here. */
export const SAFEGUARDS: readonly Safeguard[] = [publicAccess, dataProtection, secretsInClear];
