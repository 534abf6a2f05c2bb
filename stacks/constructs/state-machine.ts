import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { AssetType, Fn, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { type PolicyGrant, ServiceRole, TRACING } from './role';
import { checkDefinition } from './workflow-source';

/**
 * Vended logs are delivered by CloudWatch Logs on the state machine's behalf. These actions have no resource
 * to name (Step Functions guide, "Logging using CloudWatch Logs": the policy it asks for takes "*").
 */
const LOG_DELIVERY: PolicyGrant = {
  sid: 'DeliverLogs',
  actions: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  resources: ['*'],
};

export interface StateMachineProps {
  readonly name: string;
  /** The ASL file, a Terraform template. */
  readonly definition: string;
  /** The values of the template's placeholders. */
  readonly substitutions: Record<string, string>;
  readonly grants: PolicyGrant[];
  readonly logRetentionDays: number;
}

/** A standard state machine with its role, its log and its traces. */
export class LoggedStateMachine extends Construct {
  readonly machine: SfnStateMachine;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: StateMachineProps) {
    super(scope, id);
    this.logGroup = new CloudwatchLogGroup(this, 'log', {
      // AWS's prefix for vended logs: the log's resource policy then does not grow with each machine.
      name: `/aws/vendedlogs/states/${props.name}`,
      retentionInDays: props.logRetentionDays,
    });
    checkDefinition(props.definition, props.substitutions);
    const definition = new TerraformAsset(this, 'definition', {
      path: props.definition,
      type: AssetType.FILE,
    });
    this.machine = new SfnStateMachine(this, 'machine', {
      name: props.name,
      type: 'STANDARD',
      roleArn: new ServiceRole(this, 'role', {
        name: `${props.name}-workflow`,
        service: 'states.amazonaws.com',
        grants: [...props.grants, LOG_DELIVERY, TRACING],
      }).arn,
      definition: Fn.templatefile(definition.path, props.substitutions),
      loggingConfiguration: {
        // Every transition, without guests' data: the booking metrics are counted from this log.
        level: 'ALL',
        includeExecutionData: false,
        logDestination: `${this.logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
    });
  }
}
