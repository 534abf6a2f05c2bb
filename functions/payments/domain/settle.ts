import type { Payment, RefundReason } from '../../domain/payment';
import { detailsOf, instant, type PaymentsDependencies } from './dependencies';
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
export async function settlePayment(event: Completed, dependencies: PaymentsDependencies): Promise<void> {
  const { reservationId, paymentId } = event;
  const order = await dependencies.payments.find(reservationId);
  if (!order) return refund(event, 'UNKNOWN_RESERVATION', dependencies);
  if (order.amount !== event.amount || order.currency !== event.currency) {
    dependencies.telemetry.record('AmountMismatch', detailsOf(event));
    return refund(event, 'WRONG_AMOUNT', dependencies);
  }
  const payment = await dependencies.payments.claim(reservationId, paymentId, instant(dependencies));
  if (!payment) return refund(event, 'SECOND_PAYMENT', dependencies);
  if (payment.status === 'PAID') return;
  if (payment.latePayment !== undefined) return refund(event, 'LATE', dependencies);
  await take(event, payment, dependencies);
}

async function take(event: Completed, payment: Payment, dependencies: PaymentsDependencies): Promise<void> {
  const { reservationId, paymentId } = event;
  const { apartmentId, guestId, receivedAt = instant(dependencies) } = payment;
  const decision = await takeApartment(
    { apartmentId, reservationId, guestId, paymentId, paidAt: receivedAt },
    dependencies,
  );
  if (decision === 'REFUSED') return refund(event, 'LATE', dependencies);
  if (await dependencies.payments.paid(reservationId, paymentId, decision, instant(dependencies))) {
    dependencies.telemetry.record(decision === 'PAID' ? 'Paid' : 'TakenAgain', detailsOf(event));
  }
  // The payment is safe; what is left here is tidying, and the next payment of this apartment tidies as well.
  await forgetSettled(apartmentId, dependencies).catch(() => undefined);
}

function refund(
  { paymentId, reservationId, amount, currency }: Completed,
  reason: RefundReason,
  dependencies: PaymentsDependencies,
): Promise<void> {
  return requestRefund({ paymentId, reservationId, amount, currency, reason }, dependencies);
}
