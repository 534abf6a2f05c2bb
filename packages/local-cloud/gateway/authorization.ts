import { type AwsError, missingCredentials } from '../core/errors';
import type { Decision, Permission, Principal } from '../core/principals';
import type { Service, ServiceCall } from '../core/service';

/** Who decides, for all services. */
export interface Decisions {
  authorize(principal: Principal, permission: Permission): Decision;
  /** The error of a denial; the log says what would have to change. */
  refuse(decision: Decision): AwsError;
}

/** Lets a call in, or throws the AwsError that its caller gets. */
export function authorizeCall(service: Service, call: ServiceCall, decisions: Decisions): void {
  const permissions = service.permissions(call);
  if (permissions.length === 0) requireCredentials(service, call);
  const denied = permissions
    .map((permission) => decisions.authorize(call.principal, permission))
    .filter(({ allowed }) => !allowed);
  const [first] = denied;
  if (!first) return;
  const refusal = decisions.refuse(first);
  throw service.denied?.(call, denied, refusal) ?? refusal;
}

/** What needs no permission needs credentials all the same, unless the service has its own. */
function requireCredentials({ authenticates }: Service, { principal, action }: ServiceCall): void {
  switch (principal.kind) {
    case 'role':
    case 'developer':
    case 'service':
      return;
    case 'public':
      if (authenticates?.includes(action)) return;
      throw missingCredentials();
    default:
      throw new TypeError(`Nobody knows the principal ${JSON.stringify(principal satisfies never)}.`);
  }
}
