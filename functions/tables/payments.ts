import * as z from 'zod';
import type {
  Checkout,
  ClaimedPayment,
  Order,
  Payment,
  PaymentSummary,
  Refund,
  ReservationRefund,
} from '../domain/payment';
import { CaptureRepository } from './captures';
import { RefundRepository } from './refunds';
import type { Table } from './table';
import { all, any, changeOf, type Transition, type Values } from './transition';

/** One item a reservation: its order, its checkout, and what became of the money. */
const paymentItem = z.object({
  reservationId: z.string(),
  apartmentId: z.string(),
  apartmentName: z.string(),
  guestId: z.string(),
  amount: z.number(),
  currency: z.string(),
  provider: z.string(),
  site: z.string(),
  attempt: z.number(),
  openedAt: z.string(),
  expiresAt: z.string(),
  status: z.enum(['OPEN', 'PAID', 'EXPIRED']),
  checkoutId: z.string().optional(),
  url: z.string().optional(),
  paymentId: z.string().optional(),
  receivedAt: z.string().optional(),
  settledAt: z.string().optional(),
  paidAt: z.string().optional(),
  latePayment: z.enum(['TAKEN_AGAIN', 'REFUND_PENDING', 'REFUNDED']).optional(),
  otherPaymentIds: z.set(z.string()).optional(),
  closedAt: z.string().optional(),
  toldAt: z.string().optional(),
  missedAt: z.string().optional(),
});

const payment: z.ZodType<Payment> = paymentItem;

const summaryItem = paymentItem
  .pick({
    status: true,
    url: true,
    expiresAt: true,
    paidAt: true,
    latePayment: true,
    paymentId: true,
    otherPaymentIds: true,
  })
  .partial({ expiresAt: true });

const SUMMARY_ATTRIBUTES = Object.keys(summaryItem.shape);

const claimedItem = paymentItem.pick({
  reservationId: true,
  amount: true,
  currency: true,
  paymentId: true,
  receivedAt: true,
});

/** In seconds. */
const DAY = 24 * 3600;

const conditions = {
  absent: 'attribute_not_exists(Id)',
  exists: 'attribute_exists(Id)',
  open: '#status = :OPEN',
  notPaid: '#status <> :PAID',
  thisAttempt: 'attempt = :attempt',
  attemptBefore: 'attempt = :attemptBefore',
  thisCheckout: 'checkoutId = :checkoutId',
  withoutCheckout: 'attribute_not_exists(checkoutId)',
  withoutPayment: 'attribute_not_exists(paymentId)',
  thisPayment: 'paymentId = :paymentId',
  notLate: 'attribute_not_exists(latePayment)',
  refundPending: 'latePayment = :REFUND_PENDING',
  refunded: 'latePayment = :REFUNDED',
} as const;

/** What may happen to a payment, each a single conditional write. */
const transitions = {
  /** The provider has made the order's checkout. */
  open: {
    condition: all(conditions.open, conditions.thisAttempt, conditions.withoutPayment),
    update: 'SET checkoutId = :checkoutId, #url = :url',
  },
  /** OPEN → EXPIRED: the attempt never got a checkout. */
  abandon: {
    condition: all(conditions.open, conditions.thisAttempt, conditions.withoutCheckout),
    update: 'SET #status = :EXPIRED',
  },
  /** OPEN → EXPIRED: the hold ended. */
  expire: { condition: conditions.open, update: 'SET #status = :EXPIRED' },
  /** OPEN → EXPIRED: the provider closed this checkout. */
  expireCheckout: {
    condition: all(conditions.open, conditions.thisCheckout),
    update: 'SET #status = :EXPIRED',
  },
  /** The guest has completed this checkout by a method whose money comes later. */
  unpaid: {
    condition: conditions.thisCheckout,
    update: 'SET unpaidAt = if_not_exists(unpaidAt, :now)',
  },
  /** The provider says that nobody can pay this checkout any more, or that it is paid. */
  close: { condition: conditions.thisCheckout, update: 'SET closedAt = if_not_exists(closedAt, :now)' },
  /** A webhook has told of this checkout. */
  tell: { condition: conditions.thisCheckout, update: 'SET toldAt = if_not_exists(toldAt, :now)' },
  /** None has. */
  miss: {
    condition: all(conditions.thisCheckout, 'attribute_not_exists(toldAt)', 'attribute_not_exists(missedAt)'),
    update: 'SET missedAt = :now',
  },
  /** The first payment of a reservation becomes the one that counts. */
  claim: {
    condition: all(conditions.exists, any(conditions.withoutPayment, conditions.thisPayment)),
    update: 'SET paymentId = :paymentId, receivedAt = if_not_exists(receivedAt, :now)',
  },
  /** Another payment of the same reservation has come. */
  addOther: { condition: conditions.exists, update: 'ADD otherPaymentIds :paymentIds' },
  /** → PAID: the money came in time. */
  pay: {
    condition: all(conditions.thisPayment, conditions.notPaid),
    update: 'SET #status = :PAID, paidAt = receivedAt, settledAt = :now',
  },
  /** → PAID: the money came late, and the apartment was still vacant. */
  takeAgain: {
    condition: all(conditions.thisPayment, conditions.notPaid),
    update: 'SET #status = :PAID, paidAt = receivedAt, settledAt = :now, latePayment = :TAKEN_AGAIN',
  },
  /** → EXPIRED: the money came late and has to go back. */
  requestRefund: {
    condition: all(conditions.thisPayment, conditions.notLate),
    update:
      'SET #status = :EXPIRED, latePayment = :REFUND_PENDING, refundRequestedAt = :now, settledAt = :now',
  },
  refund: {
    condition: all(conditions.thisPayment, conditions.refundPending),
    update: 'SET latePayment = :REFUNDED, refundedAt = :now',
  },
  /** A refund was reported as done and was not. */
  undoRefund: {
    condition: all(conditions.thisPayment, conditions.refunded),
    update: 'SET latePayment = :REFUND_PENDING REMOVE refundedAt',
  },
} as const satisfies Record<string, Transition>;

/**
 * The payments by reservation: items `reservation#<reservation id>` of the table of payments. The role needs
 * `dynamodb:GetItem`, `dynamodb:PutItem` and `dynamodb:UpdateItem` on it.
 */
export class PaymentRepository {
  constructor(
    private readonly table: Table,
    private readonly provider: string,
    /** How long an order is kept after its checkout has closed. */
    private readonly retentionDays: number,
  ) {}

  find(reservationId: string): Promise<Payment | undefined> {
    return this.table.read(idOf(reservationId), payment);
  }

  begin(order: Order): Promise<boolean> {
    const item = { ...order, provider: this.provider, status: 'OPEN', ttl: this.timeToLive(order) };
    const isFirst = order.attempt === 1;
    const condition = isFirst ? conditions.absent : all(conditions.attemptBefore, conditions.withoutPayment);
    return this.table.create(idOf(order.reservationId), item, condition, {
      attemptBefore: order.attempt - 1,
    });
  }

  opened({ reservationId, attempt }: Order, { checkoutId, url }: Checkout): Promise<boolean> {
    return this.change(reservationId, transitions.open, { attempt, checkoutId, url });
  }

  abandon({ reservationId, attempt }: Order): Promise<boolean> {
    return this.change(reservationId, transitions.abandon, { attempt });
  }

  expire(reservationId: string, checkoutId?: string): Promise<boolean> {
    const transition = checkoutId === undefined ? transitions.expire : transitions.expireCheckout;
    return this.change(reservationId, transition, { checkoutId });
  }

  unpaid(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    return this.change(reservationId, transitions.unpaid, { checkoutId, now });
  }

  closed(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    return this.change(reservationId, transitions.close, { checkoutId, now });
  }

  told(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    return this.change(reservationId, transitions.tell, { checkoutId, now });
  }

  missed(reservationId: string, checkoutId: string, now: string): Promise<boolean> {
    return this.change(reservationId, transitions.miss, { checkoutId, now });
  }

  claim(reservationId: string, paymentId: string, now: string): Promise<Payment | undefined> {
    return this.table.updated(idOf(reservationId), changeOf(transitions.claim, { paymentId, now }), payment);
  }

  addOther(reservationId: string, paymentId: string): Promise<boolean> {
    return this.change(reservationId, transitions.addOther, { paymentIds: new Set([paymentId]) });
  }

  paid(reservationId: string, paymentId: string, how: 'PAID' | 'TAKEN_AGAIN', now: string): Promise<boolean> {
    const transition = how === 'PAID' ? transitions.pay : transitions.takeAgain;
    return this.change(reservationId, transition, { paymentId, now });
  }

  refundPending(reservationId: string, paymentId: string, now: string): Promise<boolean> {
    return this.change(reservationId, transitions.requestRefund, { paymentId, now });
  }

  refunded(reservationId: string, paymentId: string, now: string): Promise<boolean> {
    return this.change(reservationId, transitions.refund, { paymentId, now });
  }

  refundUndone(reservationId: string, paymentId: string): Promise<boolean> {
    return this.change(reservationId, transitions.undoRefund, { paymentId });
  }

  private change(reservationId: string, transition: Transition, values: Values): Promise<boolean> {
    return this.table.update(idOf(reservationId), changeOf(transition, values));
  }

  /** In seconds since the epoch. */
  private timeToLive({ expiresAt }: Order): number {
    return Math.floor(Date.parse(expiresAt) / 1000) + this.retentionDays * DAY;
  }
}

/** For those who only read payments. The role needs `dynamodb:GetItem` on the table. */
export class PaymentSummaryReader {
  private readonly captures: CaptureRepository;
  private readonly refunds: RefundRepository;

  constructor(private readonly table: Table) {
    this.captures = new CaptureRepository(table);
    this.refunds = new RefundRepository(table);
  }

  async find(reservationId: string): Promise<PaymentSummary | undefined> {
    const item = await this.table.read(idOf(reservationId), summaryItem, { attributes: SUMMARY_ATTRIBUTES });
    if (!item) return undefined;
    const { paymentId: claimed, otherPaymentIds, ...summary } = item;
    const paymentIds = [...(claimed === undefined ? [] : [claimed]), ...(otherPaymentIds ?? [])];
    const refunds = await Promise.all(paymentIds.map((paymentId) => this.refundsOf(paymentId)));
    return { ...summary, refunds: refunds.flat() };
  }

  /** Undefined where no money has come for the reservation. */
  async claimed(reservationId: string): Promise<ClaimedPayment | undefined> {
    const order = await this.table.read(idOf(reservationId), claimedItem);
    if (order?.paymentId === undefined || order.receivedAt === undefined) return undefined;
    const { amount, currency, paymentId, receivedAt } = order;
    return { reservationId, paymentId, amount, currency, receivedAt };
  }

  /** Those that were ordered; and Keyhold's own of an earlier version, which was not. */
  private async refundsOf(paymentId: string): Promise<ReservationRefund[]> {
    const captured = await this.captures.find(paymentId);
    const ordered = captured?.refunds ?? [];
    const ids = new Set([...ordered.map(({ id }) => id), ...(captured ? [] : [paymentId])]);
    const found = await Promise.all([...ids].map((id) => this.refunds.find(paymentId, id)));
    return [...ids].flatMap((id, index) => {
      const refund = found[index];
      if (refund) return [refundTold(refund)];
      const order = ordered.find((each) => each.id === id);
      if (!captured || !order) return [];
      return [{ id, status: 'PENDING', amount: order.amount, currency: captured.currency }];
    });
  }
}

function refundTold({ id, status, amount, currency, reason, refundId, failedAt }: Refund): ReservationRefund {
  if (status === 'REFUNDED') return { id, status, amount, currency };
  const hasFailed = failedAt !== undefined && (refundId === undefined || reason === 'PROVIDER');
  return { id, status: hasFailed ? 'FAILED' : 'PENDING', amount, currency };
}

function idOf(reservationId: string): string {
  return `reservation#${reservationId}`;
}
