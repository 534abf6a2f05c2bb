import { z } from 'zod';
import { AwsError } from '../../core/errors';
import type { Resource } from '../../core/service';

const block = <T extends z.ZodType>(shape: T) =>
  // Terraform JSON writes a block that occurs once at most as an object, or as a list of one.
  z.preprocess((value) => (Array.isArray(value) ? value[0] : value), shape);
const blocks = <T extends z.ZodType>(shape: T) =>
  z.preprocess(
    (value) => (Array.isArray(value) || value === undefined || value === null ? (value ?? []) : [value]),
    z.array(shape),
  );
const authorization = z.enum([
  'API_KEY',
  'AWS_IAM',
  'AMAZON_COGNITO_USER_POOLS',
  'OPENID_CONNECT',
  'AWS_LAMBDA',
]);

const apiConfig = z.object({
  name: z.string(),
  schema: z.string({ error: 'is needed: an API without a schema answers nothing' }),
  authentication_type: authorization,
  additional_authentication_provider: blocks(z.object({ authentication_type: authorization })),
  introspection_config: z.enum(['ENABLED', 'DISABLED']).nullish(),
  query_depth_limit: z.number().int().min(0).max(75).nullish(),
  resolver_count_limit: z.number().int().min(0).max(10_000).nullish(),
  api_type: z.enum(['GRAPHQL'], { error: 'is not run locally but for GRAPHQL' }).nullish(),
  visibility: z.enum(['GLOBAL'], { error: 'is not run locally but for GLOBAL' }).nullish(),
});

const keyConfig = z.object({
  api_id: z.string(),
  description: z.string().nullish(),
  expires: z.iso.datetime({ offset: true, error: 'is not a time as of RFC 3339' }).nullish(),
});

const dataSourceConfig = z.object({
  api_id: z.string(),
  name: z.string(),
  type: z.enum(['AWS_LAMBDA', 'NONE'], { error: 'is not run locally but for AWS_LAMBDA and NONE' }),
  service_role_arn: z.string().nullish(),
  lambda_config: block(z.object({ function_arn: z.string() }).nullish()),
});

const resolverConfig = z.object({
  api_id: z.string(),
  type: z.string(),
  field: z.string(),
  kind: z.enum(['UNIT'], { error: 'is not run locally but for UNIT' }).nullish(),
  data_source: z.string({ error: 'is needed by a UNIT resolver' }),
  max_batch_size: z.number().int().min(0).max(2000).nullish(),
  code: notRun('resolver code'),
  request_template: notRun('a mapping template'),
  response_template: notRun('a mapping template'),
  pipeline_config: notRun('a pipeline'),
  caching_config: notRun('caching'),
  sync_config: notRun('conflict resolution'),
});

/** The resources of AppSync that run here, with the shape of each one's configuration. */
export const CONFIGURATIONS = {
  aws_appsync_graphql_api: apiConfig,
  aws_appsync_api_key: keyConfig,
  aws_appsync_datasource: dataSourceConfig,
  aws_appsync_resolver: resolverConfig,
} as const;

/** @throws AwsError that names the resource and the field where it cannot run locally */
export function configurationOf<T extends z.ZodType>({ address, config }: Resource, shape: T): z.output<T> {
  const parsed = shape.safeParse(config);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw badRequest(address, issues.join('; '));
}

/** An error in a resource's configuration, with the code of AppSync's API. */
export function badRequest(address: string, sentence: string): AwsError {
  return new AwsError('BadRequestException', `${address}: ${sentence}.`);
}

/** Whether a field is set that would change what the resolver does. */
function notRun(what: string) {
  return z
    .unknown()
    .optional()
    .refine((value) => !value || (Array.isArray(value) && value.length === 0), {
      error: `asks for ${what}, which is not run locally yet; a resolver without it calls its function directly`,
    });
}
