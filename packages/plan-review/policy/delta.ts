import type { PolicyDelta, Finding as Told } from '../review';
import { type Finding, findings } from './findings';

/**
 * Which findings a change brings and which it ends, by rule and address. One with a waiver is told too: a
 * waiver is part of the change that a reviewer agrees to.
 * @param before the parsed cdk.tf.json of before; undefined where the environment's stack did not exist
 * @param after the parsed cdk.tf.json of the change
 */
export function policyDelta(before: unknown, after: unknown, environment: string): PolicyDelta {
  const earlier = before === undefined ? [] : findings(before, environment);
  const later = findings(after, environment);
  return { added: without(later, earlier), fixed: without(earlier, later) };
}

function without(these: readonly Finding[], those: readonly Finding[]): Told[] {
  const known = new Set(those.map(keyOf));
  return these.filter((finding) => !known.has(keyOf(finding))).map(told);
}

function keyOf({ rule, address }: Finding): string {
  return `${rule} ${address}`;
}

function told({ rule, address, demand, waiver }: Finding): Told {
  const sentence = waiver ? `${demand} (waived until ${waiver.expires}: ${waiver.reason})` : demand;
  return { rule, address, sentence };
}
