import type { Refund, RefundRequest } from '../../domain/payment';
import { detailsOf, instant, type PaymentsDependencies } from './dependencies';

/** A refund that takes longer is one that somebody should look after (ms). */
const TOO_LONG_MS = 15 * 60_000;

/**
 * Gives a payment back. It is stored first, then queued, and only then tried: whatever dies when, the queue
 * comes back to it. That the try fails is therefore no failure of this.
 */
export async function requestRefund(
  request: RefundRequest,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const { paymentId, reservationId } = request;
  const isNew = await dependencies.refunds.request(request, instant(dependencies));
  if (request.reason === 'LATE')
    await dependencies.payments.refundPending(reservationId, paymentId, instant(dependencies));
  const refund = await dependencies.refunds.find(paymentId);
  if (refund?.status !== 'PENDING') return;
  await dependencies.tasks.refund(paymentId);
  if (isNew)
    dependencies.telemetry.record('RefundRequested', { ...detailsOf(refund), reason: refund.reason });
  await refundNow(refund, dependencies).catch(() => undefined);
}

/**
 * The queue's task: tries a refund again.
 * @throws ProviderUnavailable, for the queue to come back to it
 */
export async function retryRefund(paymentId: string, dependencies: PaymentsDependencies): Promise<void> {
  const refund = await dependencies.refunds.find(paymentId);
  if (refund?.status !== 'PENDING') return;
  if (dependencies.now() - Date.parse(refund.requestedAt) > TOO_LONG_MS) {
    dependencies.telemetry.record('RefundPendingTooLong', detailsOf(refund));
  }
  await refundNow(refund, dependencies);
}

/** The provider took a refund, and could not do it later. */
export async function refundFailed(paymentId: string, dependencies: PaymentsDependencies): Promise<void> {
  const refund = await dependencies.refunds.find(paymentId);
  if (!refund) return;
  await dependencies.payments.refundUndone(refund.reservationId, paymentId);
  if (!(await dependencies.refunds.failed(paymentId, instant(dependencies)))) return;
  const reason = 'The provider could not give the money back: do it by hand.';
  dependencies.telemetry.record('RefundFailed', { ...detailsOf(refund), reason });
}

/** The refund's own record is closed last: until then the queue's task does all of it again. */
async function refundNow(refund: Refund, dependencies: PaymentsDependencies): Promise<void> {
  const { paymentId, reservationId, amount } = refund;
  try {
    if (amount > 0) await dependencies.provider.refund(refund);
    if (refund.reason === 'LATE')
      await dependencies.payments.refunded(reservationId, paymentId, instant(dependencies));
    if (await dependencies.refunds.refunded(paymentId, instant(dependencies))) {
      dependencies.telemetry.record('Refunded', detailsOf(refund));
    }
  } catch (cause) {
    dependencies.telemetry.record('RefundFailed', { ...detailsOf(refund), cause });
    throw cause;
  }
}
