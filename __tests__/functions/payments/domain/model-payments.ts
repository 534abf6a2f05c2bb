import type { Dispute, DisputeStatus } from '../../../../functions/domain/dispute';
import type { LedgerLine, Movement } from '../../../../functions/domain/ledger';
import {
  type Checkout,
  isWhole,
  type Order,
  type Payment,
  type Refund,
  type RefundRequest,
  type RefundStatus,
} from '../../../../functions/domain/payment';
import type {
  Disputes,
  Ledger,
  Payments,
  ProviderEvents,
  Refunds,
} from '../../../../functions/payments/domain/dependencies';

/** The payments in memory, each change with its condition. */
export class ModelPayments implements Payments {
  readonly items = new Map<string, Payment & { refundedAt?: string | undefined }>();

  async find(reservationId: string): Promise<Payment | undefined> {
    const item = this.items.get(reservationId);
    const otherPaymentIds = this.others.get(reservationId);
    return item && { ...item, ...(otherPaymentIds && { otherPaymentIds }) };
  }

  async begin(order: Order): Promise<boolean> {
    const last = this.items.get(order.reservationId);
    const follows = last
      ? last.attempt === order.attempt - 1 && last.paymentId === undefined
      : order.attempt === 1;
    if (follows) this.items.set(order.reservationId, { ...order, provider: 'test', status: 'OPEN' });
    return follows;
  }

  opened(order: Order, checkout: Checkout): Promise<boolean> {
    const takes = (item: Payment) => isOpen(item, order) && item.paymentId === undefined;
    return this.change(order.reservationId, takes, checkout);
  }

  abandon(order: Order): Promise<boolean> {
    const isAbandoned = (item: Payment) => isOpen(item, order) && item.checkoutId === undefined;
    return this.change(order.reservationId, isAbandoned, { status: 'EXPIRED' });
  }

  expire(reservationId: string, checkoutId?: string): Promise<boolean> {
    const ends = (item: Payment) =>
      item.status === 'OPEN' && (checkoutId === undefined || item.checkoutId === checkoutId);
    return this.change(reservationId, ends, { status: 'EXPIRED' });
  }

  unpaid(reservationId: string, checkoutId: string): Promise<boolean> {
    return this.change(reservationId, (item) => item.checkoutId === checkoutId, {});
  }

  closed(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    const closedAt = this.items.get(reservationId)?.closedAt ?? now;
    return this.change(reservationId, (item) => item.checkoutId === checkoutId, { closedAt });
  }

  told(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    const toldAt = this.items.get(reservationId)?.toldAt ?? now;
    return this.change(reservationId, (item) => item.checkoutId === checkoutId, { toldAt });
  }

  missed(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    const isMissed = (item: Payment) =>
      item.checkoutId === checkoutId && item.toldAt === undefined && item.missedAt === undefined;
    return this.change(reservationId, isMissed, { missedAt: now });
  }

  async claim(reservationId: string, paymentId: string, now: string): Promise<Payment | undefined> {
    const item = this.items.get(reservationId);
    if (!item || (item.paymentId !== undefined && item.paymentId !== paymentId)) return undefined;
    const claimed = { ...item, paymentId, receivedAt: item.receivedAt ?? now };
    this.items.set(reservationId, claimed);
    return claimed;
  }

  readonly others = new Map<string, Set<string>>();

  async addOther(reservationId: string, paymentId: string): Promise<boolean> {
    if (!this.items.has(reservationId)) return false;
    this.others.set(reservationId, new Set([...(this.others.get(reservationId) ?? []), paymentId]));
    return true;
  }

  paid(reservationId: string, paymentId: string, how: 'PAID' | 'TAKEN_AGAIN', now: string): Promise<boolean> {
    const late = how === 'TAKEN_AGAIN' ? { latePayment: how } : {};
    return this.change(reservationId, (item) => item.paymentId === paymentId && item.status !== 'PAID', {
      status: 'PAID',
      paidAt: this.items.get(reservationId)?.receivedAt,
      settledAt: now,
      ...late,
    });
  }

  refundPending(reservationId: string, paymentId: string, now: string): Promise<boolean> {
    return this.change(
      reservationId,
      (item) => item.paymentId === paymentId && item.latePayment === undefined,
      { status: 'EXPIRED', latePayment: 'REFUND_PENDING', settledAt: now },
    );
  }

  refunded(reservationId: string, paymentId: string, now: string): Promise<boolean> {
    return this.change(
      reservationId,
      (item) => item.paymentId === paymentId && item.latePayment === 'REFUND_PENDING',
      { latePayment: 'REFUNDED', refundedAt: now },
    );
  }

  refundUndone(reservationId: string, paymentId: string): Promise<boolean> {
    return this.change(
      reservationId,
      (item) => item.paymentId === paymentId && item.latePayment === 'REFUNDED',
      { latePayment: 'REFUND_PENDING', refundedAt: undefined },
    );
  }

  private async change(
    reservationId: string,
    condition: (item: Payment) => boolean,
    change: Partial<Payment> & { refundedAt?: string | undefined },
  ): Promise<boolean> {
    const item = this.items.get(reservationId);
    if (!item || !condition(item)) return false;
    this.items.set(reservationId, { ...item, ...change });
    return true;
  }
}

function isOpen(item: Payment, { attempt }: Order): boolean {
  return item.status === 'OPEN' && item.attempt === attempt;
}

export class ModelRefunds implements Refunds {
  readonly items = new Map<string, Refund>();

  async find(paymentId: string, id = paymentId): Promise<Refund | undefined> {
    return this.items.get(keyOf({ paymentId, id }));
  }

  async request(refund: RefundRequest, now: string): Promise<boolean> {
    if (this.items.has(keyOf(refund))) return false;
    this.items.set(keyOf(refund), { ...refund, requestedAt: now, status: 'PENDING', attempt: 1 });
    return true;
  }

  async underWay(refund: Refund, refundId: string, providerStatus: RefundStatus): Promise<boolean> {
    return this.change(refund, ({ status }) => status !== 'REFUNDED', { refundId, providerStatus });
  }

  async refunded(refund: Refund, refundId: string): Promise<boolean> {
    const change = { status: 'REFUNDED', refundId, providerStatus: 'SUCCEEDED' } as const;
    return this.change(refund, ({ status }) => status !== 'REFUNDED', change);
  }

  async refused(refund: Refund, now: string): Promise<boolean> {
    return this.next(refund, { failedAt: now }, isNotMade);
  }

  async failed(refund: Refund, failedId: string, now: string): Promise<boolean> {
    const isIt = ({ status, refundId = failedId }: Refund) =>
      refundId === failedId && status === refund.status;
    return this.next(refund, { failedAt: now }, isIt);
  }

  async ended(refund: Refund, now: string): Promise<boolean> {
    const ends = ({ status }: Refund) => status !== 'FAILED' && status === refund.status;
    return this.change(refund, ends, { status: 'FAILED', failedAt: now });
  }

  async again(refund: Refund): Promise<boolean> {
    return this.next(refund, {}, isNotMade);
  }

  private next(refund: Refund, change: Partial<Refund>, condition: (item: Refund) => boolean): boolean {
    const none = { refundId: undefined, providerStatus: undefined };
    const next = { status: 'PENDING', attempt: refund.attempt + 1 } as const;
    return this.change(refund, condition, { ...next, ...none, ...change });
  }

  private change(refund: Refund, condition: (item: Refund) => boolean, change: Partial<Refund>): boolean {
    const item = this.items.get(keyOf(refund));
    if (item?.attempt !== refund.attempt || !condition(item)) return false;
    this.items.set(keyOf(refund), { ...item, ...change });
    return true;
  }
}

function isNotMade({ status, refundId }: Refund): boolean {
  return status !== 'REFUNDED' && refundId === undefined;
}

/** Keyhold's own refunds by their payment, those of staff with their id behind it. */
function keyOf(refund: Pick<Refund, 'paymentId' | 'id'>): string {
  return isWhole(refund) ? refund.paymentId : `${refund.paymentId}#${refund.id}`;
}

export class ModelProviderEvents implements ProviderEvents {
  readonly known = new Set<string>();

  async isKnown(eventId: string): Promise<boolean> {
    return this.known.has(eventId);
  }

  async remember(eventId: string): Promise<void> {
    this.known.add(eventId);
  }
}

export class ModelDisputes implements Disputes {
  readonly items = new Map<string, Dispute>();

  async find(disputeId: string): Promise<Dispute | undefined> {
    return this.items.get(disputeId);
  }

  async open(dispute: Dispute): Promise<boolean> {
    if (this.items.has(dispute.disputeId)) return false;
    this.items.set(dispute.disputeId, dispute);
    return true;
  }

  async become(disputeId: string, status: DisputeStatus): Promise<boolean> {
    const item = this.items.get(disputeId);
    if (!item || item.status === status) return false;
    this.items.set(disputeId, { ...item, status });
    return true;
  }
}

export class ModelLedger implements Ledger {
  readonly lines = new Map<string, LedgerLine>();

  async write(line: LedgerLine): Promise<boolean> {
    const id = `${line.movement}#${line.sourceId}`;
    if (this.lines.has(id)) return false;
    this.lines.set(id, line);
    return true;
  }

  async has(movement: Movement, sourceId: string): Promise<boolean> {
    return this.lines.has(`${movement}#${sourceId}`);
  }

  /** What has come of a payment and not gone again. */
  balanceOf(paymentId: string): number {
    const lines = [...this.lines.values()].filter((line) => line.paymentId === paymentId);
    return lines.reduce((sum, { amount }) => sum + amount, 0);
  }
}
