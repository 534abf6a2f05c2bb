import type {
  Checkout,
  Order,
  Payment,
  Refund,
  RefundRequest,
  RefundStatus,
} from '../../../../functions/domain/payment';
import type { Payments, ProviderEvents, Refunds } from '../../../../functions/payments/domain/dependencies';

/** The payments in memory, each change with its condition. */
export class ModelPayments implements Payments {
  readonly items = new Map<string, Payment & { refundedAt?: string | undefined }>();

  async find(reservationId: string): Promise<Payment | undefined> {
    return this.items.get(reservationId);
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

  async claim(reservationId: string, paymentId: string, now: string): Promise<Payment | undefined> {
    const item = this.items.get(reservationId);
    if (!item || (item.paymentId !== undefined && item.paymentId !== paymentId)) return undefined;
    const claimed = { ...item, paymentId, receivedAt: item.receivedAt ?? now };
    this.items.set(reservationId, claimed);
    return claimed;
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

function again({ attempt }: Refund): Partial<Refund> {
  return { status: 'PENDING', attempt: attempt + 1, refundId: undefined, providerStatus: undefined };
}

export class ModelRefunds implements Refunds {
  readonly items = new Map<string, Refund>();

  async find(paymentId: string): Promise<Refund | undefined> {
    return this.items.get(paymentId);
  }

  async request(refund: RefundRequest, now: string): Promise<boolean> {
    if (this.items.has(refund.paymentId)) return false;
    this.items.set(refund.paymentId, { ...refund, requestedAt: now, status: 'PENDING', attempt: 1 });
    return true;
  }

  async underWay(refund: Refund, refundId: string, providerStatus: RefundStatus): Promise<boolean> {
    return this.change(refund, ({ status }) => status !== 'REFUNDED', { refundId, providerStatus });
  }

  async refunded(refund: Refund, refundId: string): Promise<boolean> {
    const change = { status: 'REFUNDED', refundId, providerStatus: 'SUCCEEDED' } as const;
    return this.change(refund, ({ status }) => status !== 'REFUNDED', change);
  }

  async refused(refund: Refund): Promise<boolean> {
    const isOpen = ({ status, refundId }: Refund) => status !== 'REFUNDED' && refundId === undefined;
    return this.change(refund, isOpen, again(refund));
  }

  async failed(refund: Refund, failedId: string): Promise<boolean> {
    const isIt = ({ refundId = failedId }: Refund) => refundId === failedId;
    return this.change(refund, isIt, again(refund));
  }

  private change(
    { paymentId, attempt }: Refund,
    condition: (item: Refund) => boolean,
    change: Partial<Refund>,
  ): boolean {
    const item = this.items.get(paymentId);
    if (item?.attempt !== attempt || !condition(item)) return false;
    this.items.set(paymentId, { ...item, ...change });
    return true;
  }
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
