import { ACCESS_KEY, type Examples, is } from './example';

const PROVIDERS = { aws: { source: 'aws', version: '5.100.0' } };
const STATE = { encrypt: true, use_lockfile: true, key: 'shop/prod/terraform.tfstate' };

export const TERRAFORM_EXAMPLES: Examples = {
  CKV_AWS_41: {
    kept: is({ region: 'eu-central-1' }),
    broken: [is({ access_key: ACCESS_KEY }), is({ secret_key: 'x' })],
  },
  'own:default-tags': {
    kept: is({ default_tags: [{ tags: { Project: 'shop', Environment: 'prod' } }] }),
    broken: [is({}), is({ default_tags: [{ tags: { Project: 'shop' } }] })],
  },
  'own:account-pin': { kept: is({ allowed_account_ids: ['123456789012'] }), broken: [is({})] },
  'own:provider-version': {
    kept: is({ required_version: '>= 1.10', required_providers: PROVIDERS }),
    broken: [
      is({ required_providers: PROVIDERS }),
      is({ required_version: '>= 1.10', required_providers: { aws: { source: 'aws', version: '~> 5.0' } } }),
      is({ required_version: '>= 1.10' }),
    ],
  },
  'own:state': {
    kept: is({ backend: { s3: STATE } }),
    broken: [
      is({ backend: { local: {} } }),
      is({ backend: { s3: { ...STATE, use_lockfile: false } } }),
      is({ backend: { s3: { ...STATE, key: 'terraform.tfstate' } } }),
      is({ backend: { s3: { ...STATE, key: 'another/prod/terraform.tfstate' } } }),
    ],
  },
  'own:no-foreign-code': {
    kept: is({ required_providers: PROVIDERS }),
    broken: [
      is({
        required_providers: { ...PROVIDERS, external: { source: 'hashicorp/external', version: '2.3.4' } },
      }),
      { config: { required_providers: PROVIDERS }, data: { external: { script: {} } } },
      {
        config: { required_providers: PROVIDERS },
        beside: { aws_s3_bucket: { it: { provisioner: [{ 'local-exec': { command: 'id' } }] } } },
      },
    ],
  },
};
