import { inForce } from './meaning/allowances';
import { circumstances } from './meaning/circumstances';
import { readDrift } from './meaning/drift';
import { fingerprint } from './meaning/fingerprint';
import { isNewHolder, newHolders } from './meaning/holders';
import { unjudged } from './meaning/judged';
import { GROUPS, kindOf } from './meaning/kinds';
import { title } from './meaning/names';
import { noiseOf } from './meaning/noise';
import { findRenames } from './meaning/renames';
import { forcedReplacements } from './meaning/replacement';
import { byRisk, riskOf } from './meaning/risk';
import { shown, shownChange } from './meaning/values';
import type { Counts, Review, ReviewOptions } from './model';
import { differences, isUnset } from './plan/differences';
import type { Action, Plan } from './plan/terraform-plan';
import type { ReadChange, ReviewInput } from './steps/step';
import { STEPS } from './steps/steps';
import { readChange } from './subjects/reading';

/** Reviews a plan: what changes, how risky that is, and what may not be. */
export function review(plan: Plan, options: ReviewOptions): Review {
  const { environment, error = 'Terraform could not plan to the end.' } = options;
  const allowances = options.allowances.destroy.filter((each) => each.environment === environment);
  const renames = findRenames(plan.changes);
  const changes = readChanges(plan, allowances, options);
  const input: ReviewInput = { plan, changes, renames, allowances, options };
  const told = STEPS.map((step) => step(input));
  const entries = changes
    .map(({ entry }) => entry)
    .sort((one, other) => GROUPS.indexOf(one.group) - GROUPS.indexOf(other.group) || byRisk(one, other));
  return {
    environment,
    hash: fingerprint(plan),
    error: plan.errored ? error : undefined,
    counts: countsOf(plan),
    outputs: plan.outputs.map(({ name, action, before, after }) => ({
      name,
      action,
      text: action === 'delete' ? shown(before) : shownChange(before, after),
    })),
    deferred: plan.deferred.map(({ address, reason = 'it depends on what is not known yet' }) => ({
      address,
      sentence: `It is put off to a further plan: ${reason}.`,
    })),
    reads: plan.reads.map(({ address }) => address),
    unchanged: plan.unchanged,
    risk: [...entries].sort(byRisk)[0]?.risk ?? 'routine',
    forbidden: told.flatMap(({ forbidden = [] }) => forbidden),
    warnings: told.flatMap(({ warnings = [] }) => warnings),
    renames,
    entries,
    drift: readDrift(plan, options),
    policy: options.policy,
    notes: told.flatMap(({ notes = [] }) => notes),
  };
}

/** Each change with what it is about, how risky it is and what it warns of. */
function readChanges(
  plan: Plan,
  allowances: ReviewInput['allowances'],
  { today }: ReviewOptions,
): ReadChange[] {
  const holders = newHolders(plan);
  return plan.changes.map((change) => {
    const { address, action } = change;
    const found = differences(change.before ?? {}, change.after ?? {});
    const { lines, warnings, isSame } = readChange(change, found, isNewHolder(change, holders));
    const noise = isSame ? 'only computed values' : noiseOf(change, found);
    const left = unjudged(change, found);
    const allowed = allowances.some((each) => each.address === address && inForce(each, today));
    const entry = {
      address,
      title: title(change),
      group: kindOf(change.type).group,
      action,
      risk: riskOf(change, { found, noise, allowed, warned: warnings.length > 0, unjudged: left }),
      forced: forcedReplacements(change),
      lines,
      noise,
      circumstances: circumstances(change),
      unjudged: left,
      settings: action === 'create' ? found.filter((each) => !isUnset(each)).length : 0,
    };
    return { change, entry, warnings };
  });
}

/** Nothing to change: outputs and what is put off count, drift does not. */
export function isEmptyReview({ entries, outputs, deferred }: Review): boolean {
  return entries.length === 0 && outputs.length === 0 && deferred.length === 0;
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
    import: changes.filter(({ importedId }) => importedId !== undefined).length,
    forget: count('forget'),
  };
}
