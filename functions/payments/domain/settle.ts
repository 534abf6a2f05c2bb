import type { Payment, RefundReason } from '../../domain/payment';
import { detailsOf, instant, type PaymentsDependencies } from './dependencies';
import type { Capture } from './event';
import { requestRefund } from './refund';
import { forgetSettled, takeApartment } from './take';

/**
 * Money has come: it ends as exactly one of an apartment PAID for its guest, or a refund (law 4). Each step is
 * durable before the next, and each finds what an earlier run left behind: however often this dies, told again
 * it goes on where it stopped. It returns when nothing can be lost any more.
 *
 * The first payment of a reservation claims it, and only that one may take the apartment; any other is refunded.
 */
export async function settlePayment(capture: Capture, dependencies: PaymentsDependencies): Promise<void> {
  try {
    await settle(capture, dependencies);
  } catch (cause) {
    // Until somebody tells of it again, money was taken for nothing.
    dependencies.telemetry.record('PaidYetVacant', { ...detailsOf(capture), cause });
    throw cause;
  }
}

async function settle(capture: Capture, dependencies: PaymentsDependencies): Promise<void> {
  const { reservationId, paymentId } = capture;
  await record(capture, dependencies);
  const order = await dependencies.payments.find(reservationId);
  if (!order) return refund(capture, 'UNKNOWN_RESERVATION', dependencies);
  if (order.amount !== capture.amount || order.currency !== capture.currency) {
    dependencies.telemetry.record('AmountMismatch', detailsOf(capture));
    await dependencies.payments.addOther(reservationId, paymentId);
    return refund(capture, 'WRONG_AMOUNT', dependencies);
  }
  const payment = await dependencies.payments.claim(reservationId, paymentId, instant(dependencies));
  if (!payment) {
    await dependencies.payments.addOther(reservationId, paymentId);
    return refund(capture, 'SECOND_PAYMENT', dependencies);
  }
  if (payment.status === 'PAID') return;
  if (payment.latePayment !== undefined) return refund(capture, 'LATE', dependencies);
  await take(capture, payment, dependencies);
}

async function record(capture: Capture, { captures, ledger, now }: PaymentsDependencies): Promise<void> {
  const at = instant({ now });
  await captures.record(capturedOf(capture), at);
  if (capture.amount === 0) return;
  await ledger.write({ movement: 'CAPTURE', sourceId: capture.paymentId, ...capturedOf(capture), at });
}

async function take(capture: Capture, payment: Payment, dependencies: PaymentsDependencies): Promise<void> {
  const { reservationId, paymentId } = capture;
  const { apartmentId, guestId, receivedAt = instant(dependencies) } = payment;
  const decision = await takeApartment(
    { apartmentId, reservationId, guestId, paymentId, paidAt: receivedAt },
    dependencies,
  );
  if (decision === 'REFUSED' || decision === 'CANCELLED') return refund(capture, 'LATE', dependencies);
  if (await dependencies.payments.paid(reservationId, paymentId, decision, instant(dependencies))) {
    dependencies.telemetry.record(decision === 'PAID' ? 'Paid' : 'TakenAgain', detailsOf(capture));
  }
  // The payment is safe; what is left here is tidying, and the next payment of this apartment tidies as well.
  await forgetSettled(apartmentId, dependencies).catch(() => undefined);
}

function refund(capture: Capture, reason: RefundReason, dependencies: PaymentsDependencies): Promise<void> {
  return requestRefund({ id: capture.paymentId, ...capturedOf(capture), reason }, dependencies);
}

function capturedOf({ paymentId, reservationId, amount, currency }: Capture) {
  return { paymentId, reservationId, amount, currency };
}
