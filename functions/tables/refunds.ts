import * as z from 'zod';
import type { Refund, RefundRequest } from '../domain/payment';
import type { Table } from './table';
import { changeOf, type Transition } from './transition';

const refundItem: z.ZodType<Refund> = z.object({
  paymentId: z.string(),
  reservationId: z.string(),
  amount: z.number(),
  currency: z.string(),
  reason: z.enum(['LATE', 'SECOND_PAYMENT', 'UNKNOWN_RESERVATION', 'WRONG_AMOUNT']),
  requestedAt: z.string(),
  status: z.enum(['PENDING', 'REFUNDED', 'FAILED']),
});

const transitions = {
  /** PENDING → REFUNDED. */
  refund: {
    condition: '#status = :PENDING',
    update: 'SET #status = :REFUNDED, refundedAt = :now',
  },
  /** PENDING or REFUNDED → FAILED: the provider could not give the money back. */
  fail: {
    condition: 'attribute_exists(Id) AND #status <> :FAILED',
    update: 'SET #status = :FAILED, failedAt = :now REMOVE refundedAt',
  },
} as const satisfies Record<string, Transition>;

/** Refunds by payment: items `refund#<payment id>` of the table of payments. */
export class RefundRepository {
  constructor(private readonly table: Table) {}

  find(paymentId: string): Promise<Refund | undefined> {
    return this.table.read(idOf(paymentId), refundItem);
  }

  request(refund: RefundRequest, now: string): Promise<boolean> {
    return this.table.create(idOf(refund.paymentId), { ...refund, requestedAt: now, status: 'PENDING' });
  }

  refunded(paymentId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(paymentId), changeOf(transitions.refund, { now }));
  }

  failed(paymentId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(paymentId), changeOf(transitions.fail, { now }));
  }
}

function idOf(paymentId: string): string {
  return `refund#${paymentId}`;
}
