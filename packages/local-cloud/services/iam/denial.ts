import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import type { Decision } from '../../core/principals';
import type { Role } from './roles';

/**
 * The error of a caller whom policies do not let, in AWS's words
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html). `caller` is the ARN as
 * STS would name it. The status is that of AWS's JSON protocols; the others answer 403.
 */
export function denial(caller: string, { permission, reason, policyType }: Decision): AwsError {
  const { action, resource } = permission;
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
export function missingStatement({ action, resource }: Decision['permission']): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

/** A role's denial for the local log: which statement denies it, or which would allow it and where to put it. */
export function explanation(role: Role | undefined, roleArn: string, decision: Decision): string {
  const { permission, statement, remarks, policyType } = decision;
  const what = `${role?.name ?? roleArn} may not ${permission.action} on ${permission.resource}`;
  const remarked = sentences(remarks);
  if (!role) return `${what}: the stack has no such role.`;
  if (statement) return `${what}: ${named(statement)} denies it.${remarked}`;
  if (policyType === 'resource-based') return `${what}: no policy of the resource allows it.${remarked}`;
  const place = role.policies.map(({ address }) => address).join(' or ') || `a policy of ${role.address}`;
  return `${what}. This statement in ${place} would allow it: ${JSON.stringify(missingStatement(permission))}${remarked}`;
}

/** `statement 2 (OnlyTls) of aws_s3_bucket_policy.web` */
export function named({ policy, sid, index }: NonNullable<Decision['statement']>): string {
  return `statement ${index + 1}${sid ? ` (${sid})` : ''} of ${policy}`;
}

export function sentences(remarks: readonly string[]): string {
  return remarks.map((remark) => ` ${remark}.`).join('');
}
