import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../config/environments';
import { Api } from './api';
import { configureTerraform } from './constructs/terraform-settings';
import { Data } from './data';
import { Edge } from './edge';
import { Observability } from './observability';
import { Workflow } from './workflow';

/** All of Keyhold in one environment: one plan to review, nothing half applied. */
export class KeyholdStack extends TerraformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `keyhold-${environment.name}`);
    configureTerraform(this, environment, environment.name);

    const { apartments } = new Data(this, 'data', environment);
    const workflow = new Workflow(this, 'workflow', environment, apartments);
    const api = new Api(this, 'api', environment, apartments, workflow.machine);
    const edge = new Edge(this, 'edge', environment, { apartments, machine: workflow.machine, api });
    new Observability(this, 'observability', environment, { apartments, workflow, api, edge });

    this.output('siteUrl', edge.url);
    this.output('distributionId', edge.distribution.id);
    this.output('apartmentsTable', apartments.name);
    this.output('stateMachineArn', workflow.machine.arn);
    this.output('graphqlUrl', api.api.uris.lookup('GRAPHQL'));
    this.output('apiKey', api.key.key, { sensitive: true });
  }

  private output(name: string, value: string, options: { sensitive?: boolean } = {}): void {
    new TerraformOutput(this, name, { value, ...options }).overrideLogicalId(name);
  }
}
