import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Tasks } from '../payments/domain/dependencies';
import type { TestDeliveries } from '../payments/providers/test/test-provider';

/** The refund is tried at once by whoever asks for it: the queue comes when that is surely over (seconds). */
const REFUND_DELAY_SECONDS = 60;

/** A message waits no longer than this at a time (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const LONGEST_DELAY_SECONDS = 900;

/**
 * The function's own queue. The role needs `sqs:SendMessage` and `sqs:ChangeMessageVisibility` on it. Messages
 * are tasks as ../tasks.ts reads them.
 */
export class TaskQueue implements Tasks, TestDeliveries {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
    private readonly now: () => number,
  ) {}

  refund(paymentId: string): Promise<void> {
    return this.send({ task: 'refund', paymentId }, REFUND_DELAY_SECONDS);
  }

  /** To be delivered at `dueAt`; the message says so itself, for one delay may not reach as far. */
  deliverLater(body: string, dueAt: string): Promise<void> {
    const seconds = Math.ceil((Date.parse(dueAt) - this.now()) / 1000);
    const delay = Math.min(Math.max(seconds, 0), LONGEST_DELAY_SECONDS);
    return this.send({ task: 'deliverTestEvent', body, dueAt }, delay);
  }

  /** Hides a message that could not be done for so many seconds. */
  async putOff(receiptHandle: string, seconds: number): Promise<void> {
    const message = { QueueUrl: this.queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await this.client.send(new ChangeMessageVisibilityCommand(message));
  }

  private async send(task: Readonly<Record<string, string>>, delaySeconds: number): Promise<void> {
    const message = {
      QueueUrl: this.queueUrl,
      MessageBody: JSON.stringify(task),
      DelaySeconds: delaySeconds,
    };
    await this.client.send(new SendMessageCommand(message));
  }
}
