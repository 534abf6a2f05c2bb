import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
} from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { SqsQueue, type SqsQueueConfig } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AlarmBook } from './alarm';

const DAY_SECONDS = 24 * 3600;
/** The longest that SQS keeps a message (API reference, CreateQueue). */
const LONGEST_DAYS = 14;
/**
 * A message's age goes on in the dead-letter queue: it has to get there while there are days left to look at it
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html).
 */
const TASK_DAYS = 7;

/** An AWS service that sends here on behalf of one resource. */
export interface Sender {
  /** `events.amazonaws.com` */
  readonly service: string;
  readonly sourceArn: string;
}

export interface QueueAddress {
  readonly name: string;
  /** Its address in Terraform, which must not change: Terraform would destroy the queue with its messages. */
  readonly logicalId: string;
  /** Whether it is protected from plans that would destroy it. */
  readonly protect: boolean;
  /** Who may send, beside those whose own role allows it. */
  readonly sender?: Sender;
}

export interface DeadLetterQueueProps extends QueueAddress {
  /** The alarm's description: what a message here means and what to do. */
  readonly meaning: string;
}

/** A queue for messages that could not be handled, with an alarm that goes off for the first of them. */
export class DeadLetterQueue extends Construct {
  readonly queue: SqsQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DeadLetterQueueProps,
  ) {
    super(scope, id);
    this.queue = queue(this, props, { messageRetentionSeconds: LONGEST_DAYS * DAY_SECONDS });
  }

  /** @param name the alarm's name without the environment's */
  alarm(name: string): AlarmBook {
    const dimensions = { QueueName: this.queue.name };
    return {
      [name]: {
        description: this.props.meaning,
        metrics: {
          waiting: {
            namespace: 'AWS/SQS',
            name: 'ApproximateNumberOfMessagesVisible',
            stat: 'Maximum',
            dimensions,
          },
        },
        expression: 'FILL(waiting, 0)',
      },
    };
  }
}

export interface QueueProps extends QueueAddress {
  /** How long a message is hidden while it is being handled. */
  readonly visibilitySeconds: number;
  /** How often a message is tried before it goes to the dead-letter queue. */
  readonly attempts: number;
  readonly deadLetters: DeadLetterQueue;
}

/** A queue of tasks. A task that fails is tried again, and goes to the dead-letter queue in the end. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: QueueProps) {
    super(scope, id);
    this.queue = queue(this, props, {
      visibilityTimeoutSeconds: props.visibilitySeconds,
      messageRetentionSeconds: TASK_DAYS * DAY_SECONDS,
      redrivePolicy: Fn.jsonencode({
        deadLetterTargetArn: props.deadLetters.queue.arn,
        maxReceiveCount: props.attempts,
      }),
    });
  }
}

/** Encrypted with SQS's own key, and reachable over TLS only. */
function queue(scope: Construct, address: QueueAddress, own: SqsQueueConfig): SqsQueue {
  const { name, logicalId, protect, sender } = address;
  const made = new SqsQueue(scope, 'queue', {
    name,
    sqsManagedSseEnabled: true,
    ...own,
    lifecycle: { preventDestroy: protect },
  });
  made.overrideLogicalId(logicalId);
  const onlyTls = new DataAwsIamPolicyDocument(scope, 'only-tls', {
    statement: [
      {
        sid: 'OnlyTls',
        effect: 'Deny',
        actions: ['sqs:*'],
        resources: [made.arn],
        principals: [{ type: '*', identifiers: ['*'] }],
        condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
      },
      ...(sender ? [letIn(sender, made)] : []),
    ],
  });
  new SqsQueuePolicy(scope, 'policy', { queueUrl: made.id, policy: onlyTls.json });
  return made;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
function letIn({ service, sourceArn }: Sender, { arn }: SqsQueue): DataAwsIamPolicyDocumentStatement {
  return {
    sid: 'Sender',
    actions: ['sqs:SendMessage'],
    resources: [arn],
    principals: [{ type: 'Service', identifiers: [service] }],
    condition: [{ test: 'ArnEquals', variable: 'aws:SourceArn', values: [sourceArn] }],
  };
}
