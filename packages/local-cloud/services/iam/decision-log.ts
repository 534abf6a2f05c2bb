import type { DecidingStatement } from '../../core/policy/evaluate';
import type { Decision } from '../../core/principals';

/** Decisions that are equal but for their time. */
export interface RepeatedDecision {
  readonly latest: Decision;
  readonly count: number;
}

/** How often a statement decided, and when last (ms since the epoch). */
export interface Use {
  readonly count: number;
  readonly lastAt: number;
}

/** Kinds of decisions, not decisions: a function that asks for the same a thousand times is one of them. */
const KEPT_KINDS = 1_000;

/** What was decided since the start, and which statements of the stack's policies decided it. */
export class DecisionLog {
  private readonly kinds = new Map<string, RepeatedDecision>();
  private readonly uses = new Map<string, Use>();

  record(decision: Decision): void {
    const kind = kindOf(decision);
    const count = (this.kinds.get(kind)?.count ?? 0) + 1;
    this.kinds.delete(kind);
    this.kinds.set(kind, { latest: decision, count });
    if (this.kinds.size > KEPT_KINDS) this.forgetOldest();
    const { principal, statement, at } = decision;
    if (!statement || principal.kind !== 'role') return;
    const use = statementKey(principal.roleArn, statement);
    this.uses.set(use, { count: (this.uses.get(use)?.count ?? 0) + 1, lastAt: at });
  }

  /** The latest first. */
  decisions(): RepeatedDecision[] {
    return [...this.kinds.values()].reverse();
  }

  /** Undefined where the statement has decided nothing yet. */
  usage(roleArn: string, statement: Pick<DecidingStatement, 'policy' | 'index'>): Use | undefined {
    return this.uses.get(statementKey(roleArn, statement));
  }

  private forgetOldest(): void {
    const [oldest] = this.kinds.keys();
    if (oldest !== undefined) this.kinds.delete(oldest);
  }
}

function kindOf({ principal, permission, reason, statement }: Decision): string {
  const who = principal.kind === 'role' ? principal.roleArn : principal.kind;
  const why = statement ? `${statement.policy}\n${statement.index}` : reason;
  return `${who}\n${permission.action}\n${permission.resource}\n${why}`;
}

function statementKey(
  roleArn: string,
  { policy, index }: Pick<DecidingStatement, 'policy' | 'index'>,
): string {
  return `${roleArn}\n${policy}\n${index}`;
}
