import type { Refund, RefundRequest } from '../../domain/payment';
import { circumstancesOf, type Desk, instant } from './dependencies';

/** A refund that takes longer is one that somebody should look after (ms). */
const TOO_LONG_MS = 15 * 60_000;

/**
 * Gives a payment back. It is stored first, then queued, and only then tried: whatever dies when, the queue
 * comes back to it. That the try fails is therefore no failure of this.
 */
export async function requestRefund(request: RefundRequest, desk: Desk): Promise<void> {
  const { paymentId, reservationId } = request;
  const isNew = await desk.refunds.request(request, instant(desk));
  if (request.reason === 'LATE') await desk.payments.refundPending(reservationId, paymentId, instant(desk));
  const refund = await desk.refunds.find(paymentId);
  if (refund?.status !== 'PENDING') return;
  await desk.tasks.refund(paymentId);
  if (isNew) desk.journal.happened('RefundRequested', { ...circumstancesOf(refund), reason: refund.reason });
  await refundNow(refund, desk).catch(() => undefined);
}

/**
 * The queue's task: tries a refund again.
 * @throws ProviderUnavailable, for the queue to come back to it
 */
export async function retryRefund(paymentId: string, desk: Desk): Promise<void> {
  const refund = await desk.refunds.find(paymentId);
  if (refund?.status !== 'PENDING') return;
  if (desk.now() - Date.parse(refund.requestedAt) > TOO_LONG_MS) {
    desk.journal.happened('RefundPendingTooLong', circumstancesOf(refund));
  }
  await refundNow(refund, desk);
}

/** The provider took a refund, and could not do it later. */
export async function refundFailed(paymentId: string, desk: Desk): Promise<void> {
  const refund = await desk.refunds.find(paymentId);
  if (!refund) return;
  await desk.payments.refundUndone(refund.reservationId, paymentId);
  if (!(await desk.refunds.failed(paymentId, instant(desk)))) return;
  const reason = 'The provider could not give the money back: do it by hand.';
  desk.journal.happened('RefundFailed', { ...circumstancesOf(refund), reason });
}

/** The refund's own record is closed last: until then the queue's task does all of it again. */
async function refundNow(refund: Refund, desk: Desk): Promise<void> {
  const { paymentId, reservationId, amount } = refund;
  try {
    if (amount > 0) await desk.provider.refund(refund);
    if (refund.reason === 'LATE') await desk.payments.refunded(reservationId, paymentId, instant(desk));
    if (await desk.refunds.refunded(paymentId, instant(desk))) {
      desk.journal.happened('Refunded', circumstancesOf(refund));
    }
  } catch (cause) {
    desk.journal.happened('RefundFailed', { ...circumstancesOf(refund), cause });
    throw cause;
  }
}
