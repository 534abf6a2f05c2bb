import type { JsonObject, Permission } from '../../../core/service';
import type { RequestContext } from '../../../services/iam/pattern';
import { parsePolicy } from '../../../services/iam/policy';
import { evaluatePolicies, type Verdict } from '../../../services/iam/policy-evaluation';

export const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/apartments';
export const UPDATE: Permission = { action: 'dynamodb:UpdateItem', resource: TABLE };

/** What one policy of these statements says of a permission. */
export function verdictOf(
  statements: JsonObject | readonly JsonObject[],
  permission: Permission = UPDATE,
  context: RequestContext = {},
): Verdict {
  const json = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return evaluatePolicies(
    [{ address: 'aws_iam_role_policy.p', statements: parsePolicy(json, 'identity') }],
    permission,
    context,
  );
}
