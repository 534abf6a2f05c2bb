import type { Clock } from '../../core/clock';
import { AwsError, missingCredentials } from '../../core/errors';
import { accountOf } from '../../core/policy/arn';
import { type EvaluationResult, evaluate } from '../../core/policy/evaluate';
import type { RequestPrincipal } from '../../core/policy/request-principal';
import type { AccessPolicy } from '../../core/policy/statement';
import type { Credentials, Decision, Permission, Principal } from '../../core/principals';
import { DecisionLog } from './decision-log';
import { denial, explanation, missingStatement, named, sentences } from './denial';
import { globalContext } from './request-context';
import { type Role, Roles, uniqueId } from './roles';
import { Sessions } from './sessions';
import { trustedNames } from './trust';

export type RolePrincipal = Extract<Principal, { kind: 'role' }>;

export interface AccessControlSettings {
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  /** A line in the local log, said by a service. */
  log(service: string, message: string): void;
}

/** The same as the stack's own `aws_caller_identity` finds. */
const DEVELOPER_USER_ID = 'AIDALOCALDEVELOPER000';
const KEPT_DECISIONS = 1_000;
const EVERYTHING = { except: false, patterns: ['*'] };

/** What the developer may do; policies of resources can still deny it. */
const ADMINISTRATOR: AccessPolicy = {
  address: 'AdministratorAccess',
  statements: [
    {
      sid: undefined,
      index: 0,
      effect: 'Allow',
      conditions: [],
      principal: undefined,
      action: EVERYTHING,
      resource: EVERYTHING,
    },
  ],
};

/** Who may do what in the local cloud: its roles, their policies, and the credentials handed out for them. */
export class AccessControl {
  readonly roles = new Roles();
  /** What was decided since the start, and by which statements. */
  readonly log = new DecisionLog();
  private readonly sessions: Sessions;
  private readonly ofServices = new Map<string, { principal: RolePrincipal; credentials: Credentials }>();
  private readonly decisions: Decision[] = [];

  constructor(readonly settings: AccessControlSettings) {
    this.sessions = new Sessions(settings.clock);
  }

  /** Decides by the policies of the caller and of the resource together, and keeps the decision. */
  authorize(caller: Principal, permission: Permission): Decision {
    const decision = this.decide(caller, permission);
    this.keep(decision);
    this.log.record(decision);
    return decision;
  }

  /** Whether the caller could do it: asked, not done. */
  allows(caller: Principal, permission: Permission): boolean {
    return this.decide(caller, permission).allowed;
  }

  /** The error of a denial, in AWS's words; the log says what would have to change. */
  refuse(decision: Decision): AwsError {
    const { principal } = decision;
    this.explain(decision);
    if (principal.kind === 'public') return missingCredentials();
    return denial(this.callerArn(principal), decision);
  }

  /** The last decisions, oldest first. */
  recentDecisions(): readonly Decision[] {
    return this.decisions;
  }

  /**
   * Credentials of a role for an AWS service (`lambda.amazonaws.com`): the same for the same two. Throws an
   * AwsError if the role does not exist or its trust policy does not let that service assume it.
   * @param sourceArn the resource that the service acts for: a function, a state machine
   */
  assumeRole(
    roleArn: string,
    service: string,
    sourceArn: string,
  ): { principal: RolePrincipal; credentials: Credentials } {
    const role = this.existing(roleArn);
    const caller: Principal = { kind: 'service', service, sourceArn };
    const { allowed, remarks } = this.decide(caller, this.permissionToAssume(roleArn));
    if (!allowed) throw notTrusted(role, service, sentences(remarks));
    const key = `${roleArn} ${service}`;
    const known = this.ofServices.get(key);
    if (known) return known;
    const sessionName = service.split('.')[0] ?? service;
    const principal: RolePrincipal = { kind: 'role', roleArn, sessionName };
    const assumed = { principal, credentials: this.sessions.issue(principal) };
    this.ofServices.set(key, assumed);
    return assumed;
  }

  /** STS AssumeRole, once it is allowed: credentials until `expiresAt`. */
  issue(principal: RolePrincipal, expiresAt: number): Credentials {
    return this.sessions.issue(principal, expiresAt);
  }

  /** What it takes to assume a role: its trust policy decides, as the policy of a resource. */
  permissionToAssume(roleArn: string, context: Permission['context'] = {}): Permission {
    const role = this.roles.get(roleArn);
    return {
      action: 'sts:AssumeRole',
      resource: roleArn,
      context,
      resourcePolicy: role && { address: `the trust policy of ${role.address}`, statements: role.trust },
      resourcePolicyDecides: true,
    };
  }

  /** Whose access key it is: a role's, if it was handed out here, else the developer's. */
  principalOf(accessKeyId: string): Principal {
    return this.sessions.principalOf(accessKeyId) ?? { kind: 'developer' };
  }

  /** The caller as STS names it. */
  callerArn(principal: Principal): string {
    const { accountId } = this.settings;
    switch (principal.kind) {
      case 'role':
        return `arn:aws:sts::${accountId}:assumed-role/${roleName(principal.roleArn)}/${principal.sessionName}`;
      case 'developer':
        return `arn:aws:iam::${accountId}:user/developer`;
      case 'service':
        return principal.service;
      case 'public':
        return 'anonymous';
      default:
        return principal satisfies never;
    }
  }

  /** `AROA…:session` for a role, as in `GetCallerIdentity` and `aws:userid`. */
  userId(principal: Principal): string {
    if (principal.kind !== 'role') return DEVELOPER_USER_ID;
    return `${uniqueId('AROA', principal.roleArn)}:${principal.sessionName}`;
  }

  private decide(caller: Principal, permission: Permission): Decision {
    const principal = permission.asPublic ? ({ kind: 'public' } as const) : caller;
    const verdict = this.verdict(principal, permission);
    const { action, resource } = permission;
    const lacksStatement = verdict.reason === 'implicit deny' && verdict.policyType === 'identity-based';
    return {
      ...verdict,
      at: this.settings.clock.now(),
      principal,
      permission: { action, resource },
      allowed: verdict.reason === 'allowed',
      suggestion: lacksStatement ? missingStatement({ action, resource }) : undefined,
    };
  }

  private verdict(principal: Principal, permission: Permission): EvaluationResult {
    const { accountId, region, clock } = this.settings;
    const { action, resource, resourcePolicy, resourcePolicyDecides = false } = permission;
    const resourceAccount = accountOf(resource) ?? accountId;
    const own = globalContext({
      accountId,
      region,
      principal,
      resourceAccount,
      now: clock.now(),
      callerArn: this.callerArn(principal),
      userId: this.userId(principal),
    });
    return evaluate({
      action,
      resource,
      resourcePolicy,
      resourceAccount,
      resourcePolicyDecides,
      principal: this.requestPrincipal(principal),
      identityPolicies: this.identityPolicies(principal),
      context: { ...own, ...permission.context },
    });
  }

  private requestPrincipal(principal: Principal): RequestPrincipal {
    const { accountId } = this.settings;
    switch (principal.kind) {
      case 'role': {
        const account = accountOf(principal.roleArn) ?? accountId;
        return { kind: 'identity', account, arns: [this.callerArn(principal), principal.roleArn] };
      }
      case 'developer':
        return { kind: 'identity', account: accountId, arns: [this.callerArn(principal)] };
      case 'service':
        return { kind: 'service', name: principal.service };
      case 'public':
        return { kind: 'anonymous' };
      default:
        return principal satisfies never;
    }
  }

  private identityPolicies(principal: Principal): readonly AccessPolicy[] {
    switch (principal.kind) {
      case 'role':
        return this.roles.get(principal.roleArn)?.policies ?? [];
      case 'developer':
        return [ADMINISTRATOR];
      case 'service':
      case 'public':
        return [];
      default:
        return principal satisfies never;
    }
  }

  /** A role's denial always; another's where a statement denies it, or was not understood. */
  private explain(decision: Decision): void {
    const { principal, permission, statement, remarks } = decision;
    if (principal.kind === 'role') {
      const role = this.roles.get(principal.roleArn);
      this.settings.log('iam', explanation(role, principal.roleArn, decision));
      return;
    }
    if (!statement && remarks.length === 0) return;
    const why = statement ? `${named(statement)} denies it` : 'no policy of the resource allows it';
    const who = principal.kind === 'public' ? 'the public' : this.callerArn(principal);
    const what = `${who} may not ${permission.action} on ${permission.resource}`;
    this.settings.log('iam', `${what}: ${why}.${sentences(remarks)}`);
  }

  private existing(roleArn: string): Role {
    const role = this.roles.get(roleArn);
    if (!role) throw new AwsError('AccessDenied', `The role ${roleArn} does not exist in this stack.`, 403);
    return role;
  }

  private keep(decision: Decision): void {
    this.decisions.push(decision);
    if (this.decisions.length > KEPT_DECISIONS) this.decisions.splice(0, KEPT_DECISIONS / 4);
  }
}

function notTrusted(role: Role, service: string, remarks: string): AwsError {
  const trusted = trustedNames(role).join(', ') || 'nobody';
  const wanted = { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' };
  return new AwsError(
    'AccessDenied',
    `${service} cannot assume the role ${role.arn} (${role.address}): its trust policy lets ${trusted}. ` +
      `It should have ${JSON.stringify(wanted)}${remarks && `;${remarks}`}`,
    403,
  );
}

function roleName(roleArn: string): string {
  return roleArn.split('/').at(-1) ?? roleArn;
}
