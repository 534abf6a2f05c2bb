import { type Check, checks, type Finding, findings } from './findings';
import { WAIVERS } from './waivers';
import { waiverFaults } from './waiving';

/** What the rules say of all environments together. */
export interface Policy {
  readonly checks: readonly Check[];
  readonly findings: readonly Finding[];
  /** What has to be mended before this can be merged, a sentence each: broken rules, waivers that are none. */
  readonly faults: readonly string[];
}

/** A synthesized stack (the parsed cdk.tf.json) and the environment it is of. */
export interface StackOf {
  readonly environment: string;
  readonly json: unknown;
}

/** Holds every environment to every rule, and every waiver to its use and its day. */
export function policy(stacks: readonly StackOf[], { waivers = WAIVERS, today = new Date() } = {}): Policy {
  const all = stacks.flatMap(({ environment, json }) => checks(json, environment));
  const broken = stacks.flatMap(({ environment, json }) => findings(json, environment, { waivers, today }));
  const violations = broken
    .filter(({ waiver }) => !waiver)
    .map(
      ({ rule, environment, address, demand }) =>
        `${rule} is broken in ${environment} by ${address}. It demands: ${demand}.`,
    );
  return { checks: all, findings: broken, faults: [...violations, ...waiverFaults(waivers, broken, today)] };
}
