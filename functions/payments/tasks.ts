import type { SQSRecord } from 'aws-lambda';
import { paymentTaskIn } from '../tables/payment-tasks';
import { expireCheckout } from './domain/expire';
import { followUntold } from './domain/learn';
import { makeOrderedRefund, retryRefund } from './domain/refund';
import { deliverTestEvent, type Services } from './webhook';

/** Does what a message asks for. When it returns, the message may be deleted. */
export async function doTask({ messageId, body }: SQSRecord, services: Services): Promise<void> {
  const asked = paymentTaskIn(messageId, body);
  switch (asked.task) {
    case 'refund':
      return retryRefund(asked.paymentId, services.dependencies);
    case 'orderedRefund':
      return makeOrderedRefund(asked.paymentId, asked.id, services.dependencies);
    case 'followUntold':
      return followUntold(asked.payment, services.dependencies);
    case 'expireCheckout':
      return expireCheckout(asked.reservationId, services.dependencies);
    case 'deliverTestEvent':
      return deliverWhenDue(asked.body, asked.dueAt, services);
  }
}

/** Seconds until a message that has failed `tries` times is tried again: 30, 60, 120 … one hour. */
export function pauseAfter(tries: number): number {
  return Math.min(30 * 2 ** Math.max(tries - 1, 0), 3_600);
}

/** The queue delays a message for 15 minutes at most: what is not due yet is sent once more. */
async function deliverWhenDue(body: string, dueAt: string, services: Services): Promise<void> {
  if (!services.testCheckout) return;
  if (services.dependencies.now() < Date.parse(dueAt)) {
    await services.testCheckout.deliveries.deliverLater(body, dueAt);
  } else {
    await deliverTestEvent(body, services);
  }
}
