import { AwsError } from '../../core/errors';
import { MalformedPolicy, parsePolicy, unknownOperators } from '../../core/policy/parse';
import type { AccessPolicy } from '../../core/policy/statement';
import type { Decision } from '../../core/principals';

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
 * @throws AwsError where the document is no policy, or has a condition that is not evaluated locally
 */
export function bucketPolicy(address: string, document: string): AccessPolicy {
  const refuse = (reason: string) => new AwsError('MalformedPolicy', `${address}: ${reason}.`);
  try {
    const statements = parsePolicy(document, 'resource');
    const [operator] = unknownOperators(statements);
    if (operator !== undefined) throw refuse(`the condition operator ${operator} is not evaluated locally`);
    return { address, statements };
  } catch (error) {
    throw error instanceof MalformedPolicy ? refuse(error.message) : error;
  }
}

/** S3's answer to whom it does not let in. AWS says `Access Denied` alone to some; here one learns why. */
export function accessDenied(bucket: string, decision: Decision, refusal: AwsError): AwsError {
  return new AwsError('AccessDenied', reasonOf(bucket, decision) ?? refusal.message, 403);
}

function reasonOf(
  bucket: string,
  { principal, permission, statement, policyType }: Decision,
): string | undefined {
  const { action, resource } = permission;
  if (statement && policyType === 'resource-based') {
    const which = statement.sid ?? String(statement.index + 1);
    return `Access Denied: the bucket policy of ${bucket} denies ${action} (statement ${which}).`;
  }
  switch (principal.kind) {
    case 'public':
      return `Access Denied: nobody signed the request for ${resource}.`;
    case 'service': {
      const who = `${principal.service} for ${principal.sourceArn}`;
      return `Access Denied: the bucket policy of ${bucket} does not allow ${who} to ${action} on ${resource}.`;
    }
    case 'role':
    case 'developer':
      return undefined;
    default:
      return principal satisfies never;
  }
}
