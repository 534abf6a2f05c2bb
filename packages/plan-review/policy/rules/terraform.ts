import { all, equals, holds, isSet, type Rule, value } from '../rule';
import { block, blocks } from '../stack';

export interface StateSettings {
  /** What the keys of states in their bucket look like. */
  readonly stateKeys: RegExp;
}

/** How the stack itself is kept and applied: state, provider, and nothing that runs code besides. */
export const terraformRules = ({ stateKeys }: StateSettings): readonly Rule[] => [
  {
    ids: ['CKV_AWS_41'],
    demand: 'A provider holds no access key',
    scope: 'every',
    type: 'provider',
    test: ({ access_key, secret_key }) => holds(access_key === undefined && secret_key === undefined),
  },
  {
    ids: ['own:default-tags', 'CloudFront.14'],
    demand: 'All that a provider makes says whose it is: project and environment',
    scope: 'every',
    type: 'provider',
    test: ({ default_tags }) => {
      const tags = block(block(default_tags)['tags']);
      return all([isSet(tags['Project']), isSet(tags['Environment'])]);
    },
  },
  {
    ids: ['own:account-pin'],
    demand: 'A provider touches one account only',
    scope: 'protected',
    type: 'provider',
    test: ({ allowed_account_ids }) => isSet(allowed_account_ids),
  },
  {
    ids: ['own:provider-version'],
    demand: 'Terraform is new enough to lock in S3, and each provider is of one exact version',
    scope: 'every',
    type: 'terraform',
    test: ({ required_version, required_providers }) => {
      const providers = Object.values(block(required_providers)).flatMap(blocks);
      return all([
        isSet(required_version),
        isSet(providers),
        ...providers.map(({ version }) => value(version, (known) => /^\d+\.\d+\.\d+$/.test(String(known)))),
      ]);
    },
  },
  {
    ids: ['own:state'],
    demand: 'The state lies in S3, encrypted and locked, under a key of its own',
    scope: 'every',
    type: 'terraform',
    test: ({ backend }) => {
      const { encrypt, use_lockfile, key } = block(block(backend)['s3']);
      return all([
        equals(encrypt, true),
        equals(use_lockfile, true),
        value(key, (path) => stateKeys.test(String(path))),
      ]);
    },
  },
  {
    // A plan runs providers and data sources: https://www.runatlantis.io/docs/security
    ids: ['own:no-foreign-code'],
    demand: 'A plan runs no code but the AWS provider',
    scope: 'every',
    type: 'terraform',
    test: ({ required_providers }, stack) =>
      holds(
        Object.values(block(required_providers))
          .flatMap(blocks)
          .every(({ source }) => source === 'aws' || source === 'hashicorp/aws') &&
          stack.dataTypes().every((type) => type.startsWith('aws_')) &&
          stack
            .everything()
            .every(([address, { provisioner }]) => address.startsWith('aws_') && provisioner === undefined),
      ),
  },
];
