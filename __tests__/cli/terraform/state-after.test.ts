import { stateAfter } from '../../../cli/terraform/state-after';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
const SCHEMAS = {
  provider_schemas: {
    [PROVIDER]: {
      resource_schemas: {
        aws_dynamodb_table: {
          block: {
            attributes: {
              arn: { type: 'string' },
              id: { type: 'string' },
              tags_all: { type: ['map', 'string'] },
            },
          },
        },
      },
    },
  },
};

function plan(before: object | null) {
  const resource = {
    address: 'aws_dynamodb_table.t',
    type: 'aws_dynamodb_table',
    name: 't',
    provider_name: PROVIDER,
  };
  return {
    terraform_version: '1.11.4',
    planned_values: {
      outputs: { table: { value: 'apartments', type: 'string' }, arn: {} },
      root_module: {
        resources: [
          { ...resource, mode: 'managed', schema_version: 1 },
          { ...resource, mode: 'data', schema_version: 0 },
        ],
      },
    },
    configuration: {
      root_module: { resources: [{ address: resource.address, provider_config_key: 'aws.global' }] },
    },
    resource_changes: [
      {
        address: resource.address,
        change: {
          before: before as never,
          after: { name: 'apartments', secret: 's' },
          after_unknown: { arn: true, id: true, tags_all: true },
          after_sensitive: { secret: true },
        },
      },
    ],
  };
}

function attributesOf(before: object | null) {
  const [resource] = stateAfter(plan(before), SCHEMAS).resources;
  const [instance] = (resource?.['instances'] ?? []) as { attributes: Record<string, unknown> }[];
  return instance?.attributes;
}

test('what AWS alone knows is made up in its form, what is planned stays', () => {
  expect(attributesOf(null)).toEqual({
    name: 'apartments',
    secret: 's',
    arn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/apartments',
    id: 'apartments',
    tags_all: {},
  });
});

test('what was known before stays as it was', () => {
  expect(attributesOf({ arn: 'arn:of-before' })).toMatchObject({ arn: 'arn:of-before' });
});

test('it is a state file: managed resources with provider, schema version and secret paths, and known outputs', () => {
  expect(stateAfter(plan(null), SCHEMAS)).toMatchObject({
    version: 4,
    outputs: { table: { value: 'apartments', type: 'string' } },
    resources: [
      {
        provider: `provider["${PROVIDER}"].global`,
        instances: [{ schema_version: 1, sensitive_attributes: [[{ type: 'get_attr', value: 'secret' }]] }],
      },
    ],
  });
});
