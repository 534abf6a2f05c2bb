import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { expireCheckout } from './domain/expire';
import { retryRefund } from './domain/refund';
import { deliverTestEvent, type Services } from './webhook';

/** The messages of the function's queue. The changes function writes `expireCheckout`, this one the others. */
const task = z.discriminatedUnion('task', [
  z.object({ task: z.literal('refund'), paymentId: z.string().min(1) }),
  z.object({ task: z.literal('expireCheckout'), reservationId: z.string().min(1) }),
  z.object({ task: z.literal('deliverTestEvent'), body: z.string(), dueAt: z.iso.datetime() }),
]);

/** A message that is no task: somebody wrote it by hand. */
export class MalformedTask extends Error {
  override readonly name = 'MalformedTask';

  constructor(messageId: string) {
    super(`Message ${messageId} is no task of payments. It goes to the dead-letter queue; delete it there.`);
  }
}

/** Does what a message asks for. When it returns, the message may be deleted. */
export async function doTask({ messageId, body }: SQSRecord, services: Services): Promise<void> {
  const asked = taskOf(messageId, body);
  switch (asked.task) {
    case 'refund':
      return retryRefund(asked.paymentId, services.dependencies);
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

/** No delay of the queue is longer than a quarter of an hour: what is not due yet goes round once more. */
async function deliverWhenDue(body: string, dueAt: string, services: Services): Promise<void> {
  if (!services.testCheckout) return;
  if (services.dependencies.now() < Date.parse(dueAt)) {
    await services.testCheckout.deliveries.deliverLater(body, dueAt);
  } else {
    await deliverTestEvent(body, services);
  }
}

function taskOf(messageId: string, body: string): z.infer<typeof task> {
  try {
    return task.parse(JSON.parse(body));
  } catch {
    throw new MalformedTask(messageId);
  }
}
