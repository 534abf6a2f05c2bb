import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/** Actions on resources; `sid` says what for. */
export interface PolicyGrant {
  readonly sid: string;
  readonly actions: string[];
  readonly resources: string[];
}

export interface RoleProps {
  readonly name: string;
  /** The AWS service that assumes the role: `lambda.amazonaws.com`. */
  readonly service: string;
  readonly grants: PolicyGrant[];
}

/** X-Ray has no resources: its write actions take "*" only (Service Authorization Reference, AWS X-Ray). */
export const TRACING: PolicyGrant = {
  sid: 'Trace',
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
};

/** A role that one AWS service of this account may assume, with one policy of all its permissions. */
export class ServiceRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, service, grants }: RoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', { name, assumeRolePolicy: this.trust(service) });
    new IamRolePolicy(this, 'policy', { name, role: role.name, policy: this.document('grants', grants) });
    this.arn = role.arn;
  }

  /** Only this account's resources can make the service assume the role: no confused deputy. */
  private trust(service: string): string {
    const account = accountId(this);
    return this.document('trust', [
      {
        actions: ['sts:AssumeRole'],
        principals: [{ type: 'Service', identifiers: [service] }],
        // Lambda assumes its roles without naming an account (Lambda guide, execution role).
        ...(service !== 'lambda.amazonaws.com' && {
          condition: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: [account] }],
        }),
      },
    ]);
  }

  private document(id: string, statement: DataAwsIamPolicyDocumentStatement[]): string {
    return new DataAwsIamPolicyDocument(this, id, { statement }).json;
  }
}

/** The id of the account that the stack is deployed to, known when Terraform plans. */
export function accountId(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild('caller');
  const caller =
    existing instanceof DataAwsCallerIdentity ? existing : new DataAwsCallerIdentity(stack, 'caller');
  return caller.accountId;
}
