import type { ConsoleRoutes } from '../../core/console-routes';
import type { JsonObject } from '../../core/json';
import type { AccessPolicy, Listed, PolicyStatement } from '../../core/policy/statement';
import { type Principal, principalName } from '../../core/principals';
import type { AccessControl } from './access-control';
import type { RepeatedDecision } from './decision-log';
import type { Role } from './roles';

/** A decision of IAM and its reason. Instants are milliseconds since the epoch. */
export interface ShownDecision {
  readonly allowed: boolean;
  readonly reason: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly count: number;
  readonly lastAt: number;
  /** The statement that decided. */
  readonly statement?: { readonly policy: string; readonly index: number; readonly document?: JsonObject };
  /** The statement that would have allowed it, and the policies of the role that it could stand in. */
  readonly suggestion?: { readonly document: JsonObject; readonly policies: readonly string[] };
  readonly remarks: readonly string[];
}

/** A statement of a role's policy and how often it has decided. */
export interface ShownStatement {
  readonly role: string;
  readonly policy: string;
  readonly index: number;
  readonly document: JsonObject;
  readonly uses: number;
  readonly lastUsedAt?: number;
  /** Whether a service that it is about runs here: another's actions are never asked for. */
  readonly testable: boolean;
}

/** What IAM decided, denials first, and how often each statement of the stack's roles was the reason. */
export interface Permissions {
  readonly decisions: readonly ShownDecision[];
  readonly statements: readonly ShownStatement[];
}

/** @param services the names of those that run here */
export function permissionRoutes(access: AccessControl, services: readonly string[]): ConsoleRoutes {
  return { 'GET /permissions': () => permissions(access, services) };
}

/** Decisions, denials first, each the latest of its kind; and every statement of the stack's roles. */
function permissions(access: AccessControl, services: readonly string[]): Permissions {
  const roles = access.roles.all();
  const decisions = access.log
    .decisions()
    .filter(({ latest }) => latest.principal.kind !== 'developer')
    .map((decision) => shownDecision(decision, roles));
  return {
    decisions: [
      ...decisions.filter(({ allowed }) => !allowed),
      ...decisions.filter(({ allowed }) => allowed),
    ],
    statements: roles.flatMap((role) =>
      role.policies.flatMap((policy) =>
        policy.statements.map((statement) => shownStatement({ role, policy, statement }, access, services)),
      ),
    ),
  };
}

function shownDecision({ latest, count }: RepeatedDecision, roles: readonly Role[]): ShownDecision {
  const { allowed, reason, principal, permission, at, statement, suggestion, remarks } = latest;
  const role = roleOf(principal, roles);
  const deciding = role?.policies.find(({ address }) => address === statement?.policy);
  const decidingStatement = statement && deciding?.statements.find(({ index }) => index === statement.index);
  return {
    allowed,
    reason,
    principal: principalName(principal),
    ...permission,
    count,
    lastAt: at,
    remarks,
    ...(statement && {
      statement: {
        policy: statement.policy,
        index: statement.index,
        ...(decidingStatement && { document: documentOf(decidingStatement) }),
      },
    }),
    ...(suggestion && {
      suggestion: { document: suggestion, policies: role?.policies.map(({ address }) => address) ?? [] },
    }),
  };
}

function shownStatement(
  { role, policy, statement }: { role: Role; policy: AccessPolicy; statement: PolicyStatement },
  { log }: AccessControl,
  services: readonly string[],
): ShownStatement {
  const use = log.usage(role.arn, { policy: policy.address, index: statement.index });
  return {
    role: role.name,
    policy: policy.address,
    index: statement.index,
    document: documentOf(statement),
    uses: use?.count ?? 0,
    ...(use && { lastUsedAt: use.lastAt }),
    testable:
      statement.action.except || statement.action.patterns.some((pattern) => isRun(pattern, services)),
  };
}

function isRun(action: string, services: readonly string[]): boolean {
  const [prefix = ''] = action.split(':');
  return prefix === '*' || services.includes(prefix.toLowerCase());
}

/** The statement as it would be written. */
function documentOf({ sid, effect, action, resource, conditions }: PolicyStatement): JsonObject {
  const operators: Record<string, JsonObject> = {};
  for (const { operator, key, values } of conditions) {
    operators[operator] = { ...operators[operator], [key]: oneOrMany(values) };
  }
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...listed('Action', action),
    ...listed('Resource', resource),
    ...(conditions.length > 0 && { Condition: operators }),
  };
}

function listed(name: string, { except, patterns }: Listed): JsonObject {
  return { [except ? `Not${name}` : name]: oneOrMany(patterns) };
}

function oneOrMany(values: readonly string[]): string | string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : [...values];
}

function roleOf(principal: Principal, roles: readonly Role[]): Role | undefined {
  return principal.kind === 'role' ? roles.find(({ arn }) => arn === principal.roleArn) : undefined;
}
