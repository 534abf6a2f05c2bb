import { createHash } from 'node:crypto';
import { AwsError } from '../../core/errors';
import type { AccessPolicy, PolicyStatement } from '../../core/policy/statement';

export interface Role {
  /** `aws_iam_role.workflow` */
  readonly address: string;
  readonly arn: string;
  readonly name: string;
  readonly trust: readonly PolicyStatement[];
  readonly policies: AccessPolicy[];
}

/** The roles and managed policies of the stack. */
export class Roles {
  private readonly byArn = new Map<string, Role>();
  private readonly managed = new Map<string, AccessPolicy>();

  add(role: Role): void {
    this.byArn.set(role.arn, role);
  }

  all(): Role[] {
    return [...this.byArn.values()];
  }

  get(arn: string): Role | undefined {
    return this.byArn.get(arn);
  }

  /** The role of that name, which a policy is attached to. */
  named(name: string): Role {
    const role = [...this.byArn.values()].find((candidate) => candidate.name === name);
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
    return role;
  }

  addManaged(arn: string, policy: AccessPolicy): void {
    this.managed.set(arn, policy);
  }

  /** A managed policy of this stack; those of AWS have texts that only AWS knows. */
  managedPolicy(arn: string): AccessPolicy {
    const policy = this.managed.get(arn);
    if (policy) return policy;
    const problem = arn.includes(':iam::aws:policy/')
      ? `The AWS-managed policy ${arn} is not known locally: write the statements it is needed for into a policy of the stack.`
      : `Policy ${arn} does not exist or is not attachable.`;
    throw new AwsError('NoSuchEntity', problem, 404);
  }
}

/** An id as IAM makes them (`AROA` and 17 more), the same for the same thing in every run. */
export function uniqueId(prefix: string, seed: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = createHash('sha256').update(seed).digest().subarray(0, 17);
  return prefix + Array.from(bytes, (byte) => alphabet[byte % 32]).join('');
}
