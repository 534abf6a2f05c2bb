import type { StackOf } from '../../policy/findings';
import { policyRules } from '../../policy/rules';

/** The rules for a product that keeps its states under `shop/<environment>/terraform.tfstate`. */
export const RULES = policyRules({ stateKeys: /^shop\/[a-z]+\/terraform\.tfstate$/ });

/** A stack that every rule holds for, but those of the account. */
export function protectedStack(json: unknown): StackOf {
  return { environment: 'prod', kind: 'protected', json };
}
