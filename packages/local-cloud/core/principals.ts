import type { JsonObject } from './json';
import type { RequestContext } from './policy/context';
import type { EvaluationResult } from './policy/evaluate';
import type { AccessPolicy } from './policy/statement';

/**
 * Who makes a call. A `role` is one of the stack's IAM roles, held to its policies. The `developer` is
 * whoever sits at this machine and talks to the gateway with any other credentials: an administrator.
 * A `service` is an AWS service acting for one of the stack's resources (`cloudfront.amazonaws.com` for the
 * distribution `sourceArn`): only resource policies let it in. A `public` caller has no AWS identity at
 * all: an API key, or nothing.
 */
export type Principal =
  | { readonly kind: 'role'; readonly roleArn: string; readonly sessionName: string }
  | { readonly kind: 'developer' }
  | { readonly kind: 'service'; readonly service: string; readonly sourceArn: string }
  | { readonly kind: 'public' };

/** What IAM has to allow before a call is handled: `dynamodb:UpdateItem` on the table's ARN. */
export interface Permission {
  readonly action: string;
  /** An ARN, or `*` for an action that is on no resource. */
  readonly resource: string;
  /** The condition keys of this call beside those that every call has. */
  readonly context?: RequestContext;
  /** The resource's own policy, where it has one. */
  readonly resourcePolicy?: AccessPolicy | undefined;
  /** True for a role's trust policy: whom it does not allow no other policy lets in. */
  readonly resourcePolicyDecides?: boolean;
  /** True where everybody is judged as the public, signed or not: at a function URL of authorization NONE. */
  readonly asPublic?: boolean;
}

/** Whether a principal may do something, and why. */
export interface Decision extends EvaluationResult {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly principal: Principal;
  readonly permission: Pick<Permission, 'action' | 'resource'>;
  readonly allowed: boolean;
  /** Where no identity policy allows it: the statement that would. */
  readonly suggestion: JsonObject | undefined;
}

/** Temporary credentials of a role, as STS hands them out. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A principal's name for people: a role's own name, a service's, or the kind. */
export function principalName(principal: Principal): string {
  if (principal.kind === 'role') return principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1);
  return principal.kind === 'service' ? principal.service : principal.kind;
}
