import { type Difference, isEmpty } from '../plan/differences';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import type { Unjudged } from './judged';
import { kindOf } from './kinds';
import type { Noise } from './noise';

/** Lowest first. */
export const RISKS = ['routine', 'notable', 'unjudged', 'high', 'forbidden'] as const;
export type Risk = (typeof RISKS)[number];

/** What only people read. */
const COSMETIC = /^(description|comment|alarm_description|dashboard_body)$/;

/** Whether the change ends a resource as it is: by destroying it, or on the way to a new one. */
export function ends({ action }: ResourceChange): boolean {
  return action === 'delete' || action === 'replace';
}

/** What is known of a change when its risk is judged. */
export interface Judged {
  readonly found: readonly Difference[];
  readonly noise: Noise | undefined;
  /** The repository allows its destruction. */
  readonly allowed: boolean;
  readonly warned: boolean;
  readonly unjudged: Unjudged;
}

/** Risk by what the resource is and what happens to it. Routine is only what is known to be. */
export function riskOf(change: ResourceChange, { found, noise, allowed, warned, unjudged }: Judged): Risk {
  const kind = kindOf(change.type);
  // What an interrupted replacement has left behind holds nothing that its successor does not have to.
  if (change.deposed !== undefined) return kind.loses ? 'high' : 'notable';
  if (ends(change) && kind.loses) return allowed ? 'high' : 'forbidden';
  if (warned || change.action === 'forget' || (ends(change) && kind.interrupts)) return 'high';
  if (unjudged) return 'unjudged';
  if (noise) return 'routine';
  if (change.action === 'update' && kind.loses) return 'high';
  if (change.type === 'aws_s3_object' || change.action === 'create') return 'routine';
  if (ends(change)) return 'notable';
  const told = found.filter(({ before, after }) => after !== UNKNOWN && !(isEmpty(before) && isEmpty(after)));
  return told.every(({ path }) => COSMETIC.test(path)) ? 'routine' : 'notable';
}

/** The higher risk first. */
export function byRisk(one: { readonly risk: Risk }, other: { readonly risk: Risk }): number {
  return RISKS.indexOf(other.risk) - RISKS.indexOf(one.risk);
}
