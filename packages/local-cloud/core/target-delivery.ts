import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { onlyBlock } from '../terraform/blocks';
import { AwsError } from './errors';
import type { JsonObject } from './json';
import type { Principal } from './principals';
import type { Cloud } from './service';

/** EventBridge tries again after pauses that double, up to this one. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** How long a target is tried, and who is told when that was in vain. */
export interface DeliveryPolicy {
  readonly mostRetries: number;
  readonly mostAgeSeconds: number;
  /** The ARN of a queue. */
  readonly deadLetters: string | undefined;
}

/** The blocks of a target in Terraform JSON that say how it is tried, of a rule and of a schedule. */
export const policyConfig = {
  retry_policy: onlyBlock(
    z.object({
      maximum_event_age_in_seconds: z.number().int().min(60).max(86_400).nullish(),
      maximum_retry_attempts: z.number().int().min(0).max(185).nullish(),
    }),
  ).nullish(),
  dead_letter_config: onlyBlock(
    z.object({ arn: z.string().regex(/^arn:aws:sqs:/, 'must be an SQS queue') }),
  ).nullish(),
};

const configuredPolicy = z.object(policyConfig);

/** The policy that the blocks say; without them EventBridge tries 185 times within a day. */
export function policyOf({
  retry_policy: retries,
  dead_letter_config: deadLetters,
}: z.infer<typeof configuredPolicy>): DeliveryPolicy {
  return {
    mostRetries: retries?.maximum_retry_attempts ?? 185,
    mostAgeSeconds: retries?.maximum_event_age_in_seconds ?? 86_400,
    deadLetters: deadLetters?.arn,
  };
}

/** What goes to a target. */
export interface Delivery {
  /** The ARN of a function or a queue. */
  readonly targetArn: string;
  readonly policy: DeliveryPolicy;
  /** ms since the epoch: from here on its age counts. */
  readonly since: number;
  /** Who calls. @throws AwsError where the role may not be assumed */
  principal(): Principal;
  /** JSON text, by the number of the try: 1, 2 … */
  payload(attempt: number): string;
  /** The dead letter's message attributes. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The ARN of what events can be delivered to here. */
export const targetArn = z
  .string()
  .regex(/^arn:aws:(lambda|sqs):/, 'must be a Lambda function or an SQS queue: no other target runs locally');

/**
 * Brings events to functions and queues, as EventBridge does: again where a target fails, then to the dead-letter
 * queue (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html). What is under way
 * is in memory: it ends with the process.
 */
export class TargetDelivery {
  private stopped = false;

  constructor(
    private readonly cloud: Cloud,
    /** The service that writes to the local log. */
    private readonly service: string,
  ) {}

  /** Resolves after the first try. */
  deliver(delivery: Delivery): Promise<void> {
    return this.attempt(delivery, 1);
  }

  stop(): void {
    this.stopped = true;
  }

  private async attempt(delivery: Delivery, attempt: number): Promise<void> {
    if (this.stopped) return;
    try {
      await this.send(delivery.targetArn, delivery.principal(), delivery.payload(attempt));
    } catch (error) {
      // A fault of ours is told like a failure of the target's: nobody waits for this promise.
      const failure = error instanceof AwsError ? error : new AwsError('InternalFailure', String(error), 500);
      if (!this.stopped) await this.tryLater(delivery, attempt, failure);
    }
  }

  private async tryLater(delivery: Delivery, attempt: number, error: AwsError): Promise<void> {
    const { clock } = this.cloud;
    const { policy, since } = delivery;
    const at = clock.now() + Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
    const hasTime = attempt <= policy.mostRetries && at <= since + policy.mostAgeSeconds * 1000;
    if (isTransient(error) && hasTime) clock.alarm(at, () => void this.attempt(delivery, attempt + 1));
    else await this.giveUp(delivery, attempt, error);
  }

  private async giveUp(delivery: Delivery, attempt: number, { code, message }: AwsError): Promise<void> {
    const { targetArn: arn, policy, attributes } = delivery;
    const log = (what: string) => this.cloud.log(this.service, what);
    log(`could not deliver to ${arn}: ${message}`);
    if (policy.deadLetters === undefined) return;
    const told = { ...attributes, TARGET_ARN: arn, ERROR_CODE: code, ERROR_MESSAGE: message };
    try {
      await this.send(policy.deadLetters, delivery.principal(), delivery.payload(attempt), told);
    } catch (error) {
      log(`could not tell ${policy.deadLetters} of it: ${String(error)}`);
    }
  }

  private async send(
    arn: string,
    principal: Principal,
    payload: string,
    attributes: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const call = arn.startsWith('arn:aws:lambda:')
      ? {
          service: 'lambda',
          action: 'Invoke',
          input: { FunctionName: arn, InvocationType: 'Event', Payload: payload },
        }
      : { service: 'sqs', action: 'SendMessage', input: this.message(arn, payload, attributes) };
    await this.cloud.call({ ...call, principal, traceId: randomUUID() });
  }

  private message(queueArn: string, body: string, attributes: Readonly<Record<string, string>>): JsonObject {
    const [, , , , accountId, name] = queueArn.split(':');
    const told = Object.entries(attributes).map(([key, value]) => [
      key,
      { DataType: 'String', StringValue: value },
    ]);
    return {
      QueueUrl: `${this.cloud.endpoint()}/${accountId}/${name}`,
      MessageBody: body,
      ...(told.length > 0 && { MessageAttributes: Object.fromEntries(told) as JsonObject }),
    };
  }
}

/** What may succeed later; what is refused is given up at once. */
function isTransient({ statusCode, code }: AwsError): boolean {
  return statusCode >= 500 || statusCode === 429 || /Throttl|TooManyRequests/.test(code);
}
