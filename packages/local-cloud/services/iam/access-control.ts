import type { Clock } from '../../core/clock';
import { AwsError, type Credentials, type Permission, type Principal } from '../../core/service';
import { type Decision, DecisionLog } from './decision-log';
import { denial, explanation, missingStatement } from './denial';
import type { RequestContext } from './pattern';
import { evaluatePolicies, type Verdict } from './policy-evaluation';
import { type Role, Roles, uniqueId } from './roles';
import { Sessions } from './sessions';
import { type Candidate, namesDirectly, trustedNames, trusts } from './trust';

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
const BY_ITSELF: Verdict = { reason: 'allowed', statement: undefined, remarks: [] };
const BY_NOTHING: Verdict = { reason: 'implicit deny', statement: undefined, remarks: [] };

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

  /**
   * Decides by the identity policies of the principal. The developer may do everything; a service and the
   * public nothing, for only policies of resources can let those in.
   */
  authorize(principal: Principal, permission: Permission, context: RequestContext = {}): Decision {
    const verdict = this.verdict(principal, permission, context);
    const decision: Decision = {
      ...verdict,
      at: this.settings.clock.now(),
      principal,
      permission,
      allowed: verdict.reason === 'allowed',
      suggestion:
        principal.kind === 'role' && verdict.reason === 'implicit deny'
          ? missingStatement(permission)
          : undefined,
    };
    this.keep(decision);
    this.log.record(decision);
    return decision;
  }

  /** Throws AWS's AccessDeniedException if the principal may not, and logs what would have to change. */
  require(principal: Principal, permission: Permission, context: RequestContext = {}): void {
    const decision = this.authorize(principal, permission, context);
    if (decision.reason === 'allowed') return;
    if (principal.kind === 'public') {
      throw new AwsError(
        'MissingAuthenticationTokenException',
        'Request is missing Authentication Token',
        403,
      );
    }
    if (principal.kind === 'role') {
      const role = this.roles.get(principal.roleArn);
      this.settings.log('iam', explanation(role, principal.roleArn, permission, decision));
    }
    const policyType = principal.kind === 'service' ? 'resource-based' : 'identity-based';
    throw denial(this.callerArn(principal), permission, decision.reason, policyType);
  }

  /** The last decisions, oldest first. */
  recentDecisions(): readonly Decision[] {
    return this.decisions;
  }

  /**
   * Credentials of a role for an AWS service (`lambda.amazonaws.com`): the same for the same two. Throws an
   * AwsError if the role does not exist or its trust policy does not let that service assume it.
   */
  assumeRole(roleArn: string, service: string): { principal: RolePrincipal; credentials: Credentials } {
    const key = `${roleArn} ${service}`;
    const known = this.ofServices.get(key);
    if (known) return known;
    const role = this.existing(roleArn);
    const { accountId } = this.settings;
    const remarks: string[] = [];
    const remark = (text: string) => remarks.push(` ${text}.`);
    if (!trusts(role, { kind: 'Service', names: [service] }, { 'aws:SourceAccount': accountId }, remark)) {
      throw notTrusted(role, service, remarks.join(''));
    }
    const sessionName = service.split('.')[0] ?? service;
    const principal: RolePrincipal = { kind: 'role', roleArn, sessionName };
    const assumed = { principal, credentials: this.sessions.issue(principal) };
    this.ofServices.set(key, assumed);
    return assumed;
  }

  /** STS AssumeRole: credentials of a role for whoever the role's trust policy names. */
  assumeRoleAs(caller: Principal, roleArn: string, sessionName: string, expiresAt: number): Credentials {
    const role = this.roles.get(roleArn);
    if (!role || !trusts(role, this.candidate(caller), this.contextOf(caller), () => {})) {
      throw this.mayNotAssume(caller, roleArn);
    }
    return this.sessions.issue({ kind: 'role', roleArn, sessionName }, expiresAt);
  }

  /** Within an account, a trust policy that names the caller itself lets it in without a policy of its own. */
  needsPermissionToAssume(caller: Principal, roleArn: string): boolean {
    const role = this.roles.get(roleArn);
    return !role || !namesDirectly(role, this.ownArns(caller));
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
    }
  }

  /** `AROA…:session` for a role, as in `GetCallerIdentity` and `aws:userid`. */
  userId(principal: Principal): string {
    if (principal.kind !== 'role') return DEVELOPER_USER_ID;
    return `${uniqueId('AROA', principal.roleArn)}:${principal.sessionName}`;
  }

  private verdict(principal: Principal, permission: Permission, context: RequestContext): Verdict {
    if (principal.kind === 'developer') return BY_ITSELF;
    const role = principal.kind === 'role' ? this.roles.get(principal.roleArn) : undefined;
    if (!role) return BY_NOTHING;
    return evaluatePolicies(role.policies, permission, { ...this.contextOf(principal), ...context });
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
  private contextOf(principal: Principal): RequestContext {
    const now = this.settings.clock.now();
    const { accountId, region } = this.settings;
    return {
      'aws:CurrentTime': new Date(now).toISOString(),
      'aws:EpochTime': String(Math.floor(now / 1000)),
      'aws:RequestedRegion': region,
      // On AWS every call comes by TLS; here none does, and policies that ask for it must hold all the same.
      'aws:SecureTransport': 'true',
      'aws:PrincipalAccount': accountId,
      ...(principal.kind === 'developer' && {
        'aws:PrincipalArn': this.callerArn(principal),
        'aws:PrincipalType': 'User',
        'aws:username': 'developer',
      }),
      ...(principal.kind === 'role' && {
        'aws:PrincipalArn': principal.roleArn,
        'aws:PrincipalType': 'AssumedRole',
        'aws:userid': this.userId(principal),
      }),
    };
  }

  private candidate(caller: Principal): Candidate {
    const { accountId } = this.settings;
    return { kind: 'AWS', names: [...this.ownArns(caller), accountId, `arn:aws:iam::${accountId}:root`] };
  }

  private ownArns(caller: Principal): string[] {
    return [this.callerArn(caller), ...(caller.kind === 'role' ? [caller.roleArn] : [])];
  }

  private existing(roleArn: string): Role {
    const role = this.roles.get(roleArn);
    if (!role) throw new AwsError('AccessDenied', `The role ${roleArn} does not exist in this stack.`, 403);
    return role;
  }

  /** AWS does not tell a role that does not exist from one that may not be assumed. */
  private mayNotAssume(caller: Principal, roleArn: string): AwsError {
    const message = `User: ${this.callerArn(caller)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
    return new AwsError('AccessDeniedException', message, 403);
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
