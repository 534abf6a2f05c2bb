import type { JsonObject } from '../../../core/json';
import { accountOf } from '../../../core/policy/arn';
import type { RequestContext } from '../../../core/policy/context';
import { type AccessRequest, type EvaluationResult, evaluate } from '../../../core/policy/evaluate';
import { type PolicyKind, parsePolicy } from '../../../core/policy/parse';
import type { RequestPrincipal } from '../../../core/policy/request-principal';
import type { AccessPolicy } from '../../../core/policy/statement';
import type { Permission } from '../../../core/principals';

export const ACCOUNT = '123456789012';
export const TABLE = `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/orders`;
export const UPDATE: Permission = { action: 'dynamodb:UpdateItem', resource: TABLE };
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`;

export const role: RequestPrincipal = { kind: 'identity', account: ACCOUNT, arns: [SESSION, ROLE] };
export const user: RequestPrincipal = {
  kind: 'identity',
  account: ACCOUNT,
  arns: [`arn:aws:iam::${ACCOUNT}:user/ann`],
};
export const service: RequestPrincipal = { kind: 'service', name: 'events.amazonaws.com' };
export const anonymous: RequestPrincipal = { kind: 'anonymous' };

export function policy(
  address: string,
  statements: JsonObject | readonly JsonObject[],
  kind: PolicyKind,
): AccessPolicy {
  const json = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return { address, statements: parsePolicy(json, kind) };
}

/** What one identity policy of these statements says of a permission. */
export function verdictOf(
  statements: JsonObject | readonly JsonObject[],
  { action, resource }: Permission = UPDATE,
  context: RequestContext = {},
): EvaluationResult {
  return decide({
    action,
    resource,
    context,
    identityPolicies: [policy('aws_iam_role_policy.p', statements, 'identity')],
  });
}

/** What is decided about a role of the account, unless told otherwise. */
export function decide(asked: Partial<AccessRequest>): EvaluationResult {
  return evaluate({
    ...UPDATE,
    context: {},
    principal: role,
    identityPolicies: [],
    resourcePolicy: undefined,
    resourceAccount: accountOf(asked.resource ?? TABLE) ?? ACCOUNT,
    resourcePolicyDecides: false,
    ...asked,
  });
}
