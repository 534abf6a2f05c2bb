import * as z from 'zod';
import {
  isWhole,
  REFUND_REASONS,
  REFUND_STATUSES,
  type Refund,
  type RefundRequest,
  type RefundStatus,
} from '../domain/payment';
import type { Table } from './table';
import { all, any, changeOf, type Transition } from './transition';

/** Items of earlier versions have no id: theirs is their payment's. */
const refundItem: z.ZodType<Refund> = z
  .object({
    id: z.string().optional(),
    paymentId: z.string(),
    reservationId: z.string(),
    amount: z.number(),
    currency: z.string(),
    reason: z.enum(REFUND_REASONS),
    requestedAt: z.string(),
    status: z.enum(['PENDING', 'REFUNDED', 'FAILED']),
    attempt: z.number().default(1),
    refundId: z.string().optional(),
    providerStatus: z.enum(REFUND_STATUSES).optional(),
    failedAt: z.string().optional(),
  })
  .transform(({ id, ...rest }) => ({ id: id ?? rest.paymentId, ...rest }));

/** Items of earlier versions have no attempt: theirs is the first. */
const thisAttempt = any('attempt = :attempt', 'attribute_not_exists(attempt)');

/** Nobody else has made the refund in this attempt meanwhile. */
const notMade = all(
  'attribute_exists(Id)',
  '#status <> :REFUNDED',
  'attribute_not_exists(refundId)',
  thisAttempt,
);

const AGAIN = 'SET #status = :PENDING, attempt = :next REMOVE refundedAt, refundId, providerStatus';
const AGAIN_AFTER_FAILURE =
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
  refused: { condition: notMade, update: AGAIN_AFTER_FAILURE },
  /** The provider had a failure of its own, and would repeat it: the next attempt is another. */
  again: { condition: notMade, update: AGAIN },
  /** → PENDING: the refund that this attempt has made has failed, though it may have succeeded before. */
  failed: {
    condition: all(
      'attribute_exists(Id)',
      any('attribute_not_exists(refundId)', 'refundId = :refundId'),
      '#status = :seen',
      thisAttempt,
    ),
    update: AGAIN_AFTER_FAILURE,
  },
  /** → FAILED: a refund that the provider has made by itself has failed there, and is nobody's to make anew. */
  end: {
    condition: all('attribute_exists(Id)', '#status <> :FAILED', '#status = :seen'),
    update: 'SET #status = :FAILED, failedAt = :now REMOVE refundedAt',
  },
} as const satisfies Record<string, Transition>;

/**
 * Refunds by payment: items `refund#<payment id>` of the table of payments for those that Keyhold gives by itself, and
 * `refund#<payment id>#<refund id>` for those of staff.
 */
export class RefundRepository {
  constructor(private readonly table: Table) {}

  find(paymentId: string, id = paymentId): Promise<Refund | undefined> {
    return this.table.read(keyOf({ paymentId, id }), refundItem);
  }

  request(refund: RefundRequest, now: string): Promise<boolean> {
    const item = { ...refund, requestedAt: now, status: 'PENDING', attempt: 1 };
    return this.table.create(keyOf(refund), item);
  }

  underWay(refund: Refund, refundId: string, providerStatus: RefundStatus): Promise<boolean> {
    const values = { attempt: refund.attempt, refundId, providerStatus };
    return this.table.update(keyOf(refund), changeOf(transitions.follow, values));
  }

  refunded(refund: Refund, refundId: string, now: string): Promise<boolean> {
    const values = { attempt: refund.attempt, refundId, now };
    return this.table.update(keyOf(refund), changeOf(transitions.refund, values));
  }

  refused(refund: Refund, now: string): Promise<boolean> {
    const values = { attempt: refund.attempt, next: refund.attempt + 1, now };
    return this.table.update(keyOf(refund), changeOf(transitions.refused, values));
  }

  failed(refund: Refund, refundId: string, now: string): Promise<boolean> {
    const { attempt, status: seen } = refund;
    const values = { attempt, next: attempt + 1, refundId, now, seen };
    return this.table.update(keyOf(refund), changeOf(transitions.failed, values));
  }

  ended(refund: Refund, now: string): Promise<boolean> {
    return this.table.update(keyOf(refund), changeOf(transitions.end, { now, seen: refund.status }));
  }

  again(refund: Refund): Promise<boolean> {
    const values = { attempt: refund.attempt, next: refund.attempt + 1 };
    return this.table.update(keyOf(refund), changeOf(transitions.again, values));
  }
}

function keyOf(refund: Pick<Refund, 'paymentId' | 'id'>): string {
  return isWhole(refund) ? `refund#${refund.paymentId}` : `refund#${refund.paymentId}#${refund.id}`;
}
