import { createHash } from 'node:crypto';
import { isObject, type Json, type JsonObject } from '@keyhold/plan-review';

/** Terraform's state file, version 4, as far as a plan reads it. */
export interface StateFile {
  readonly version: 4;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: JsonObject;
  readonly resources: readonly JsonObject[];
}

interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider_name: string;
  readonly schema_version: number;
}

interface ShownPlan {
  readonly terraform_version: string;
  readonly planned_values: {
    readonly outputs?: Readonly<
      Record<string, { readonly type?: Json; readonly value?: Json; readonly sensitive?: boolean }>
    >;
    readonly root_module?: { readonly resources?: readonly PlannedResource[] };
  };
  readonly configuration: {
    readonly root_module: {
      readonly resources?: readonly { readonly address: string; readonly provider_config_key: string }[];
    };
  };
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: PlannedValues;
  }[];
}

interface BlockSchema {
  readonly attributes?: Readonly<Record<string, { readonly type?: Json }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: BlockSchema }>>;
}

/** What `terraform providers schema -json` tells. */
export interface ProviderSchemas {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: BlockSchema }>> }>
  >;
}

/** Made up: where AWS would have been asked. */
const ACCOUNT = '000000000000';
const REGION = 'eu-central-1';

/**
 * The state that applying a plan would leave, without applying it: the planned values, and made-up ones where AWS
 * alone knows the value. A plan against it shows what a change does to a system that runs. Values that come from
 * made-up ones (a policy that names an ARN) settle when this is done twice.
 */
export function stateAfter(plan: ShownPlan, schemas: ProviderSchemas): StateFile {
  const changes = new Map((plan.resource_changes ?? []).map(({ address, change }) => [address, change]));
  const providers = new Map(
    (plan.configuration.root_module.resources ?? []).map((resource) => [
      resource.address,
      resource.provider_config_key,
    ]),
  );
  const planned = plan.planned_values.root_module?.resources ?? [];
  return {
    version: 4,
    terraform_version: plan.terraform_version,
    serial: 1,
    lineage: 'made-by-plan-review',
    outputs: Object.fromEntries(
      Object.entries(plan.planned_values.outputs ?? {})
        .filter(([, { value }]) => value !== undefined)
        .map(([name, { value, type, sensitive }]) => [
          name,
          { value, type, ...(sensitive && { sensitive }) },
        ]),
    ),
    resources: planned
      .filter(({ mode }) => mode === 'managed')
      .map((resource) => {
        const change = changes.get(resource.address) ?? NOTHING;
        const schema =
          schemas.provider_schemas[resource.provider_name]?.resource_schemas[resource.type]?.block;
        const attributes = settled(resource, change, schema);
        const marks = sensitivePaths(change.after_sensitive);
        return stateResource(resource, providers.get(resource.address) ?? 'aws', attributes, marks);
      }),
  };
}

function stateResource(
  resource: PlannedResource,
  providerKey: string,
  attributes: JsonObject,
  sensitive: readonly Json[],
): JsonObject {
  const [, alias] = providerKey.split('.');
  return {
    mode: 'managed',
    type: resource.type,
    name: resource.name,
    provider: `provider["${resource.provider_name}"]${alias ? `.${alias}` : ''}`,
    instances: [{ schema_version: resource.schema_version, attributes, sensitive_attributes: sensitive }],
  };
}

interface PlannedValues {
  readonly before: Json;
  readonly after: Json;
  readonly after_unknown: Json;
  readonly after_sensitive: Json;
}

const NOTHING: PlannedValues = { before: {}, after: {}, after_unknown: {}, after_sensitive: {} };

/** The plan's marks of what is secret, as the paths that a state file lists. */
function sensitivePaths(marks: Json | undefined, path: readonly Json[] = []): Json[] {
  if (marks === true) return [path];
  if (Array.isArray(marks))
    return marks.flatMap((mark, index) =>
      sensitivePaths(mark, [...path, { type: 'index', value: { value: index, type: 'number' } }]),
    );
  if (!isObject(marks)) return [];
  return Object.entries(marks).flatMap(([name, mark]) =>
    sensitivePaths(mark, [...path, { type: 'get_attr', value: name }]),
  );
}

function settled(
  { type, address }: PlannedResource,
  { before, after, after_unknown: unknown }: PlannedValues,
  schema: BlockSchema | undefined,
): JsonObject {
  const known = isObject(after) ? after : {};
  const former = isObject(before) ? before : {};
  const attributes: Record<string, Json | undefined> = { ...known };
  for (const [name, mark] of Object.entries(isObject(unknown) ? unknown : {})) {
    const declared = schema?.attributes?.[name]?.type;
    attributes[name] =
      mark === true
        ? (former[name] ?? madeUp(type, address, name, declared, known))
        : settledPart(known[name], mark, former[name], address, schema?.block_types?.[name]?.block);
  }
  return attributes;
}

/** What is unknown inside a block or list: as it was, or a made-up ARN where one is due. */
function settledPart(
  value: Json | undefined,
  mark: Json | undefined,
  former: Json | undefined,
  address: string,
  schema: BlockSchema | undefined,
): Json | undefined {
  if (Array.isArray(mark)) {
    const [list, formerList] = [value, former].map((side) => (Array.isArray(side) ? side : []));
    return mark.map((part, index) =>
      part === true
        ? (formerList?.[index] ?? arnOf('aws_made_up', identifier(address)))
        : (settledPart(list?.[index], part, formerList?.[index], address, schema) ?? null),
    );
  }
  if (!isObject(mark)) return value;
  const [known, before] = [value, former].map((side) => (isObject(side) ? side : {}));
  const parts = Object.entries(mark).map(([name, part]) => {
    if (part !== true) {
      const below = schema?.block_types?.[name]?.block;
      return [name, settledPart(known?.[name], part, before?.[name], address, below)];
    }
    const declared = schema?.attributes?.[name]?.type;
    const due = REFERENCE.test(name) ? arnOf('aws_made_up', identifier(address)) : nothing(declared);
    return [name, before?.[name] ?? due];
  });
  return { ...known, ...Object.fromEntries(parts) };
}

/** How a value of that type is not set: as AWS answers it. */
function nothing(declared: Json | undefined): Json {
  if (!Array.isArray(declared)) return null;
  return declared[0] === 'map' ? {} : [];
}

/** The attributes that others refer to. Any other that is unknown is left unset. */
const REFERENCE = /(^|_)(arn|id|name|destination|url|etag|key)$/;

function madeUp(
  type: string,
  address: string,
  attribute: string,
  declared: Json | undefined,
  known: JsonObject,
): Json {
  if (attribute === 'uris')
    return { GRAPHQL: `https://${identifier(address)}.appsync-api.${REGION}.amazonaws.com/graphql` };
  if (declared !== 'string' || !REFERENCE.test(attribute)) return nothing(declared);
  const names = [known['name'], known['bucket'], known['function_name'], known['key']];
  const name = names.find((value) => typeof value === 'string') ?? identifier(address);
  const arn = arnOf(type, String(name));
  if (attribute === 'arn') return arn;
  if (attribute === 'id') return type === 'aws_sfn_state_machine' ? arn : name;
  if (attribute.endsWith('_arn')) return `${arn}/${attribute}`;
  if (attribute.endsWith('domain_name')) return `${name}.${attribute.replaceAll('_', '-')}.amazonaws.com`;
  return identifier(`${address}.${attribute}`);
}

const ARNS: Readonly<Record<string, (name: string) => string>> = {
  aws_dynamodb_table: (name) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`,
  aws_lambda_function: (name) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  aws_sfn_state_machine: (name) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`,
  aws_cloudwatch_log_group: (name) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`,
  aws_iam_role: (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  aws_s3_bucket: (name) => `arn:aws:s3:::${name}`,
  aws_cloudfront_distribution: (name) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${name}`,
};

function arnOf(type: string, name: string): string {
  return ARNS[type]?.(name) ?? `arn:aws:${type.split('_')[1] ?? 'aws'}:${REGION}:${ACCOUNT}:${type}/${name}`;
}

/** The same for the same address, as AWS's ids are. */
function identifier(address: string): string {
  return `X${createHash('sha256').update(address).digest('hex').slice(0, 13).toUpperCase()}`;
}
