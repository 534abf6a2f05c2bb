import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { isWhole, type Refund } from '../domain/payment';

const untoldPayment = z.object({
  reservationId: z.string().min(1),
  checkoutId: z.string().min(1),
  paymentId: z.string().min(1),
  learntAt: z.iso.datetime(),
});

/**
 * The messages of the payments function's queue. The changes function sends `expireCheckout`, the booking function
 * `orderedRefund`: that of staff, by the id that it has on its payment.
 */
const paymentTask = z.discriminatedUnion('task', [
  z.object({ task: z.literal('refund'), paymentId: z.string().min(1) }),
  z.object({ task: z.literal('orderedRefund'), paymentId: z.string().min(1), id: z.string().min(1) }),
  z.object({ task: z.literal('followUntold'), payment: untoldPayment }),
  z.object({ task: z.literal('expireCheckout'), reservationId: z.string().min(1) }),
  z.object({ task: z.literal('deliverTestEvent'), body: z.string(), dueAt: z.iso.datetime() }),
]);

export type PaymentTask = z.infer<typeof paymentTask>;

/** Whoever asks for a refund tries it at once: the queue comes when that is surely over (seconds). */
const REFUND_DELAY_SECONDS = 60;

/** The longest delay of a message (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). */
const LONGEST_DELAY_SECONDS = 900;

/** A message that is not a payment task: it was written by hand. */
export class MalformedTask extends Error {
  override readonly name = 'MalformedTask';

  constructor(messageId: string) {
    super(`Message ${messageId} is not a payment task. It goes to the dead-letter queue; delete it there.`);
  }
}

type RefundKey = Pick<Refund, 'paymentId' | 'id'>;

function refundTask({ paymentId, id }: RefundKey): PaymentTask {
  return isWhole({ paymentId, id })
    ? { task: 'refund', paymentId }
    : { task: 'orderedRefund', paymentId, id };
}

/** @throws MalformedTask */
export function paymentTaskIn(messageId: string, body: string): PaymentTask {
  try {
    return paymentTask.parse(JSON.parse(body));
  } catch {
    throw new MalformedTask(messageId);
  }
}

/** The payments function's queue. Sending needs `sqs:SendMessage`, postponing `sqs:ChangeMessageVisibility`. */
export class PaymentTaskQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
    private readonly now: () => number,
  ) {}

  refund(refund: RefundKey): Promise<void> {
    return this.send(refundTask(refund), REFUND_DELAY_SECONDS);
  }

  followRefund(refund: RefundKey): Promise<void> {
    return this.send(refundTask(refund), LONGEST_DELAY_SECONDS);
  }

  /** To be made at once. */
  orderedRefund(paymentId: string, id: string): Promise<void> {
    return this.send({ task: 'orderedRefund', paymentId, id });
  }

  followUntold(payment: z.infer<typeof untoldPayment>, dueAt: string): Promise<void> {
    return this.send({ task: 'followUntold', payment }, this.secondsUntil(dueAt));
  }

  expireCheckout(reservationId: string): Promise<void> {
    return this.send({ task: 'expireCheckout', reservationId });
  }

  /** To be delivered at `dueAt`; the message says so itself, because one delay may not reach as far. */
  deliverLater(body: string, dueAt: string): Promise<void> {
    return this.send({ task: 'deliverTestEvent', body, dueAt }, this.secondsUntil(dueAt));
  }

  /** Hides a message that failed for so many seconds. */
  async postpone(receiptHandle: string, seconds: number): Promise<void> {
    const message = { QueueUrl: this.queueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await this.client.send(new ChangeMessageVisibilityCommand(message));
  }

  /** As far as one delay reaches. */
  private secondsUntil(dueAt: string): number {
    const seconds = Math.ceil((Date.parse(dueAt) - this.now()) / 1000);
    return Math.min(Math.max(seconds, 0), LONGEST_DELAY_SECONDS);
  }

  private async send(task: PaymentTask, delaySeconds?: number): Promise<void> {
    const message = { QueueUrl: this.queueUrl, MessageBody: JSON.stringify(task) };
    await this.client.send(new SendMessageCommand({ ...message, DelaySeconds: delaySeconds }));
  }
}
