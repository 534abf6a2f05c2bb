import { z } from 'zod';
import { AwsError } from '../../core/errors';
import type { JsonObject } from '../../core/json';
import type { Cloud, Resource } from '../../core/service';

/** A function as configured, in AWS's units. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** `$LATEST`, or `1` where the configuration publishes versions. */
  readonly version: string;
  readonly description: string;
  readonly runtime: string;
  /** `index.handler`: the export `handler` of the bundle's index.js. */
  readonly handler: string;
  readonly roleArn: string;
  /** Path of the bundle, relative to the artifact's folder. */
  readonly zip: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly architecture: string;
  readonly logGroup: string;
  readonly logFormat: 'Text' | 'JSON';
  /** The application log level; undefined for Lambda's default. */
  readonly logLevel: string | undefined;
  /** How many events at a time; undefined where nothing is reserved. */
  readonly reservedConcurrency: number | undefined;
}

/** Environment variables that Lambda sets itself and that a configuration must not set. */
const RESERVED_VARIABLES =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

const environment = z.object({ variables: z.record(z.string(), z.coerce.string()).nullish() });
const logging = z.object({
  log_group: z.string().nullish(),
  log_format: z.enum(['Text', 'JSON']).nullish(),
  application_log_level: z.string().nullish(),
});

const functionConfig = z.object({
  function_name: z.string(),
  description: z.string().nullish(),
  handler: z.string(),
  runtime: z.string().regex(/^nodejs\d+\.x$/, 'runs only nodejs runtimes locally'),
  role: z.string(),
  filename: z.string({ error: 'is needed: code from S3 is not run locally' }),
  timeout: z.number().int().min(1).max(900).nullish(),
  memory_size: z.number().int().min(128).max(10_240).nullish(),
  reserved_concurrent_executions: z.number().int().min(-1).nullish(),
  publish: z.boolean().nullish(),
  architectures: z.array(z.string()).nullish(),
  environment: onceAtMost(environment),
  logging_config: onceAtMost(logging),
});

/**
 * Reads an aws_lambda_function.
 * @throws AwsError that names the resource and the field where it is not one that runs here
 */
export function functionSettings({ address, config }: Resource, cloud: Cloud): FunctionSettings {
  refuseWhatDoesNotRun(address, config);
  const parsed = functionConfig.safeParse(config);
  if (!parsed.success) throw invalid(address, parsed.error.issues.map(describe).join('; '));
  const given = parsed.data;
  const variables = given.environment?.variables ?? {};
  refuseReserved(address, Object.keys(variables));
  const reserved = given.reserved_concurrent_executions ?? -1;
  return {
    name: given.function_name,
    arn: `arn:aws:lambda:${cloud.region}:${cloud.accountId}:function:${given.function_name}`,
    version: given.publish ? '1' : '$LATEST',
    description: given.description ?? '',
    runtime: given.runtime,
    handler: given.handler,
    roleArn: given.role,
    zip: given.filename,
    timeoutSeconds: given.timeout ?? 3,
    memoryMegabytes: given.memory_size ?? 128,
    variables,
    architecture: given.architectures?.[0] ?? 'x86_64',
    logGroup: given.logging_config?.log_group ?? `/aws/lambda/${given.function_name}`,
    logFormat: given.logging_config?.log_format ?? 'Text',
    logLevel: given.logging_config?.application_log_level || undefined,
    reservedConcurrency: reserved < 0 ? undefined : reserved,
  };
}

/** An error in a function's configuration, with the code of Lambda's API. */
export function invalid(address: string, sentence: string): AwsError {
  return new AwsError('InvalidParameterValueException', `${address}: ${sentence}.`);
}

function refuseWhatDoesNotRun(address: string, config: JsonObject): void {
  if (config['package_type'] === 'Image' || config['image_uri']) {
    throw invalid(
      address,
      'functions of container images are not run locally; use a zip with a nodejs runtime',
    );
  }
  for (const field of ['layers', 'file_system_config']) {
    const value = config[field];
    if (Array.isArray(value) ? value.length > 0 : value)
      throw invalid(address, `${field} is not run locally`);
  }
}

function refuseReserved(address: string, names: string[]): void {
  const reserved = names.filter((name) => RESERVED_VARIABLES.test(name));
  if (reserved.length === 0) return;
  throw invalid(
    address,
    `environment.variables sets ${reserved.join(', ')}, which Lambda reserves for itself`,
  );
}

/** Terraform JSON writes a block that occurs once at most as an object, or as a list of one. */
function onceAtMost<T extends z.ZodType>(block: T) {
  return z.preprocess((value) => (Array.isArray(value) ? value[0] : value), block.nullish());
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')} ${message}`;
}
