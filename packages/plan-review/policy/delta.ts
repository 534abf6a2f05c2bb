import type { Finding, PolicyDelta } from '../model';
import { type BrokenRule, brokenRules, checks, type StackOf } from './findings';
import type { PolicyOptions } from './policy';

/**
 * Which findings a change brings and which it ends, by rule and address. One with a waiver is told too: a
 * waiver is part of the change that a reviewer agrees to.
 * @param before the parsed cdk.tf.json of before; undefined where the stack did not exist
 * @param after the stack as the change leaves it
 */
export function policyDelta(before: unknown, after: StackOf, options: PolicyOptions): PolicyDelta {
  const broken = (stack: StackOf) =>
    brokenRules(checks(stack, options.rules), options.waivers, options.today);
  const earlier = before === undefined ? [] : broken({ ...after, json: before });
  const later = broken(after);
  return { added: without(later, earlier), fixed: without(earlier, later) };
}

function without(these: readonly BrokenRule[], those: readonly BrokenRule[]): Finding[] {
  const known = new Set(those.map(keyOf));
  return these.filter((finding) => !known.has(keyOf(finding))).map(told);
}

function keyOf({ rule, address }: BrokenRule): string {
  return `${rule} ${address}`;
}

function told({ rule, address, demand, waiver }: BrokenRule): Finding {
  const sentence = waiver ? `${demand} (waived until ${waiver.expires}: ${waiver.reason})` : demand;
  return { rule, address, sentence };
}
