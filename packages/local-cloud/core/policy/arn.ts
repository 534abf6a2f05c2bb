import { all, type Match, type RequestContext } from './context';
import { isLike } from './variables';

const PARTS = 6;

/**
 * Whether an ARN is like a pattern: each of the six parts by itself, so that a wildcard does not reach beyond its
 * colon (`ArnLike` in
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html).
 */
export function isLikeArn(pattern: string, arn: string, context: RequestContext): Match {
  const patterns = partsOf(pattern);
  const parts = partsOf(arn);
  if (patterns.length !== PARTS || parts.length !== PARTS) return false;
  return all(patterns.map((part, index) => isLike(part, parts[index] ?? '', context)));
}

/**
 * Whether the pattern of a Resource element stands for the resource: `*` for every one, else as {@link isLikeArn},
 * and parts that an incomplete ARN lacks are `*`
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 */
export function isResource(pattern: string, resource: string, context: RequestContext): Match {
  if (pattern === '*') return true;
  const lacking = PARTS - partsOf(pattern).length;
  return isLikeArn(pattern + ':*'.repeat(Math.max(0, lacking)), resource, context);
}

/** The account in an ARN; undefined where it has none, as a bucket's. */
export function accountOf(arn: string): string | undefined {
  return /^\d{12}$/.exec(partsOf(arn)[4] ?? '')?.[0];
}

/** The sixth part may have colons of its own; colons of a policy variable separate nothing. */
function partsOf(arn: string): string[] {
  const parts = arn.split(/:(?![^{}]*\})/);
  return parts.length <= PARTS ? parts : [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(':')];
}
