import { type BrokenRule, brokenRules, type Check, checks, type StackOf } from './findings';
import type { Rule } from './rule';
import { type Waiver, waiverFaults } from './waiving';

/** What the rules say of all stacks together. */
export interface Policy {
  readonly checks: readonly Check[];
  readonly findings: readonly BrokenRule[];
  /** What has to be corrected before this can be merged, a sentence each: broken rules, waivers that are none. */
  readonly faults: readonly string[];
}

/** The rules, and what they let pass. */
export interface PolicyOptions {
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** The day on which waivers have to be in force; today unless told. */
  readonly today?: Date;
}

/** Holds every stack to every rule, and every waiver to its use and its day. */
export function policy(
  stacks: readonly StackOf[],
  { rules, waivers, today = new Date() }: PolicyOptions,
): Policy {
  const all = stacks.flatMap((stack) => checks(stack, rules));
  const broken = brokenRules(all, waivers, today);
  const violations = broken
    .filter(({ waiver }) => !waiver)
    .map(
      ({ rule, environment, address, demand }) =>
        `${rule} is broken in ${environment} by ${address}. It demands: ${demand}.`,
    );
  return { checks: all, findings: broken, faults: [...violations, ...waiverFaults(waivers, broken, today)] };
}
