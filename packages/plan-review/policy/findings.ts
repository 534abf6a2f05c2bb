import type { Rule, Scope, Verdict } from './rule';
import { RULES } from './rules';
import { Stack } from './stack';
import { WAIVERS } from './waivers';
import { isExpired, type Waiver, waives } from './waiving';

/** What a rule says of one resource. */
export interface Check {
  /** The rule's first id. */
  readonly rule: string;
  readonly ids: readonly string[];
  readonly demand: string;
  /** dev, staging, prod, local, or state for what an account has once. */
  readonly environment: string;
  readonly address: string;
  readonly verdict: Verdict;
}

/** A rule that a resource breaks. */
export interface Finding extends Check {
  readonly verdict: 'fail';
  /** Why it may, for now; undefined where nobody has said so. */
  readonly waiver?: Waiver;
}

/** The environments whose data and lives may be thrown away. */
const THROWAWAY = ['local', 'dev'];
const ACCOUNT = 'state';

/** Every verdict of every rule that holds in the environment, passes and unknowns included. */
export function checks(stackJson: unknown, environment: string, rules = RULES): Check[] {
  const stack = new Stack(stackJson);
  return rules
    .filter(({ scope }) => appliesTo(scope, environment))
    .flatMap((rule) =>
      stack.subjects(rule.type).map(([address, config]) => ({
        ...named(rule),
        environment,
        address,
        verdict: rule.test(config, stack, address),
      })),
    );
}

/**
 * The rules that a synthesized stack breaks, waived ones included.
 * @param stackJson the parsed cdk.tf.json
 * @param environment dev, staging, prod or local; state for keyhold-state
 */
export function findings(
  stackJson: unknown,
  environment: string,
  { rules = RULES, waivers = WAIVERS, today = new Date() } = {},
): Finding[] {
  const inForce = waivers.filter((waiver) => !isExpired(waiver, today));
  return checks(stackJson, environment, rules).flatMap((check) => {
    if (check.verdict !== 'fail') return [];
    const waiver = inForce.find((each) => waives(each, check));
    return [{ ...check, verdict: 'fail' as const, ...(waiver && { waiver }) }];
  });
}

/** Whether a rule of the scope holds in the environment. */
export function appliesTo(scope: Scope, environment: string): boolean {
  if (scope === 'account') return environment === ACCOUNT;
  return scope === 'every' || !THROWAWAY.includes(environment);
}

function named({ ids, demand }: Rule): Pick<Check, 'rule' | 'ids' | 'demand'> {
  return { rule: ids[0], ids, demand };
}
