import * as z from 'zod';
import { REFUND_STATUSES, type Refund, type RefundRequest, type RefundStatus } from '../domain/payment';
import type { Table } from './table';
import { all, any, changeOf, type Transition } from './transition';

const refundItem: z.ZodType<Refund> = z.object({
  paymentId: z.string(),
  reservationId: z.string(),
  amount: z.number(),
  currency: z.string(),
  reason: z.enum(['LATE', 'SECOND_PAYMENT', 'UNKNOWN_RESERVATION', 'WRONG_AMOUNT']),
  requestedAt: z.string(),
  status: z.enum(['PENDING', 'REFUNDED', 'FAILED']),
  attempt: z.number().default(1),
  refundId: z.string().optional(),
  providerStatus: z.enum(REFUND_STATUSES).optional(),
});

/** Items of earlier versions have no attempt: theirs is the first. */
const thisAttempt = any('attempt = :attempt', 'attribute_not_exists(attempt)');

const AGAIN =
  'SET #status = :PENDING, attempt = :next, failedAt = :now REMOVE refundedAt, refundId, providerStatus';

const transitions = {
  /** The provider has made it, and is not done with it. */
  follow: {
    condition: all('attribute_exists(Id)', '#status <> :REFUNDED', thisAttempt),
    update: 'SET refundId = :refundId, providerStatus = :providerStatus',
  },
  /** → REFUNDED: it has succeeded. */
  refund: {
    condition: all('attribute_exists(Id)', '#status <> :REFUNDED', thisAttempt),
    update: 'SET #status = :REFUNDED, refundedAt = :now, refundId = :refundId, providerStatus = :SUCCEEDED',
  },
  /** This attempt was refused, and nobody has made a refund in it: the next one is another. */
  refused: {
    condition: all(
      'attribute_exists(Id)',
      '#status <> :REFUNDED',
      'attribute_not_exists(refundId)',
      thisAttempt,
    ),
    update: AGAIN,
  },
  /** → PENDING: the refund that this attempt has made has failed, though it may have succeeded before. */
  failed: {
    condition: all(
      'attribute_exists(Id)',
      any('attribute_not_exists(refundId)', 'refundId = :refundId'),
      thisAttempt,
    ),
    update: AGAIN,
  },
} as const satisfies Record<string, Transition>;

/** Refunds by payment: items `refund#<payment id>` of the table of payments. */
export class RefundRepository {
  constructor(private readonly table: Table) {}

  find(paymentId: string): Promise<Refund | undefined> {
    return this.table.read(idOf(paymentId), refundItem);
  }

  request(refund: RefundRequest, now: string): Promise<boolean> {
    const item = { ...refund, requestedAt: now, status: 'PENDING', attempt: 1 };
    return this.table.create(idOf(refund.paymentId), item);
  }

  underWay({ paymentId, attempt }: Refund, refundId: string, providerStatus: RefundStatus): Promise<boolean> {
    const values = { attempt, refundId, providerStatus };
    return this.table.update(idOf(paymentId), changeOf(transitions.follow, values));
  }

  refunded({ paymentId, attempt }: Refund, refundId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(paymentId), changeOf(transitions.refund, { attempt, refundId, now }));
  }

  refused({ paymentId, attempt }: Refund, now: string): Promise<boolean> {
    const values = { attempt, next: attempt + 1, now };
    return this.table.update(idOf(paymentId), changeOf(transitions.refused, values));
  }

  failed({ paymentId, attempt }: Refund, refundId: string, now: string): Promise<boolean> {
    const values = { attempt, next: attempt + 1, refundId, now };
    return this.table.update(idOf(paymentId), changeOf(transitions.failed, values));
  }
}

function idOf(paymentId: string): string {
  return `refund#${paymentId}`;
}
