import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PaymentTasks } from '../domain/dependencies';

/** The queue of the payments function. The role needs `sqs:SendMessage` on it. */
export class PaymentTaskQueue implements PaymentTasks {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
  ) {}

  async expireCheckout(reservationId: string): Promise<void> {
    const MessageBody = JSON.stringify({ task: 'expireCheckout', reservationId });
    await this.client.send(new SendMessageCommand({ QueueUrl: this.queueUrl, MessageBody }));
  }
}
