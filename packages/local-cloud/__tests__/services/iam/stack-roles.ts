import { Clock } from '../../../core/clock';
import type { JsonObject } from '../../../core/json';
import type { Permission, Principal } from '../../../core/principals';
import type { Attributes } from '../../../core/service';
import { AccessControl } from '../../../services/iam/access-control';
import { IamService } from '../../../services/iam/iam-service';

export const ACCOUNT = '123456789012';
export const STATE_MACHINE = `arn:aws:states:eu-central-1:${ACCOUNT}:stateMachine:booking`;
export const FUNCTION = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:catalog`;
export const DEVELOPER: Principal = { kind: 'developer' };

export const trust = (principal: JsonObject | string, more: JsonObject = {}) =>
  policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more });

export const policy = (...statements: JsonObject[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Access control with an IAM service, and what was logged. `make` provisions `type.name`. */
export function stackRoles() {
  const clock = new Clock();
  const logged: string[] = [];
  const access = new AccessControl({
    accountId: ACCOUNT,
    region: 'eu-central-1',
    clock,
    log: (service, message) => logged.push(`${service}: ${message}`),
  });
  const service = new IamService(access);
  const make = (address: string, config: JsonObject): Promise<Attributes> => {
    const [type = '', name = ''] = address.split('.');
    return service.provision({ type, name, address, config });
  };
  return { access, service, clock, logged, make };
}

/** A role `workflow` that Step Functions may assume, with one policy. */
export async function workflowRole(...statements: JsonObject[]) {
  const roles = stackRoles();
  const { arn } = await roles.make('aws_iam_role.workflow', {
    name: 'workflow',
    assume_role_policy: trust({ Service: 'states.amazonaws.com' }),
  });
  if (statements.length > 0) {
    const config = { name: 'table', role: 'workflow', policy: policy(...statements) };
    await roles.make('aws_iam_role_policy.table', config);
  }
  const { principal, credentials } = roles.access.assumeRole(
    String(arn),
    'states.amazonaws.com',
    STATE_MACHINE,
  );
  return { ...roles, arn: String(arn), principal, credentials };
}

/** Throws what the caller gets where it may not, as the gateway does. */
export function demand(access: AccessControl, caller: Principal, permission: Permission): void {
  const decision = access.authorize(caller, permission);
  if (!decision.allowed) throw access.refuse(decision);
}
