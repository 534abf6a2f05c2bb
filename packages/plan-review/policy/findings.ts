import type { Rule, Scope, StackKind, Verdict } from './rule';
import { Stack } from './stack';
import { isExpired, type Waiver, waives } from './waiving';

/** A synthesized stack, and what it is. */
export interface StackOf {
  /** The name of its environment; for what an account has once, the name that waivers use. */
  readonly environment: string;
  readonly kind: StackKind;
  /** The parsed cdk.tf.json. */
  readonly json: unknown;
}

/** What a rule says of one resource. */
export interface Check {
  /** The rule's first id. */
  readonly rule: string;
  readonly ids: readonly string[];
  readonly demand: string;
  readonly environment: string;
  readonly address: string;
  readonly verdict: Verdict;
}

/** A rule that a resource breaks. */
export interface BrokenRule extends Check {
  readonly verdict: 'fail';
  /** Why it may, for now; undefined where nobody has said so. */
  readonly waiver?: Waiver;
}

/** Every verdict of every rule that holds for the stack, passes and unknowns included. */
export function checks({ environment, kind, json }: StackOf, rules: readonly Rule[]): Check[] {
  const stack = new Stack(json);
  return rules
    .filter(({ scope }) => appliesTo(scope, kind))
    .flatMap((rule) =>
      stack.subjects(rule.type).map(([address, config]) => ({
        ...named(rule),
        environment,
        address,
        verdict: rule.test(config, stack, address),
      })),
    );
}

/** Those of the checks that failed, each with the waiver that lets it. */
export function brokenRules(
  checked: readonly Check[],
  waivers: readonly Waiver[],
  today = new Date(),
): BrokenRule[] {
  const inForce = waivers.filter((waiver) => !isExpired(waiver, today));
  return checked.flatMap((check) => {
    if (check.verdict !== 'fail') return [];
    const waiver = inForce.find((each) => waives(each, check));
    return [{ ...check, verdict: 'fail' as const, ...(waiver && { waiver }) }];
  });
}

/** Whether a rule of the scope holds for a stack of the kind. */
export function appliesTo(scope: Scope, kind: StackKind): boolean {
  if (scope === 'account') return kind === 'account';
  return scope === 'every' || kind !== 'throwaway';
}

function named({ ids, demand }: Rule): Pick<Check, 'rule' | 'ids' | 'demand'> {
  return { rule: ids[0], ids, demand };
}
