import { AwsError, type JsonObject, type Permission } from '../../core/service';
import type { Verdict } from './policy-evaluation';
import type { Role } from './roles';

/**
 * The error of a caller whom policies do not let, in AWS's words
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html). `caller` is the ARN as
 * STS would name it. The status is that of AWS's JSON protocols; the others answer 403.
 */
export function denial(
  caller: string,
  { action, resource }: Permission,
  reason: 'explicit deny' | 'implicit deny',
  policyType: 'identity-based' | 'resource-based',
): AwsError {
  const why =
    reason === 'explicit deny'
      ? `with an explicit deny in ${policyType === 'identity-based' ? 'an' : 'a'} ${policyType} policy`
      : `because no ${policyType} policy allows the ${action} action`;
  return new AwsError(
    'AccessDeniedException',
    `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  );
}

/** The statement that would allow it, to be pasted into a policy. */
export function missingStatement({ action, resource }: Permission): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

/** The denial for the local log: which statement denies it, or which would allow it and where to put it. */
export function explanation(
  role: Role | undefined,
  roleArn: string,
  permission: Permission,
  verdict: Verdict,
): string {
  const what = `${role?.name ?? roleArn} may not ${permission.action} on ${permission.resource}`;
  const remarks = verdict.remarks.map((remark) => ` ${remark}.`).join('');
  if (!role) return `${what}: the stack has no such role.`;
  if (verdict.statement) {
    const { policy, sid, index } = verdict.statement;
    return `${what}: statement ${index + 1}${sid ? ` (${sid})` : ''} of ${policy} denies it.${remarks}`;
  }
  const place = role.policies.map(({ address }) => address).join(' or ') || `a policy of ${role.address}`;
  return `${what}. This statement in ${place} would allow it: ${JSON.stringify(missingStatement(permission))}${remarks}`;
}
