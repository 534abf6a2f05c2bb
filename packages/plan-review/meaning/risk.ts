import type { ResourceChange } from '../plan/terraform-plan';
import { kindOf } from './kinds';
import type { Noise } from './noise';

/** Lowest first. */
export const RISKS = ['routine', 'notable', 'high', 'forbidden'] as const;
export type Risk = (typeof RISKS)[number];

/** Chapters in which any update deserves a look. */
const SENSITIVE_GROUPS: readonly string[] = ['data', 'workflow', 'permissions', 'edge', 'api'];

/** Whether the change ends a resource as it is: by destroying it, or on the way to a new one. */
export function ends({ action }: ResourceChange): boolean {
  return action === 'delete' || action === 'replace';
}

/** Risk by what the resource is and what happens to it; `allowed`: the repository allows its destruction. */
export function riskOf(
  change: ResourceChange,
  noise: Noise | undefined,
  allowed: boolean,
  warned: boolean,
): Risk {
  const kind = kindOf(change.type);
  if (ends(change) && kind.loses) return allowed ? 'high' : 'forbidden';
  if (warned || (ends(change) && kind.interrupts)) return 'high';
  if (noise) return 'routine';
  if (change.action === 'update' && kind.loses) return 'high';
  if (ends(change) && change.type !== 'aws_s3_object') return 'notable';
  if (change.action === 'forget') return 'high';
  return change.action === 'update' &&
    SENSITIVE_GROUPS.includes(kind.group) &&
    change.type !== 'aws_s3_object'
    ? 'notable'
    : 'routine';
}

/** The higher risk first. */
export function byRisk(one: { readonly risk: Risk }, other: { readonly risk: Risk }): number {
  return RISKS.indexOf(other.risk) - RISKS.indexOf(one.risk);
}
