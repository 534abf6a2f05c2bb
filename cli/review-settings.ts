import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Allowances,
  type PolicyOptions,
  policyRules,
  readAllowances,
  type StackOf,
} from '@keyhold/plan-review';
import { deployedEnvironments, environment } from '../config/environments';
import { ACCOUNT, STATE_KEYS, WAIVERS } from '../config/policy';

/** What the plan review is told of this system. */

export const ALLOWANCES_FILE = join('config', 'allowances.json');

/** The rules for our stacks, and what they let pass. */
export const POLICY: PolicyOptions = { rules: policyRules({ stateKeys: STATE_KEYS }), waivers: WAIVERS };

/** @throws InputError that names the file and the field */
export function allowances(): Allowances {
  return readAllowances(readFileSync(join(__dirname, '..', ALLOWANCES_FILE), 'utf8'), ALLOWANCES_FILE);
}

/** The first line of an environment's comment on a pull request, by which a later run finds it. */
export function commentMarker(name: string): string {
  return `<!-- keyhold plan review: ${name} -->`;
}

/** The names of all that is checked: every deployed environment, and what the account has once. */
export function checkedStacks(): string[] {
  return [...deployedEnvironments().map(({ name }) => name), ACCOUNT];
}

/** A synthesized stack, by what it is: the rules depend on that, not on its name. */
export function stackOf(name: string, json: unknown): StackOf {
  if (name === ACCOUNT) return { environment: name, kind: 'account', json };
  return { environment: name, kind: environment(name).protectData ? 'protected' : 'throwaway', json };
}

/** The day, such as 2026-11-24: allowances expire. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
