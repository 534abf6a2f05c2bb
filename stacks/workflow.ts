import { resolve } from 'node:path';
import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { LoggedStateMachine } from './constructs/state-machine';

const DEFINITION = resolve(__dirname, '../asl/booking.asl.json');

/** The booking workflow: takes the apartment, holds it, and releases it if nobody has paid. */
export class Workflow extends Construct {
  readonly machine: SfnStateMachine;
  readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, environment: Environment, apartments: DynamodbTable) {
    super(scope, id);
    const { machine, logGroup } = new LoggedStateMachine(this, 'booking', {
      name: `keyhold-${environment.name}-booking`,
      definition: DEFINITION,
      substitutions: {
        DDBUpdateItem: 'arn:aws:states:::dynamodb:updateItem',
        DDBGetItem: 'arn:aws:states:::dynamodb:getItem',
        DDBTable: apartments.name,
      },
      grants: [
        { sid: 'Book', actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'], resources: [apartments.arn] },
      ],
      logRetentionDays: environment.logRetentionDays,
    });
    this.machine = machine;
    this.logGroup = logGroup;
  }
}
