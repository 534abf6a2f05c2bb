import { differences } from '../plan/differences';
import type { ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import { type Allowances, type DriftAllowance, inForce } from './allowances';
import { title } from './names';
import { shown } from './values';

export interface DriftEntry {
  readonly address: string;
  readonly title: string;
  /** Each attribute that is another on AWS than Terraform left it. */
  readonly lines: readonly string[];
}

/** What was changed on AWS by someone else than Terraform. */
export interface Drift {
  readonly entries: readonly DriftEntry[];
  /** How many resources drift as the repository allows. */
  readonly allowed: number;
}

/** Drift apart from what the allowances name: whole resources, or some of their attributes. */
export function readDrift(
  drifted: readonly ResourceChange[],
  { allowances, environment, today }: { allowances: Allowances; environment: string; today: string },
): Drift {
  const allowed = allowances.drift.filter(
    (allowance) => allowance.environment === environment && inForce(allowance, today),
  );
  const entries = drifted.map((change) => ({
    address: change.address,
    title: title(change),
    lines: linesOf(change, allowed),
  }));
  const left = entries.filter(({ lines }) => lines.length > 0);
  return { entries: left, allowed: entries.length - left.length };
}

function linesOf(
  { address, before, after, action }: ResourceChange,
  allowed: readonly DriftAllowance[],
): string[] {
  const allowances = allowed.filter((allowance) => allowance.address === address);
  if (allowances.some(({ attributes }) => attributes === undefined)) return [];
  if (action === 'delete') return ['is gone from AWS'];
  const names = allowances.flatMap(({ attributes = [] }) => attributes);
  return differences(before ?? {}, after ?? {})
    .filter(({ path, after: now }) => now !== UNKNOWN && !names.some((name) => covers(name, path)))
    .map(
      ({ path, before: was, after: now }) =>
        `${path}: ${shown(was)} as Terraform left it, ${shown(now)} on AWS`,
    );
}

function covers(name: string, path: string): boolean {
  return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
}
