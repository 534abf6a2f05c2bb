import { createHash } from 'node:crypto';
import { isObjectType } from 'graphql';
import type { Attributes, Cloud, Resource } from '../../core/service';
import { badRequest, CONFIGURATIONS, configurationOf } from './api-configuration';
import type { ApiRegistry } from './api-registry';
import { type DataSource, GraphqlApi, type LambdaDataSource } from './graphql-api';
import { appSyncSchema } from './schema';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The lifetime of an API key without an expiry. */
const DEFAULT_KEY_DAYS = 7;
const LONGEST_KEY_DAYS = 365;
const ID_LENGTH = 26;
const KEY_PREFIX = 'da2-';

/** aws_appsync_graphql_api */
export function provisionApi(resource: Resource, apis: ApiRegistry, cloud: Cloud): Attributes {
  const config = configurationOf(resource, CONFIGURATIONS.aws_appsync_graphql_api);
  const id = stableId(cloud.accountId, cloud.region, resource.address, config.name);
  const arn = `arn:aws:appsync:${cloud.region}:${cloud.accountId}:apis/${id}`;
  const additional = config.additional_authentication_provider.map(
    ({ authentication_type }) => authentication_type,
  );
  for (const type of [config.authentication_type, ...additional]) {
    if (type === 'API_KEY' || type === 'AWS_IAM') continue;
    cloud.log('appsync', `${resource.address}: callers by ${type} are refused here; it is not run locally.`);
  }
  apis.add(
    new GraphqlApi({
      id,
      arn,
      schema: appSyncSchema(config.schema, resource.address),
      primary: config.authentication_type,
      additional,
      introspection: config.introspection_config !== 'DISABLED',
      queryDepthLimit: config.query_depth_limit ?? 0,
      resolverCountLimit: config.resolver_count_limit ?? 0,
    }),
  );
  const domain = `${cloud.region}.amazonaws.com/graphql`;
  const uris = {
    GRAPHQL: `https://${id}.appsync-api.${domain}`,
    REALTIME: `wss://${id}.appsync-realtime-api.${domain}`,
  };
  return { id, arn, uris };
}

/** aws_appsync_api_key. The key is the same at every start, so that clients can keep it. */
export function provisionKey(resource: Resource, apis: ApiRegistry, cloud: Cloud): Attributes {
  const config = configurationOf(resource, CONFIGURATIONS.aws_appsync_api_key);
  const now = cloud.clock.now();
  const asked = config.expires ? Date.parse(config.expires) : now + DEFAULT_KEY_DAYS * DAY_MS;
  const days = (asked - now) / DAY_MS;
  if (days < 1 || days > LONGEST_KEY_DAYS) {
    throw badRequest(
      resource.address,
      `API keys live 1 to ${LONGEST_KEY_DAYS} days; expires gives it ${days.toFixed(1)}`,
    );
  }
  // AppSync rounds down to the hour.
  const expiresAt = Math.floor(asked / HOUR_MS) * HOUR_MS;
  const key = KEY_PREFIX + stableId(config.api_id, resource.address);
  apiOf(resource, config.api_id, apis).keys.push({ key, expiresAt });
  return {
    id: `${config.api_id}:${key}`,
    key,
    expires: new Date(expiresAt).toISOString().replace('.000Z', 'Z'),
  };
}

/** aws_appsync_datasource */
export function provisionDataSource(resource: Resource, apis: ApiRegistry, cloud: Cloud): Attributes {
  const config = configurationOf(resource, CONFIGURATIONS.aws_appsync_datasource);
  const api = apiOf(resource, config.api_id, apis);
  const functionArn = config.lambda_config?.function_arn;
  let source: DataSource = { type: 'NONE' };
  if (config.type === 'AWS_LAMBDA') {
    if (!functionArn)
      throw badRequest(resource.address, 'lambda_config.function_arn is needed by AWS_LAMBDA');
    if (!config.service_role_arn)
      throw badRequest(resource.address, 'service_role_arn is needed by AWS_LAMBDA');
    const { principal } = cloud.assumeRole(
      config.service_role_arn,
      'appsync.amazonaws.com',
      api.settings.arn,
    );
    source = { type: 'AWS_LAMBDA', functionArn, principal };
  }
  api.dataSources.set(config.name, source);
  return { id: `${config.api_id}-${config.name}`, arn: `${api.settings.arn}/datasources/${config.name}` };
}

/** aws_appsync_resolver */
export function provisionResolver(resource: Resource, apis: ApiRegistry): Attributes {
  const { address } = resource;
  const config = configurationOf(resource, CONFIGURATIONS.aws_appsync_resolver);
  const api = apiOf(resource, config.api_id, apis);
  const { type, field } = config;
  const owner = api.settings.schema.getType(type);
  if (!isObjectType(owner) || !owner.getFields()[field]) {
    throw badRequest(address, `No field named ${field} found on type ${type}`);
  }
  if (api.resolverOf(type, field))
    throw badRequest(address, `Only one resolver is allowed per field: ${type}.${field} has one`);
  const source = lambdaSource(address, config.data_source, api);
  api.attach(type, field, { source, maxBatchSize: config.max_batch_size ?? 0 });
  return {
    id: `${config.api_id}-${type}-${field}`,
    arn: `${api.settings.arn}/types/${type}/resolvers/${field}`,
  };
}

function lambdaSource(address: string, name: string, api: GraphqlApi): LambdaDataSource {
  const source = api.dataSources.get(name);
  if (!source) throw badRequest(address, `No data source found named ${name}`);
  if (source.type === 'AWS_LAMBDA') return source;
  throw badRequest(
    address,
    `a resolver of the NONE data source ${name} needs a mapping template, which is not run locally yet`,
  );
}

function apiOf({ address }: Resource, id: string, apis: ApiRegistry): GraphqlApi {
  const api = apis.get(id);
  if (!api) throw badRequest(address, `GraphQL API ${id} not found`);
  return api;
}

/** 26 lower-case letters and digits, as AppSync's ids are; the same for the same parts. */
function stableId(...parts: string[]): string {
  const digest = createHash('sha256').update(parts.join('\n')).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, ID_LENGTH);
}
