import {
  type CapturedPayment,
  type CapturedPayments,
  leftOf,
  type OrderedRefund,
} from '../../../functions/domain/captured-payment';

/** What the provider has taken, in memory. */
export class ModelCaptures implements CapturedPayments {
  readonly items = new Map<string, CapturedPayment>();

  async find(paymentId: string): Promise<CapturedPayment | undefined> {
    return this.items.get(paymentId);
  }

  async record(
    payment: Pick<CapturedPayment, 'paymentId' | 'reservationId' | 'amount' | 'currency'>,
    capturedAt: string,
  ): Promise<boolean> {
    if (this.items.has(payment.paymentId)) return false;
    this.items.set(payment.paymentId, { ...payment, capturedAt, refundedAmount: 0, refunds: [] });
    return true;
  }

  async order({ paymentId }: CapturedPayment, refund: OrderedRefund): Promise<boolean> {
    const item = this.items.get(paymentId);
    return item !== undefined && leftOf(item) >= refund.amount && this.note(item, refund);
  }

  async note({ paymentId }: CapturedPayment, refund: OrderedRefund): Promise<boolean> {
    const item = this.items.get(paymentId);
    if (!item || item.refunds.some(({ id }) => id === refund.id)) return false;
    const refundedAmount = item.refundedAmount + refund.amount;
    this.items.set(paymentId, { ...item, refundedAmount, refunds: [...item.refunds, refund] });
    return true;
  }

  async release(
    { paymentId }: CapturedPayment,
    { id, amount }: Pick<OrderedRefund, 'id' | 'amount'>,
  ): Promise<boolean> {
    const item = this.items.get(paymentId);
    if (!item?.refunds.some((each) => each.id === id) || this.released.has(`${paymentId}#${id}`))
      return false;
    this.released.add(`${paymentId}#${id}`);
    this.items.set(paymentId, { ...item, refundedAmount: item.refundedAmount - amount });
    return true;
  }

  async disputed(paymentId: string, disputeId: string): Promise<boolean> {
    const item = this.items.get(paymentId);
    if (!item) return false;
    this.items.set(paymentId, { ...item, disputeIds: new Set([...(item.disputeIds ?? []), disputeId]) });
    return true;
  }

  private readonly released = new Set<string>();
}
