import { circumstancesOf, type Desk, instant } from './dependencies';
import type { Completed, PaymentEvent } from './event';
import { refundFailed } from './refund';
import { settlePayment } from './settle';

/**
 * Has an event's effect. Events come in any order, and again: one that is known has had its effect, and one
 * that is not is remembered after it. When this returns, all is durable and the event may be acknowledged.
 */
export async function receiveEvent(event: PaymentEvent, desk: Desk): Promise<void> {
  if (event.kind === 'IGNORED' || (await desk.events.isKnown(event.eventId))) return;
  switch (event.kind) {
    case 'COMPLETED':
      await settle(event, desk);
      await closeOtherCheckout(event, desk);
      break;
    case 'FAILED':
    case 'EXPIRED':
      await desk.payments.expire(event.reservationId, event.checkoutId);
      break;
    case 'REFUND_FAILED':
      await refundFailed(event.paymentId, desk);
      break;
  }
  await desk.events.remember(event.eventId, event.kind, instant(desk));
}

/** Until the event is told again, its money has been taken for nothing: that is told as well. */
async function settle(event: Completed, desk: Desk): Promise<void> {
  try {
    await settlePayment(event, desk);
  } catch (cause) {
    desk.journal.happened('PaidYetVacant', { ...circumstancesOf(event), cause });
    throw cause;
  }
}

/** Paid by an earlier checkout than its last one, a reservation shall not be paid by that too. */
async function closeOtherCheckout(
  { reservationId, checkoutId, paymentId }: Completed,
  desk: Desk,
): Promise<void> {
  const payment = await desk.payments.find(reservationId);
  if (payment?.checkoutId === undefined || payment.paymentId !== paymentId) return;
  if (payment.checkoutId !== checkoutId) await desk.provider.expireCheckout(payment.checkoutId);
}
