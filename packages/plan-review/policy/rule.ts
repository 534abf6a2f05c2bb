import { type Block, isUnresolved, type Stack, type Statement } from './stack';

/** `unknown` where a value is known only to Terraform: neither passed nor failed. */
export type Verdict = 'pass' | 'fail' | 'unknown';

/** What a stack is: an environment that may be thrown away, one whose data is protected, or what an account has once. */
export type StackKind = 'throwaway' | 'protected' | 'account';

/** Where a rule holds: in every stack; in all but those that may be thrown away; or in that of the account. */
export type Scope = 'every' | 'protected' | 'account';

/** One rule: what it demands of each resource of a type. */
export interface Rule {
  /** The names by which checkov, trivy and AWS know it. The first is the one that waivers use. */
  readonly ids: readonly [string, ...string[]];
  /** What has to be so, in words. */
  readonly demand: string;
  readonly scope: Scope;
  /** A resource type, or `terraform` or `provider` for the stack's own settings. */
  readonly type: string;
  /** Whether a resource keeps the rule: its configuration, its stack, and its address. */
  readonly test: (config: Block, stack: Stack, address: string) => Verdict;
}

/** Asks about one value. */
export function value(given: unknown, demand: (given: unknown) => boolean): Verdict {
  if (isUnresolved(given)) return 'unknown';
  return demand(given) ? 'pass' : 'fail';
}

/** Passes when the value is exactly this one. */
export function equals(given: unknown, wanted: unknown): Verdict {
  return value(given, (known) => known === wanted);
}

/** Passes when the value is one of these. */
export function oneOf(given: unknown, wanted: readonly unknown[]): Verdict {
  return value(given, (known) => wanted.includes(known));
}

/** Passes when there is a value, whether it is known or not. */
export function isSet(given: unknown): Verdict {
  const missing = given === undefined || given === null || given === '';
  return missing || (Array.isArray(given) && given.length === 0) ? 'fail' : 'pass';
}

/** Passes when the condition holds. */
export function holds(condition: boolean): Verdict {
  return condition ? 'pass' : 'fail';
}

/** Fails when one fails; passes when all pass, and when there is none. */
export function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('unknown') ? 'unknown' : 'pass';
}

/** Passes when one passes; fails when all fail, and when there is none. */
export function any(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('pass')) return 'pass';
  return verdicts.includes('unknown') ? 'unknown' : 'fail';
}

/** Asks about every statement of a policy. */
export function statements(
  stack: Stack,
  policy: unknown,
  demand: (statements: readonly Statement[]) => boolean,
): Verdict {
  const known = stack.statements(policy);
  return known ? holds(demand(known)) : 'unknown';
}

/** Whether a statement lets anybody do something. */
export function admitsAnybody({ effect, principals }: Statement): boolean {
  return (
    effect === 'Allow' &&
    principals.some(({ type, identifiers }) => type === '*' || identifiers.includes('*'))
  );
}

/** Whether a statement refuses what does not come over TLS. */
export function refusesPlainText({ effect, principals, conditions }: Statement): boolean {
  return (
    effect === 'Deny' &&
    principals.some(({ identifiers }) => identifiers.includes('*')) &&
    conditions.length === 1 &&
    conditions.some(
      ({ test, variable, values }) =>
        test === 'Bool' && variable.toLowerCase() === 'aws:securetransport' && values.join() === 'false',
    )
  );
}
