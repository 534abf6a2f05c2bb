import type { MiniStack } from '../mini-stacks';

/** A stack that keeps a rule, and stacks that break it. */
export interface Example {
  readonly kept: MiniStack;
  readonly broken: readonly MiniStack[];
}

/** By the first id of the rule. */
export type Examples = Record<string, Example>;

/** A stack whose subject is set like this, with nothing beside it. */
export function is(config: Record<string, unknown>): MiniStack {
  return { config };
}

/** The access key of AWS's own examples. */
export const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
