import * as z from 'zod';
import type { Refund, RefundRequest } from '../domain/payment';
import type { Refunds } from '../payments/domain/dependencies';
import type { Table } from './table';

const refundItem: z.ZodType<Refund> = z.object({
  paymentId: z.string(),
  reservationId: z.string(),
  amount: z.number(),
  currency: z.string(),
  reason: z.enum(['LATE', 'SECOND_PAYMENT', 'UNKNOWN_RESERVATION', 'WRONG_AMOUNT']),
  requestedAt: z.string(),
  status: z.enum(['PENDING', 'REFUNDED', 'FAILED']),
});

/** What is to be given back: items `refund#<payment id>` of the table of payments. */
export class RefundRepository implements Refunds {
  constructor(private readonly table: Table) {}

  find(paymentId: string): Promise<Refund | undefined> {
    return this.table.read(idOf(paymentId), refundItem);
  }

  request(refund: RefundRequest, now: string): Promise<boolean> {
    return this.table.create(idOf(refund.paymentId), { ...refund, requestedAt: now, status: 'PENDING' });
  }

  refunded(paymentId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(paymentId), {
      UpdateExpression: 'SET #status = :refunded, refundedAt = :now',
      ConditionExpression: '#status = :pending',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':refunded': 'REFUNDED', ':pending': 'PENDING', ':now': now },
    });
  }

  failed(paymentId: string, now: string): Promise<boolean> {
    return this.table.update(idOf(paymentId), {
      UpdateExpression: 'SET #status = :failed, failedAt = :now REMOVE refundedAt',
      ConditionExpression: 'attribute_exists(Id) AND #status <> :failed',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':failed': 'FAILED', ':now': now },
    });
  }
}

function idOf(paymentId: string): string {
  return `refund#${paymentId}`;
}
