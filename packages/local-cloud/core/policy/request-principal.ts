import { type Match, NotUnderstood } from './context';
import type { PrincipalElement } from './statement';

/** Who makes a call, by the names that policies know. */
export type RequestPrincipal =
  /** Of an account: `arns` are a user's own, or a session's and its role's. */
  | { readonly kind: 'identity'; readonly account: string; readonly arns: readonly string[] }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'anonymous' };

/**
 * How a resource's policy means a principal: by itself, or only by its account, which leaves an Allow to the
 * account's own policies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export type PrincipalMatch = 'itself' | 'account' | 'no' | NotUnderstood;

export function matchPrincipal(
  element: PrincipalElement,
  principal: RequestPrincipal,
  effect: 'Allow' | 'Deny',
): PrincipalMatch {
  if (!element.except) return listed(element, principal);
  const excepted = isExcepted(element, principal, effect);
  if (excepted instanceof NotUnderstood) return excepted;
  return excepted ? 'no' : 'itself';
}

function listed(element: PrincipalElement, principal: RequestPrincipal): PrincipalMatch {
  if (element.everyone) return 'itself';
  switch (principal.kind) {
    case 'identity':
      if (element.aws.some((name) => principal.arns.includes(name))) return 'itself';
      if (element.aws.some((name) => isAccount(name, principal.account))) return 'account';
      return element.canonicalUsers.length > 0 ? canonicalUser() : 'no';
    case 'service':
      return element.services.includes(principal.name) ? 'itself' : 'no';
    case 'anonymous':
      return 'no';
    default:
      return neverKind(principal);
  }
}

/**
 * A Deny spares only whom NotPrincipal lists by every name: its account, its role and its session
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html). An Allow
 * spares whom it lists by any.
 */
function isExcepted(element: PrincipalElement, principal: RequestPrincipal, effect: 'Allow' | 'Deny'): Match {
  if (element.everyone) return true;
  switch (principal.kind) {
    case 'identity': {
      if (element.canonicalUsers.length > 0) return canonicalUser();
      const names = [
        element.aws.some((name) => isAccount(name, principal.account)),
        ...principal.arns.map((arn) => element.aws.includes(arn)),
      ];
      return effect === 'Deny' ? names.every(Boolean) : names.some(Boolean);
    }
    case 'service':
      return element.services.includes(principal.name);
    case 'anonymous':
      return false;
    default:
      return neverKind(principal);
  }
}

function isAccount(name: string, account: string): boolean {
  return name === account || new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(name);
}

function canonicalUser(): NotUnderstood {
  return new NotUnderstood('the principal CanonicalUser is not known locally');
}

function neverKind(principal: never): never {
  throw new TypeError(`No policy knows the principal ${JSON.stringify(principal)}.`);
}
