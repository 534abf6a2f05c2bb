import * as z from 'zod';
import type { Checkout, Order, Payment } from '../domain/payment';
import type { Payments } from '../payments/domain/dependencies';
import type { Table } from './table';

const paymentItem: z.ZodType<Payment> = z.object({
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
});

const DAY_SECONDS = 24 * 3600;

/** `status` is one of DynamoDB's reserved words. */
const NAMES = { '#status': 'status' };

/**
 * The payments by reservation: items `reservation#<reservation id>` of the table of payments. The role needs
 * `dynamodb:GetItem`, `dynamodb:PutItem` and `dynamodb:UpdateItem` on it.
 */
export class PaymentRepository implements Payments {
  constructor(
    private readonly table: Table,
    private readonly provider: string,
    /** How long guests' data is kept once the checkout is over. */
    private readonly retentionDays: number,
  ) {}

  find(reservationId: string): Promise<Payment | undefined> {
    return this.table.read(idOf(reservationId), paymentItem);
  }

  begin(order: Order): Promise<boolean> {
    const item = { ...order, provider: this.provider, status: 'OPEN', ttl: this.forgottenAt(order) };
    return order.attempt === 1
      ? this.table.create(idOf(order.reservationId), item)
      : this.table.create(
          idOf(order.reservationId),
          item,
          'attempt = :last AND attribute_not_exists(paymentId)',
          { ':last': order.attempt - 1 },
        );
  }

  /** In seconds since the epoch, as DynamoDB's time to live has it. */
  private forgottenAt({ expiresAt }: Order): number {
    return Math.floor(Date.parse(expiresAt) / 1000) + this.retentionDays * DAY_SECONDS;
  }

  opened(order: Order, { checkoutId, url }: Checkout): Promise<boolean> {
    return this.table.update(idOf(order.reservationId), {
      UpdateExpression: 'SET checkoutId = :checkoutId, #url = :url',
      ConditionExpression: '#status = :open AND attempt = :attempt AND attribute_not_exists(paymentId)',
      ExpressionAttributeNames: { ...NAMES, '#url': 'url' },
      ExpressionAttributeValues: {
        ':checkoutId': checkoutId,
        ':url': url,
        ':open': 'OPEN',
        ':attempt': order.attempt,
      },
    });
  }

  abandon(order: Order): Promise<boolean> {
    return this.table.update(idOf(order.reservationId), {
      UpdateExpression: 'SET #status = :expired',
      ConditionExpression: '#status = :open AND attempt = :attempt AND attribute_not_exists(checkoutId)',
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: { ':expired': 'EXPIRED', ':open': 'OPEN', ':attempt': order.attempt },
    });
  }

  expire(reservationId: string, checkoutId?: string): Promise<boolean> {
    return this.table.update(idOf(reservationId), {
      UpdateExpression: 'SET #status = :expired',
      ConditionExpression: `#status = :open${checkoutId === undefined ? '' : ' AND checkoutId = :checkoutId'}`,
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: {
        ':expired': 'EXPIRED',
        ':open': 'OPEN',
        ...(checkoutId === undefined ? {} : { ':checkoutId': checkoutId }),
      },
    });
  }

  claim(reservationId: string, paymentId: string, now: string): Promise<Payment | undefined> {
    const change = {
      UpdateExpression: 'SET paymentId = :paymentId, receivedAt = if_not_exists(receivedAt, :now)',
      ConditionExpression:
        'attribute_exists(Id) AND (attribute_not_exists(paymentId) OR paymentId = :paymentId)',
      ExpressionAttributeValues: { ':paymentId': paymentId, ':now': now },
    };
    return this.table.updated(idOf(reservationId), change, paymentItem);
  }

  paid(reservationId: string, paymentId: string, how: 'PAID' | 'TAKEN_AGAIN', now: string): Promise<boolean> {
    const late = how === 'TAKEN_AGAIN';
    return this.table.update(idOf(reservationId), {
      UpdateExpression: `SET #status = :paid, paidAt = receivedAt, settledAt = :now${late ? ', latePayment = :late' : ''}`,
      ConditionExpression: 'paymentId = :paymentId AND #status <> :paid',
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: {
        ':paid': 'PAID',
        ':paymentId': paymentId,
        ':now': now,
        ...(late ? { ':late': how } : {}),
      },
    });
  }

  refundPending(reservationId: string, paymentId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(reservationId), {
      UpdateExpression:
        'SET #status = :expired, latePayment = :pending, refundRequestedAt = :now, settledAt = :now',
      ConditionExpression: 'paymentId = :paymentId AND attribute_not_exists(latePayment)',
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: {
        ':expired': 'EXPIRED',
        ':pending': 'REFUND_PENDING',
        ':paymentId': paymentId,
        ':now': now,
      },
    });
  }

  refunded(reservationId: string, paymentId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(reservationId), {
      UpdateExpression: 'SET latePayment = :refunded, refundedAt = :now',
      ConditionExpression: 'paymentId = :paymentId AND latePayment = :pending',
      ExpressionAttributeValues: {
        ':refunded': 'REFUNDED',
        ':pending': 'REFUND_PENDING',
        ':paymentId': paymentId,
        ':now': now,
      },
    });
  }

  refundUndone(reservationId: string, paymentId: string): Promise<boolean> {
    return this.table.update(idOf(reservationId), {
      UpdateExpression: 'SET latePayment = :pending REMOVE refundedAt',
      ConditionExpression: 'paymentId = :paymentId AND latePayment = :refunded',
      ExpressionAttributeValues: {
        ':refunded': 'REFUNDED',
        ':pending': 'REFUND_PENDING',
        ':paymentId': paymentId,
      },
    });
  }
}

function idOf(reservationId: string): string {
  return `reservation#${reservationId}`;
}
