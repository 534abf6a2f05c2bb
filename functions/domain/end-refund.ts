import { type CapturedPayments, leftOf, orderRefund } from './captured-payment';
import type { EndDecision } from './end-decision';

/** The refund that goes with the end of a stay. */
export const END_REFUND_ID = 'end';

/**
 * Orders the refund that staff have decided on, once. Where another refund was ordered since the decision, what is
 * left goes back.
 */
export async function orderEndRefund(
  paymentId: string,
  { refund, amount = 0, reason, by, decidedAt }: EndDecision,
  captures: CapturedPayments,
): Promise<void> {
  const payment = await captures.find(paymentId);
  if (refund === 'NONE' || !payment || payment.refunds.some(({ id }) => id === END_REFUND_ID)) return;
  const part = refund === 'PARTIAL' ? { amount: Math.min(amount, leftOf(payment)) } : {};
  const wish = {
    id: END_REFUND_ID,
    reason: 'STAFF',
    orderedAt: decidedAt,
    by,
    note: reason,
    ...part,
  } as const;
  await orderRefund(paymentId, wish, captures);
}
