import { type Allowances, type DestroyAllowance, inForce } from './meaning/allowances';
import { type Drift, readDrift } from './meaning/drift';
import { fingerprint } from './meaning/fingerprint';
import { GROUPS, type Group, kindOf } from './meaning/kinds';
import { title } from './meaning/names';
import { type Noise, noiseOf } from './meaning/noise';
import { findRenames, type Rename } from './meaning/renames';
import { type ForcedReplacement, forcedReplacements } from './meaning/replacement';
import { byRisk, ends, type Risk, riskOf } from './meaning/risk';
import { differences } from './plan/differences';
import { UNKNOWN } from './plan/masking';
import type { Action, OutputChange, Plan, ResourceChange } from './plan/terraform-plan';
import type { Line } from './subjects/line';
import { readChange } from './subjects/reading';

/** One resource's change, ready to be shown. */
export interface Entry {
  readonly address: string;
  readonly title: string;
  readonly group: Group;
  readonly action: Action;
  readonly risk: Risk;
  readonly forced: readonly ForcedReplacement[];
  readonly lines: readonly Line[];
  /** Set: nobody needs to read it, and it is only counted. */
  readonly noise: Noise | undefined;
}

/** A sentence about an address that must not be overlooked. */
export interface Warning {
  readonly address: string;
  readonly sentence: string;
}

/** What may not be applied, why, and the ways out. */
export interface Forbidden extends Warning {
  readonly advice: readonly string[];
}

export interface Finding extends Warning {
  readonly rule: string;
}

/** What the rules over the synthesized JSON say that they did not say before the change, and the reverse. */
export interface PolicyDelta {
  readonly added: readonly Finding[];
  readonly fixed: readonly Finding[];
}

export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly replace: number;
  readonly destroy: number;
  readonly move: number;
  readonly import: number;
  readonly forget: number;
}

/** All that is to be said of a plan. It holds no secret that the plan marks as one. */
export interface Review {
  readonly environment: string;
  /** What the plan means, as a SHA-256 in hex: two plans of one change have the same hash. */
  readonly hash: string;
  /** Terraform's message where it could not plan to the end; the changes it found are reviewed all the same. */
  readonly error: string | undefined;
  readonly counts: Counts;
  readonly outputs: readonly OutputChange[];
  readonly unchanged: number;
  readonly risk: Risk;
  readonly forbidden: readonly Forbidden[];
  readonly warnings: readonly Warning[];
  readonly renames: readonly Rename[];
  /** In the order of their chapters, the riskiest first in each. */
  readonly entries: readonly Entry[];
  readonly drift: Drift;
  readonly policy: PolicyDelta | undefined;
  /** What could not be compared, and allowances that allow what nobody does, or did so too long. */
  readonly notes: readonly string[];
}

/** What a review needs to know beside the plan. */
export interface ReviewOptions {
  readonly environment: string;
  readonly allowances: Allowances;
  /** The day, such as 2026-11-24: allowances expire. */
  readonly today: string;
  /** Terraform's message if the plan is errored. */
  readonly error?: string;
  readonly policy?: PolicyDelta;
  /** What else a reviewer has to know. */
  readonly notes?: readonly string[];
}

/** Reviews a plan: what changes, how risky that is, and what may not be. */
export function review(plan: Plan, options: ReviewOptions): Review {
  const allowances = options.allowances.destroy.filter(
    ({ environment }) => environment === options.environment,
  );
  const renames = findRenames(plan.changes);
  const holders = newHolders(plan);
  const warnings: Warning[] = [];
  const forbidden: Forbidden[] = [];
  const entries = plan.changes.map((change) => {
    const found = differences(change.before ?? {}, change.after ?? {});
    const reading = readChange(change, found, isNewHolder(change, holders));
    const noise = reading.isSame ? 'only computed values' : noiseOf(change, found);
    warnings.push(...reading.warnings.map((sentence) => ({ address: change.address, sentence })));
    const allowed = allowances.some(
      ({ address, ...rest }) => address === change.address && inForce(rest, options.today),
    );
    const risk = riskOf(change, noise, allowed, reading.warnings.length > 0);
    const forced = forcedReplacements(change);
    if (risk === 'forbidden') forbidden.push(refusal(change, forced, renames, options));
    const { address, action } = change;
    const group = kindOf(change.type).group;
    const entry: Entry = {
      address,
      title: title(change),
      group,
      action,
      risk,
      forced,
      lines: reading.lines,
      noise,
    };
    return entry;
  });
  entries.sort((one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group) || byRisk(one, other));
  return {
    environment: options.environment,
    hash: fingerprint(plan),
    error: plan.errored ? (options.error ?? 'Terraform could not plan to the end.') : undefined,
    counts: countsOf(plan),
    outputs: plan.outputs,
    unchanged: plan.unchanged,
    risk: [...entries].sort(byRisk)[0]?.risk ?? 'routine',
    forbidden,
    warnings,
    renames,
    entries,
    drift: readDrift(plan.drift, options),
    policy: options.policy,
    notes: [...(options.notes ?? []), ...allowanceNotes(allowances, plan, options.today)],
  };
}

/** Nothing to change: outputs count, drift does not. */
export function isEmptyReview({ entries, outputs }: Review): boolean {
  return entries.length === 0 && outputs.length === 0;
}

/** What a process ends with: 0 nothing to change, 2 changes, 3 forbidden ones, 1 a plan that failed. */
export function exitCodeOf(made: Review): 0 | 1 | 2 | 3 {
  if (made.forbidden.length > 0) return 3;
  if (made.error !== undefined) return 1;
  return isEmptyReview(made) ? 0 : 2;
}

function countsOf({ changes }: Plan): Counts {
  const count = (action: Action) => changes.filter((change) => change.action === action).length;
  return {
    add: count('create'),
    change: count('update'),
    replace: count('replace'),
    destroy: count('delete'),
    move: changes.filter(({ previousAddress }) => previousAddress !== undefined).length,
    import: count('import'),
    forget: count('forget'),
  };
}

function refusal(
  change: ResourceChange,
  forced: readonly ForcedReplacement[],
  renames: readonly Rename[],
  { environment, error }: ReviewOptions,
): Forbidden {
  const { address, type } = change;
  const kind = kindOf(type);
  const rename = renames.find(({ from }) => from === address);
  const does = change.action === 'replace' ? 'replace' : 'destroy';
  const reason = forced.map(({ sentence }) => ` ${sentence}`).join('');
  const advice = [
    ...(rename
      ? [
          `If the construct was only renamed or moved, write on the resource at its new place: ${rename.line} Then nothing is destroyed.`,
        ]
      : [
          change.action === 'replace'
            ? `To keep it, restore ${forced.map(({ attribute }) => attribute).join(', ') || 'what it was'} as it was.`
            : 'To keep it, put its construct back.',
        ]),
    `To ${does} it all the same, save what it holds first, and let a reviewer agree to this line under "destroy" in config/allowances.json: ${JSON.stringify({ address, environment, reason: '…', expires: 'YYYY-MM-DD' })}`,
    ...(error?.includes('prevent_destroy')
      ? ['prevent_destroy stops Terraform itself as well: it has to go in the same change.']
      : []),
  ];
  const sentence = `This would ${does} the ${title(change)} and lose ${kind.loses ?? 'it'}.${reason}`;
  return { address, sentence, advice };
}

/** Names of the roles and buckets that this plan makes. */
function newHolders({ changes }: Plan): Set<string> {
  const created = changes.filter(
    ({ action, type }) =>
      action === 'create' && /^aws_(iam_role|s3_bucket|lambda_function|sns_topic)$/.test(type),
  );
  return new Set(
    created
      .flatMap(({ after }) => [after?.['name'], after?.['bucket'], after?.['function_name']])
      .filter((name) => typeof name === 'string'),
  );
}

function isNewHolder({ type, action, before, after }: ResourceChange, holders: ReadonlySet<string>): boolean {
  if (type === 'aws_iam_role') return action === 'create';
  if (before) return false;
  const holder = after?.['role'] ?? after?.['bucket'] ?? after?.['function_name'] ?? after?.['arn'];
  return holder === UNKNOWN || (typeof holder === 'string' && holders.has(holder));
}

function allowanceNotes(allowances: readonly DestroyAllowance[], { changes }: Plan, today: string): string[] {
  return allowances.flatMap((allowance) => {
    const used = changes.some((change) => change.address === allowance.address && ends(change));
    if (!inForce(allowance, today))
      return [`The allowance for ${allowance.address} expired on ${allowance.expires}: renew or remove it.`];
    return used
      ? [`config/allowances.json lets ${allowance.address} be destroyed: ${allowance.reason}`]
      : [
          `The allowance for ${allowance.address} allows nothing that this plan does: remove it once it is applied.`,
        ];
  });
}
