import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Backend, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { Environment } from '../../config/environments';

/**
 * The Terraform settings of every stack: remote state in S3, encrypted and locked by S3 itself, under a key of
 * its own; the AWS provider with default tags, and with the account pinned where the environment names it.
 */
export function configureTerraform(stack: TerraformStack, environment: Environment, stateKey: string): void {
  const backend = new S3Backend(stack, {
    bucket: environment.stateBucket,
    key: `keyhold/${stateKey}/terraform.tfstate`,
    region: environment.region,
    encrypt: true,
  });
  // Not typed by cdktf 0.21.
  backend.addOverride('use_lockfile', true);
  // S3's own locking came with 1.10, write-only arguments with 1.11.
  stack.addOverride('terraform.required_version', '>= 1.11');

  awsProvider(stack, 'aws', { environment, stateKey, region: environment.region });
}

export interface ProviderProps {
  readonly environment: Environment;
  readonly stateKey: string;
  readonly region: string;
  /** The alias, for resources that do not use the stack's default provider. */
  readonly alias?: string;
}

/** AWS in one region: only in the account that the environment pins, and everything tagged. */
export function awsProvider(scope: Construct, id: string, props: ProviderProps): AwsProvider {
  const { environment, stateKey, region, alias } = props;
  return new AwsProvider(scope, id, {
    region,
    ...(alias && { alias }),
    ...(environment.account && { allowedAccountIds: [environment.account] }),
    defaultTags: [{ tags: { ...environment.tags, Environment: stateKey } }],
  });
}
