import { Aspects, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../../config/environments';
import { awsProvider } from './terraform-settings';

/** CloudFront's region: its certificates, web ACLs, metrics and log deliveries exist only there. */
export const GLOBAL_REGION = 'us-east-1';

/** A second region: every resource below this construct is created there. */
export class Region extends Construct {
  /** @param id also the provider's alias */
  constructor(scope: Construct, id: string, environment: Environment, region: string) {
    super(scope, id);
    const provider = awsProvider(this, 'aws', { environment, stateKey: environment.name, region, alias: id });
    Aspects.of(this).add({
      visit: (node) => {
        if (node instanceof TerraformResource) node.provider = provider;
      },
    });
  }
}
