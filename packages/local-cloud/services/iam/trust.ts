import { matchesAction, type RequestContext } from './pattern';
import type { Condition, Statement } from './policy';
import { meetsAll } from './policy-evaluation';
import type { Role } from './roles';

/** Who asks to become the role: the names under which a trust policy may know it, by kind. */
export interface Candidate {
  readonly kind: 'AWS' | 'Service';
  /** `lambda.amazonaws.com`, or an ARN, its role's ARN and its account. */
  readonly names: readonly string[];
}

/** Whether a role's trust policy lets the candidate assume it; `remark` is told of conditions not understood. */
export function trusts(
  role: Role,
  candidate: Candidate,
  context: RequestContext,
  remark: (text: string) => void,
): boolean {
  const matching = role.trust
    .map(withoutSourceArn)
    .filter((statement) => statement !== undefined)
    .filter(
      (statement) =>
        names(statement, candidate) && assumes(statement) && meetsAll(statement, context, remark),
    );
  return (
    matching.some(({ effect }) => effect === 'Allow') && !matching.some(({ effect }) => effect === 'Deny')
  );
}

/** Whether the trust policy has the candidate by name, not only by its account or by `*`. */
export function namesDirectly(role: Role, arns: readonly string[]): boolean {
  return role.trust.some(({ effect, principal }) => {
    const named = principal?.except === false ? (principal.byKind.get('AWS') ?? []) : [];
    return effect === 'Allow' && arns.some((arn) => named.includes(arn));
  });
}

/** The services that a trust policy names, for a person to read. */
export function trustedNames(role: Role): string[] {
  return role.trust
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principal }) => [...(principal?.byKind.values() ?? [])].flat());
}

function names({ principal }: Statement, { kind, names }: Candidate): boolean {
  if (!principal) return false;
  const { except, byKind } = principal;
  const listed = [...(byKind.get(kind) ?? []), ...(byKind.get('*') ?? [])];
  return except !== listed.some((name) => name === '*' || names.includes(name));
}

function assumes({ action }: Statement): boolean {
  return action.except !== action.patterns.some((pattern) => matchesAction(pattern, 'sts:AssumeRole'));
}

/**
 * A service takes on a role before it is known for which resource, so a condition on `aws:SourceArn` cannot
 * be asked here: an Allow counts without it, a Deny does not count.
 */
function withoutSourceArn(statement: Statement): Statement | undefined {
  const onSource = ({ key }: Condition) => key.toLowerCase() === 'aws:sourcearn';
  if (!statement.conditions.some(onSource)) return statement;
  if (statement.effect === 'Deny') return undefined;
  return { ...statement, conditions: statement.conditions.filter((condition) => !onSource(condition)) };
}
