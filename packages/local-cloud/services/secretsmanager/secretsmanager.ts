import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import { awsJson } from '../../core/protocols/aws-json';
import type { Attributes, Service, ServiceCall } from '../../core/service';
import { randomPassword } from './random-password';

/** Secrets Manager's random passwords. Secrets themselves are kept in Parameter Store. */
export function secretsManager(): Service {
  return new SecretsManager();
}

class SecretsManager implements Service {
  readonly name = 'secretsmanager';
  readonly protocol = awsJson('secretsmanager', '1.1');
  readonly resourceTypes: readonly string[] = [];
  readonly ephemeralResources = EPHEMERAL_PASSWORDS;

  async provision(): Promise<Attributes> {
    throw new Error('Secrets Manager has no resources.');
  }

  permissions({ action }: ServiceCall): Permission[] {
    return [{ action: `secretsmanager:${action}`, resource: '*' }];
  }

  async handle({ action, input }: ServiceCall): Promise<Json> {
    if (action !== 'GetRandomPassword')
      throw new AwsError('UnknownOperationException', `secretsmanager:${action} is not run locally.`);
    return { RandomPassword: randomPassword(input) };
  }

  async stop(): Promise<void> {}
}

/** The arguments of `ephemeral "aws_secretsmanager_random_password"`, each with its parameter of the API. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  exclude_characters: 'ExcludeCharacters',
  exclude_lowercase: 'ExcludeLowercase',
  exclude_numbers: 'ExcludeNumbers',
  exclude_punctuation: 'ExcludePunctuation',
  exclude_uppercase: 'ExcludeUppercase',
  include_space: 'IncludeSpace',
  password_length: 'PasswordLength',
  require_each_included_type: 'RequireEachIncludedType',
};

/**
 * Terraform's ephemeral resource: a new password each time it is opened
 * (https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/ephemeral-resources/secretsmanager_random_password).
 */
function ephemeralPassword(config: JsonObject): JsonObject {
  const given = Object.entries(ARGUMENTS).map(([argument, parameter]) => [
    parameter,
    config[argument] ?? null,
  ]);
  return { random_password: randomPassword(Object.fromEntries(given) as JsonObject) };
}

/** What Secrets Manager answers to ephemeral blocks, by their Terraform type. */
export const EPHEMERAL_PASSWORDS = new Map([['aws_secretsmanager_random_password', ephemeralPassword]]);
