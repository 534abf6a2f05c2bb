import type { CapturedPayment } from '../../domain/captured-payment';
import type { Refund } from '../../domain/payment';
import { instant, type PaymentsDependencies } from './dependencies';
import type { RefundState } from './event';

/**
 * A refund that Keyhold did not order: somebody made it in the provider's dashboard. It is recorded as one of the
 * payment's refunds, so that what it gave back is not given back again, and told like any other.
 */
export async function recordOutsideRefund(
  payment: CapturedPayment,
  { refundId, amount, currency }: RefundState,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const { captures, refunds, telemetry } = dependencies;
  const { paymentId, reservationId } = payment;
  const now = instant(dependencies);
  await dependencies.unfinished.open(reservationId, now);
  const order = { id: refundId, amount, reason: 'PROVIDER', orderedAt: now } as const;
  if (await captures.note(payment, order)) {
    telemetry.record('RefundedOutside', { reservationId, paymentId, reason: refundId });
  }
  await refunds.request(
    { id: refundId, paymentId, reservationId, amount, currency, reason: 'PROVIDER' },
    now,
  );
}

/** It has failed: whoever made it decides whether it is made anew, and its amount is left again. */
export async function releaseOutsideRefund(
  { id, paymentId, amount }: Refund,
  { captures }: PaymentsDependencies,
): Promise<void> {
  const payment = await captures.find(paymentId);
  if (payment) await captures.release(payment, { id, amount });
}
