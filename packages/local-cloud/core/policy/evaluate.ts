import { matchesWildcards } from '../wildcards';
import { isResource } from './arn';
import { meets } from './condition';
import { all, any, type Match, NotUnderstood, not, type RequestContext } from './context';
import { matchPrincipal, type RequestPrincipal } from './request-principal';
import type { AccessPolicy, Listed, PolicyStatement } from './statement';

/** What is asked for, and all that is said about it. */
export interface AccessRequest {
  readonly principal: RequestPrincipal;
  /** `dynamodb:UpdateItem` */
  readonly action: string;
  /** An ARN, or `*` for an action that is on no resource. */
  readonly resource: string;
  readonly context: RequestContext;
  /** Those of the principal: none but of an identity. */
  readonly identityPolicies: readonly AccessPolicy[];
  readonly resourcePolicy: AccessPolicy | undefined;
  /** The account of the resource. */
  readonly resourceAccount: string;
  /** True for a role's trust policy: whom it does not allow nothing else lets in. */
  readonly resourcePolicyDecides: boolean;
}

export type PolicyType = 'identity-based' | 'resource-based';

/** Which statement decided. */
export interface DecidingStatement {
  /** The address of its policy. */
  readonly policy: string;
  readonly sid: string | undefined;
  /** Its place in the policy, from 0. */
  readonly index: number;
}

/** What policies say of one request. */
export interface EvaluationResult {
  readonly reason: 'allowed' | 'explicit deny' | 'implicit deny';
  /** The policies that decided; of an implicit deny, those that lack the Allow. */
  readonly policyType: PolicyType;
  /** The statement that allows or denies; none where no statement matches. */
  readonly statement: DecidingStatement | undefined;
  /** What was not understood, a clause for each statement. */
  readonly remarks: readonly string[];
}

/** A statement that counts. */
interface Counting {
  readonly effect: 'Allow' | 'Deny';
  readonly policyType: PolicyType;
  /** Whether it means the principal itself, or only its account. */
  readonly means: 'itself' | 'account';
  readonly statement: DecidingStatement;
}

/**
 * AWS's evaluation of identity and resource policies together. A Deny of either decides. Then an identity is let
 * into its own account by either, and into another by both; a service and who is anonymous by the resource's alone
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).
 *
 * What is not understood never helps: an Allow with it does not count, a Deny does, and a remark names it.
 */
export function evaluate(request: AccessRequest): EvaluationResult {
  const remarks: string[] = [];
  const { identityPolicies, resourcePolicy } = request;
  const counting = [
    ...identityPolicies.flatMap((policy) => countingIn(policy, 'identity-based', request, remarks)),
    ...(resourcePolicy ? countingIn(resourcePolicy, 'resource-based', request, remarks) : []),
  ];
  const denying = counting.find(({ effect }) => effect === 'Deny');
  if (denying) return verdict('explicit deny', denying, remarks);
  const allowing = counting.filter(({ effect }) => effect === 'Allow');
  const by = grant(request, allowing);
  if (typeof by === 'object') return verdict('allowed', by, remarks);
  return { reason: 'implicit deny', policyType: by, statement: undefined, remarks };
}

/** Whether a statement's action is the one asked for, in any case: `DynamoDB:getitem`. */
export function isAction(pattern: string, action: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), action.toLowerCase());
}

/** The statement that lets the principal in, or the policies that lack one. */
function grant(request: AccessRequest, allowing: readonly Counting[]): Counting | PolicyType {
  const { principal, resourceAccount, resourcePolicyDecides } = request;
  const byIdentity = allowing.find(({ policyType }) => policyType === 'identity-based');
  const byResource = allowing.filter(({ policyType }) => policyType === 'resource-based');
  const byItself = byResource.find(({ means }) => means === 'itself');
  switch (principal.kind) {
    case 'identity':
      if (principal.account !== resourceAccount) {
        if (byResource.length === 0) return 'resource-based';
        return byIdentity ?? 'identity-based';
      }
      if (byItself) return byItself;
      if (resourcePolicyDecides && byResource.length === 0) return 'resource-based';
      return byIdentity ?? 'identity-based';
    case 'service':
    case 'anonymous':
      return byItself ?? 'resource-based';
    default:
      throw new TypeError(`No policy knows the principal ${JSON.stringify(principal satisfies never)}.`);
  }
}

function countingIn(
  { address, statements }: AccessPolicy,
  policyType: PolicyType,
  request: AccessRequest,
  remarks: string[],
): Counting[] {
  return statements.flatMap((statement): Counting[] => {
    const { sid, index, effect } = statement;
    const means = meaning(statement, request);
    const match = all([
      means !== 'no',
      means instanceof NotUnderstood ? means : true,
      matches(statement, request),
    ]);
    if (match === false) return [];
    if (match instanceof NotUnderstood) {
      const counts = effect === 'Deny' ? 'counts' : 'does not count';
      remarks.push(`${address}: statement ${index + 1}${sid ? ` (${sid})` : ''} ${counts}: ${match.why}`);
      if (effect === 'Allow') return [];
    }
    const byAccount = means === 'account';
    return [
      {
        effect,
        policyType,
        means: byAccount ? 'account' : 'itself',
        statement: { policy: address, sid, index },
      },
    ];
  });
}

/** Whom the statement means: in an identity policy whoever has it. */
function meaning({ principal, effect }: PolicyStatement, request: AccessRequest) {
  return principal ? matchPrincipal(principal, request.principal, effect) : 'itself';
}

/** Whether the statement is about the call, whoever makes it. */
function matches(statement: PolicyStatement, { action, resource, context }: AccessRequest): Match {
  if (lists(statement.action, (pattern) => isAction(pattern, action)) === false) return false;
  return all([
    lists(statement.resource, (pattern) => isResource(pattern, resource, context)),
    ...statement.conditions.map((condition) => meets(condition, context)),
  ]);
}

function lists({ except, patterns }: Listed, isMatch: (pattern: string) => Match): Match {
  const match = any(patterns.map(isMatch));
  return except ? not(match) : match;
}

function verdict(
  reason: 'allowed' | 'explicit deny',
  { policyType, statement }: Counting,
  remarks: string[],
): EvaluationResult {
  return { reason, policyType, statement, remarks };
}
