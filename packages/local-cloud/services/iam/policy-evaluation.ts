import type { Permission } from '../../core/service';
import { meets } from './condition';
import { matchesAction, matchesResource, type RequestContext } from './pattern';
import type { Listed, Statement } from './policy';

/** A policy as a role has it. */
export interface Policy {
  /** How a person finds it: `aws_iam_role_policy.table`. */
  readonly address: string;
  readonly statements: readonly Statement[];
}

/** Which statement decided. */
export interface DecidingStatement {
  /** The address of its policy. */
  readonly policy: string;
  readonly sid: string | undefined;
  /** Its place in the policy, from 0. */
  readonly index: number;
}

/** What policies say of one permission. */
export interface Verdict {
  readonly reason: 'allowed' | 'explicit deny' | 'implicit deny';
  /** The statement that allows or denies; none where no statement matches. */
  readonly statement: DecidingStatement | undefined;
  /** Statements that would have counted but for a condition that is not understood here. */
  readonly remarks: readonly string[];
}

/**
 * AWS's evaluation of identity policies: a Deny that matches decides, else an Allow, else nothing is allowed
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html).
 */
export function evaluatePolicies(
  policies: readonly Policy[],
  permission: Permission,
  context: RequestContext,
): Verdict {
  const remarks: string[] = [];
  const matching = policies.flatMap(({ address, statements }) =>
    statements
      .filter((statement) =>
        matches(statement, permission, context, (remark) => remarks.push(`${address}: ${remark}`)),
      )
      .map(({ effect, sid, index }) => ({ effect, statement: { policy: address, sid, index } })),
  );
  const deny = matching.find(({ effect }) => effect === 'Deny');
  if (deny) return { reason: 'explicit deny', statement: deny.statement, remarks };
  const allow = matching.find(({ effect }) => effect === 'Allow');
  return { reason: allow ? 'allowed' : 'implicit deny', statement: allow?.statement, remarks };
}

function matches(
  statement: Statement,
  { action, resource }: Permission,
  context: RequestContext,
  remark: (text: string) => void,
): boolean {
  if (!lists(statement.action, (pattern) => matchesAction(pattern, action))) return false;
  if (!lists(statement.resource, (pattern) => matchesResource(pattern, resource, context))) return false;
  return meetsAll(statement, context, remark);
}

/** Whether all conditions of a statement are met; one that is not understood never is, and is told. */
export function meetsAll(
  statement: Statement,
  context: RequestContext,
  remark: (text: string) => void,
): boolean {
  return statement.conditions.every((condition) => {
    const met = meets(condition, context);
    if (met !== 'unknown') return met;
    const name = statement.sid ? ` (${statement.sid})` : '';
    remark(
      `statement ${statement.index + 1}${name} does not count: ${condition.operator} is not known locally`,
    );
    return false;
  });
}

function lists({ except, patterns }: Listed, matchesPattern: (pattern: string) => boolean): boolean {
  return except !== patterns.some(matchesPattern);
}
