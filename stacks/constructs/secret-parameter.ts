import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** Letters and digits, about 285 bits. */
const SECRET_CHARACTERS = 48;

export interface SecretParameterProps {
  readonly name: string;
  readonly description: string;
  /** Its address in Terraform, which must not change. */
  readonly logicalId: string;
  /** A higher number makes a new secret with the next deploy. */
  readonly version: number;
  readonly protect: boolean;
}

/**
 * A random secret that Terraform makes and does not store: an ephemeral value written by a write-only argument is
 * in neither plan nor state. Each run generates one; only that of a new version is written.
 * https://developer.hashicorp.com/terraform/language/manage-sensitive-data/ephemeral
 */
export function secretParameter(scope: Construct, id: string, props: SecretParameterProps): SsmParameter {
  const { name, description, logicalId, version, protect } = props;
  // cdktf 0.21 does not know ephemeral resources.
  TerraformStack.of(scope).addOverride(`ephemeral.aws_secretsmanager_random_password.${logicalId}`, {
    password_length: SECRET_CHARACTERS,
    exclude_punctuation: true,
  });
  const parameter = new SsmParameter(scope, id, {
    name,
    description,
    type: 'SecureString',
    valueWo: `\${ephemeral.aws_secretsmanager_random_password.${logicalId}.random_password}`,
    valueWoVersion: version,
    lifecycle: { preventDestroy: protect },
  });
  parameter.overrideLogicalId(logicalId);
  return parameter;
}
