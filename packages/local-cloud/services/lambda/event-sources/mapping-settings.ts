import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Resource } from '../../../core/service';
import { blocks } from '../../../terraform/blocks';
import { invalid } from '../function-settings';
import { type EventFilter, parseFilter } from './filter';

/** An event source mapping as configured. */
export interface MappingSettings {
  readonly uuid: string;
  readonly sourceArn: string;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Whether the function reports which records of a batch failed. */
  readonly reportsItemFailures: boolean;
  /** A record has to match one of them. Empty: every record is delivered. */
  readonly filters: readonly EventFilter[];
  readonly source: 'stream' | 'queue';
  /** For a queue: how many batches at a time. */
  readonly mostConcurrent: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  readonly bisects: boolean;
  /** Undefined: until the records expire. */
  readonly mostRetries: number | undefined;
  /** Undefined: until the records expire. */
  readonly mostAgeSeconds: number | undefined;
  /** The ARN of the queue that gets messages about discarded records. */
  readonly onFailure: string | undefined;
}

/** Lambda begins with five batches at a time (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html). */
const USUAL_CONCURRENCY = 5;

const mappingConfig = z.object({
  function_name: z.string(),
  event_source_arn: z
    .string({ error: 'is needed: only DynamoDB streams and SQS queues are run locally' })
    .regex(/^arn:aws:(sqs|dynamodb):/, 'must be of a DynamoDB stream or an SQS queue: no other runs locally'),
  enabled: z.boolean().nullish(),
  batch_size: z.number().int().min(1).max(10_000).nullish(),
  maximum_batching_window_in_seconds: z.number().int().min(0).max(300).nullish(),
  function_response_types: z.array(z.literal('ReportBatchItemFailures')).nullish(),
  starting_position: z.enum(['TRIM_HORIZON', 'LATEST']).nullish(),
  bisect_batch_on_function_error: z.boolean().nullish(),
  maximum_retry_attempts: z.number().int().min(-1).max(10_000).nullish(),
  maximum_record_age_in_seconds: z.number().int().min(-1).max(604_800).nullish(),
  // A stream has one shard here, with one reader: the setting has no effect.
  parallelization_factor: z.number().int().min(1).max(10).nullish(),
  tumbling_window_in_seconds: z.literal(0, { error: 'is not run locally' }).nullish(),
});

/**
 * Reads an aws_lambda_event_source_mapping; with Lambda's defaults
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html, …/services-sqs-parameters.html).
 * @throws AwsError that names the resource and the field
 */
export function mappingSettings({ address, config }: Resource, functionArn: string): MappingSettings {
  const parsed = mappingConfig.safeParse(config);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw invalid(address, issues.join('; '));
  }
  const given = parsed.data;
  const source = given.event_source_arn.startsWith('arn:aws:sqs:') ? 'queue' : 'stream';
  const batchSize = given.batch_size ?? (source === 'queue' ? 10 : 100);
  const windowSeconds = given.maximum_batching_window_in_seconds ?? 0;
  if (source === 'queue' && batchSize > 10 && windowSeconds === 0)
    throw invalid(address, 'batch_size over 10 needs maximum_batching_window_in_seconds of 1 or more');
  if (source === 'stream' && !given.starting_position)
    throw invalid(address, 'starting_position is needed for a stream: TRIM_HORIZON or LATEST');
  return {
    uuid: uuidOf(functionArn, given.event_source_arn),
    sourceArn: given.event_source_arn,
    enabled: given.enabled ?? true,
    reportsItemFailures: (given.function_response_types ?? []).length > 0,
    filters: blocks(config['filter_criteria'])
      .flatMap((criteria) => blocks(criteria['filter']))
      .map(({ pattern }) => parseFilter(address, pattern)),
    mostConcurrent: concurrencyOf(config),
    startingPosition: given.starting_position ?? 'TRIM_HORIZON',
    bisects: given.bisect_batch_on_function_error ?? false,
    mostRetries: limit(given.maximum_retry_attempts),
    mostAgeSeconds: limit(given.maximum_record_age_in_seconds),
    onFailure: onFailureOf(address, config),
    source,
    batchSize,
    windowSeconds,
  };
}

/** The same function and source give the same id, so that a mapping finds its checkpoint again. */
function uuidOf(functionArn: string, sourceArn: string): string {
  const digest = createHash('sha256').update(`${functionArn} ${sourceArn}`).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** -1 and none mean no limit. */
function limit(value: number | null | undefined): number | undefined {
  return value === undefined || value === null || value < 0 ? undefined : value;
}

function concurrencyOf(config: Resource['config']): number {
  const most = blocks(config['scaling_config'])[0]?.['maximum_concurrency'];
  return typeof most === 'number' ? most : USUAL_CONCURRENCY;
}

function onFailureOf(address: string, config: Resource['config']): string | undefined {
  const destinations = blocks(config['destination_config']).flatMap((block) => blocks(block['on_failure']));
  const arn = destinations[0]?.['destination_arn'];
  if (arn === undefined || arn === null) return undefined;
  if (typeof arn === 'string' && arn.startsWith('arn:aws:sqs:')) return arn;
  throw invalid(address, 'destination_config.on_failure must be an SQS queue: no other runs locally');
}
