import { type Difference, differences, isUnset } from '../plan/differences';
import type { Plan, ResourceChange } from '../plan/terraform-plan';
import { UNKNOWN } from '../plan/unknown';
import { type Allowances, type DriftAllowance, inForce } from './allowances';
import { title } from './names';
import { isShadow, Siblings } from './shadows';
import { shownChange } from './values';

export interface DriftEntry {
  readonly address: string;
  readonly title: string;
  /** Each attribute that is another on AWS than Terraform left it. */
  readonly lines: readonly string[];
}

/** What was changed on AWS by someone else than Terraform. */
export interface Drift {
  /** With something that nobody has declared: a policy, a rule, a header more. */
  readonly unmanaged: readonly DriftEntry[];
  readonly entries: readonly DriftEntry[];
  /** Resources that drift as the repository allows, and in nothing else. */
  readonly allowed: readonly { readonly address: string; readonly reason: string }[];
  /** Resources of which the provider only reads back in other words what was declared. */
  readonly shadows: number;
}

export interface DriftOptions {
  readonly allowances: Allowances;
  readonly environment: string;
  readonly today: string;
}

/** Drift apart from what the allowances name, whole resources or some of their attributes, and from shadows. */
export function readDrift(
  { drift, declared }: Pick<Plan, 'drift' | 'declared'>,
  { allowances, environment, today }: DriftOptions,
): Drift {
  const inPower = allowances.drift.filter(
    (allowance) => allowance.environment === environment && inForce(allowance, today),
  );
  const siblings = new Siblings(declared);
  const read = drift.map((change) => readOne(change, siblings, inPower));
  const told = read.filter(({ entry }) => entry.lines.length > 0);
  return {
    unmanaged: told.filter(({ isUnmanaged }) => isUnmanaged).map(({ entry }) => entry),
    entries: told.filter(({ isUnmanaged }) => !isUnmanaged).map(({ entry }) => entry),
    allowed: read.flatMap(({ entry, allowance }) =>
      entry.lines.length === 0 && allowance ? [{ address: entry.address, reason: allowance.reason }] : [],
    ),
    shadows: read.filter(({ entry, allowance }) => entry.lines.length === 0 && !allowance).length,
  };
}

interface ReadDrift {
  readonly entry: DriftEntry;
  readonly isUnmanaged: boolean;
  /** One that was needed. */
  readonly allowance: DriftAllowance | undefined;
}

function readOne(change: ResourceChange, siblings: Siblings, inPower: readonly DriftAllowance[]): ReadDrift {
  const { address, action, before, after } = change;
  const allowances = inPower.filter((allowance) => allowance.address === address);
  const entry = { address, title: title(change) };
  if (action === 'delete') {
    const allowance = allowances.find(({ attributes }) => attributes === undefined);
    return {
      entry: { ...entry, lines: allowance ? [] : ['is gone from AWS'] },
      isUnmanaged: false,
      allowance,
    };
  }
  const found = differences(before ?? {}, after ?? {}).filter(
    (each) => each.after !== UNKNOWN && !isUnset(each) && !isShadow(each, change, siblings),
  );
  const allowanceOf = ({ path }: Difference) =>
    allowances.find(({ attributes }) => attributes?.some((name) => covers(name, path)) ?? true);
  const left = found.filter((each) => !allowanceOf(each));
  const lines = left.map(
    ({ path, before: was, after: now }) =>
      `${path}: ${shownChange(was, now)} (as Terraform left it → on AWS)`,
  );
  const gained = left.some(isGained);
  const [first] = found;
  return { entry: { ...entry, lines }, isUnmanaged: gained, allowance: first && allowanceOf(first) };
}

/** A block or an element that has come, such as `inline_policy[backdoor].policy`. */
function isGained({ path, before, after }: Difference): boolean {
  if (Array.isArray(after)) return after.length > (Array.isArray(before) ? before.length : 0);
  return before === undefined && /[.[]/.test(path);
}

function covers(name: string, path: string): boolean {
  return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
}
