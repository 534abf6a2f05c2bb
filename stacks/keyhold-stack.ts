import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { Api } from './api';
import { Changes } from './changes';
import { configureTerraform } from './constructs/terraform-settings';
import { Data } from './data';
import { Edge } from './edge';
import { Observability } from './observability';
import { Payments } from './payments';
import { Workflow } from './workflow';

/** All of Keyhold in one environment: one plan to review, and nothing is applied in part. */
export class KeyholdStack extends TerraformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `keyhold-${environment.name}`);
    configureTerraform(this, environment, environment.name);

    const data = new Data(this, 'data', environment);
    const workflow = new Workflow(this, 'workflow', environment, data.apartments);
    const payments = new Payments(this, 'payments', environment, data, workflow.machine);
    const api = new Api(this, 'api', environment, data, workflow.machine, payments);
    const changes = new Changes(this, 'changes', environment, { data, api, payments, workflow });
    const edge = new Edge(this, 'edge', environment, { data, machine: workflow.machine, api, payments });
    new Observability(this, 'observability', environment, { data, workflow, api, changes, payments, edge });

    this.output('siteUrl', edge.url);
    this.output('distributionId', edge.distribution.id);
    this.output('apartmentsTable', data.apartments.name);
    this.output('stateMachineArn', workflow.machine.arn);
    this.output('graphqlUrl', api.api.uris.lookup('GRAPHQL'));
    this.output('apiKey', api.key.key, { sensitive: true });
  }

  private output(name: string, value: string, options: { sensitive?: boolean } = {}): void {
    new TerraformOutput(this, name, { value, ...options }).overrideLogicalId(name);
  }
}
