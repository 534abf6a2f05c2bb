import type { Payment, RefundReason } from '../../domain/payment';
import { circumstancesOf, type Desk, instant } from './dependencies';
import type { Completed } from './event';
import { requestRefund } from './refund';
import { forgetSettled, takeApartment } from './take';

/**
 * Money has come: it ends as exactly one of an apartment PAID for its guest, or a refund (law 4). Each step is
 * durable before the next, and each finds what an earlier run left behind: however often this dies, told again
 * it goes on where it stopped. It returns when nothing can be lost any more.
 *
 * The first payment of a reservation claims it, and only that one may take the apartment; any other is refunded.
 */
export async function settlePayment(event: Completed, desk: Desk): Promise<void> {
  const { reservationId, paymentId } = event;
  const order = await desk.payments.find(reservationId);
  if (!order) return refund(event, 'UNKNOWN_RESERVATION', desk);
  if (order.amount !== event.amount || order.currency !== event.currency) {
    desk.journal.happened('AmountMismatch', circumstancesOf(event));
    return refund(event, 'WRONG_AMOUNT', desk);
  }
  const payment = await desk.payments.claim(reservationId, paymentId, instant(desk));
  if (!payment) return refund(event, 'SECOND_PAYMENT', desk);
  if (payment.status === 'PAID') return;
  if (payment.latePayment !== undefined) return refund(event, 'LATE', desk);
  await take(event, payment, desk);
}

async function take(event: Completed, payment: Payment, desk: Desk): Promise<void> {
  const { reservationId, paymentId } = event;
  const { apartmentId, guestId, receivedAt = instant(desk) } = payment;
  const fate = await takeApartment(
    { apartmentId, reservationId, guestId, paymentId, paidAt: receivedAt },
    desk,
  );
  if (fate === 'REFUSED') return refund(event, 'LATE', desk);
  if (await desk.payments.paid(reservationId, paymentId, fate, instant(desk))) {
    desk.journal.happened(fate === 'PAID' ? 'Paid' : 'TakenAgain', circumstancesOf(event));
  }
  // The payment is safe; what is left here is tidying, and the next payment of this apartment tidies as well.
  await forgetSettled(apartmentId, desk).catch(() => undefined);
}

function refund(
  { paymentId, reservationId, amount, currency }: Completed,
  reason: RefundReason,
  desk: Desk,
): Promise<void> {
  return requestRefund({ paymentId, reservationId, amount, currency, reason }, desk);
}
