import { z } from 'zod';
import { AwsError } from '../../core/errors';
import { type Json, parseJson } from '../../core/json';
import type { Resource } from '../../core/service';
import { type QueuePolicy, queuePolicy } from './queue-policy';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** A queue as configured. Resources of their own may set its policies later. */
export interface QueueSettings {
  readonly name: string;
  readonly delaySeconds: number;
  /** Bytes. */
  readonly largestMessage: number;
  readonly retentionSeconds: number;
  readonly waitSeconds: number;
  readonly visibilitySeconds: number;
  readonly redrive?: RedrivePolicy;
  /** JSON: which queues may use this one as their dead-letter queue. */
  readonly redriveAllow?: string;
  readonly policy?: QueuePolicy;
  readonly kmsKeyId?: string;
}

const LARGEST_MESSAGE = 1024 * 1024;

const queueConfig = z.object({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be 1 to 80 of letters, digits, - and _'),
  fifo_queue: z.literal(false, { error: 'queues in order (FIFO) are not run locally' }).nullish(),
  delay_seconds: seconds(0, 900),
  max_message_size: seconds(1024, LARGEST_MESSAGE),
  message_retention_seconds: seconds(60, 1_209_600),
  receive_wait_time_seconds: seconds(0, 20),
  visibility_timeout_seconds: seconds(0, 43_200),
  redrive_policy: z.string().nullish(),
  redrive_allow_policy: z.string().nullish(),
  policy: z.string().nullish(),
  kms_master_key_id: z.string().nullish(),
});

/**
 * Reads an aws_sqs_queue, with the defaults of Terraform's AWS provider 5
 * (https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sqs_queue).
 * @throws AwsError that names the resource and the field
 */
export function queueSettings({ address, config }: Resource): QueueSettings {
  const parsed = queueConfig.safeParse(config);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new AwsError('InvalidAttributeValue', `${address}: ${issues.join('; ')}.`);
  }
  const given = parsed.data;
  return {
    name: given.name,
    delaySeconds: given.delay_seconds ?? 0,
    largestMessage: given.max_message_size ?? 262_144,
    retentionSeconds: given.message_retention_seconds ?? 345_600,
    waitSeconds: given.receive_wait_time_seconds ?? 0,
    visibilitySeconds: given.visibility_timeout_seconds ?? 30,
    ...(given.redrive_policy && { redrive: redrivePolicy(address, given.redrive_policy) }),
    ...(given.redrive_allow_policy && { redriveAllow: given.redrive_allow_policy }),
    ...(given.policy && { policy: queuePolicy(address, given.policy) }),
    ...(given.kms_master_key_id && { kmsKeyId: given.kms_master_key_id }),
  };
}

const redrive = z.object({
  deadLetterTargetArn: z.string().startsWith('arn:aws:sqs:'),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

/** @throws AwsError where the JSON is no redrive policy */
export function redrivePolicy(address: string, json: Json | undefined): RedrivePolicy {
  const parsed = redrive.safeParse(parseJson(String(json)));
  if (parsed.success) return parsed.data;
  throw new AwsError(
    'InvalidAttributeValue',
    `${address}: redrive_policy must be the JSON of deadLetterTargetArn, a queue's ARN, and maxReceiveCount, 1 to 1000.`,
  );
}

function seconds(least: number, most: number) {
  return z.number().int().min(least).max(most).nullish();
}
