import { capitalizedTitle } from '../meaning/names';
import { block } from '../plan/json';
import { SECRET_IN_CLEAR } from '../plan/masking';
import type { ResourceChange } from '../plan/terraform-plan';

/** A secret in a function's variables is in the state, in every plan, and in Lambda's console. */
export function secretsInClear(change: ResourceChange): string[] {
  const variables = block(block(change.after?.['environment'])?.['variables']) ?? {};
  return Object.entries(variables)
    .filter(([, value]) => value === SECRET_IN_CLEAR)
    .map(
      ([name]) =>
        `${capitalizedTitle(change)} holds what looks like a secret in clear, ${name}: keep it in Secrets Manager.`,
    );
}
