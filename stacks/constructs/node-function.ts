import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { bundle } from './bundle';
import { type PolicyGrant, ServiceRole, TRACING } from './role';

export interface NodeFunctionProps {
  readonly name: string;
  /** The handler's file, from the repository's root; it exports `handler`. */
  readonly entry: string;
  readonly variables: Record<string, string>;
  readonly grants: PolicyGrant[];
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
}

/** A Lambda function of our own code, with its role, its log and its traces. */
export class NodeFunction extends Construct {
  readonly lambda: LambdaFunction;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    this.logGroup = new CloudwatchLogGroup(this, 'log', {
      name: `/aws/lambda/${props.name}`,
      retentionInDays: props.logRetentionDays,
    });
    const { zip, hash } = bundle(props.entry);
    this.lambda = new LambdaFunction(this, 'function', {
      functionName: props.name,
      filename: new TerraformAsset(this, 'code', { path: zip, type: AssetType.FILE }).path,
      sourceCodeHash: hash,
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      memorySize: 512,
      timeout: props.timeoutSeconds,
      environment: { variables: props.variables },
      loggingConfig: { logFormat: 'JSON', logGroup: this.logGroup.name },
      tracingConfig: { mode: 'Active' },
      role: new ServiceRole(this, 'role', {
        name: `${props.name}-function`,
        service: 'lambda.amazonaws.com',
        grants: [
          ...props.grants,
          {
            sid: 'Log',
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: [`${this.logGroup.arn}:*`],
          },
          TRACING,
        ],
      }).arn,
    });
  }
}
