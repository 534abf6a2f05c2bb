import * as z from 'zod';
import type { CapturedPayment, CapturedPayments, OrderedRefund } from '../domain/captured-payment';
import { REFUND_REASONS } from '../domain/payment';
import type { Table } from './table';
import { all, changeOf, not, type Transition } from './transition';

const orderedRefund = z.object({
  id: z.string(),
  amount: z.number(),
  reason: z.enum(REFUND_REASONS),
  orderedAt: z.string(),
  by: z.string().optional(),
  note: z.string().optional(),
});

const captureItem: z.ZodType<CapturedPayment> = z.object({
  paymentId: z.string(),
  reservationId: z.string(),
  amount: z.number(),
  currency: z.string(),
  capturedAt: z.string(),
  refundedAmount: z.number(),
  refunds: z.array(orderedRefund).default([]),
  disputeIds: z.set(z.string()).optional(),
});

const ADD_REFUND =
  'SET refundedAmount = refundedAmount + :amount, refunds = list_append(if_not_exists(refunds, :none), :refunds) ADD refundIds :ids';

const transitions = {
  /** An update and not a put: functions that order refunds may not put items. */
  record: {
    condition: 'attribute_not_exists(Id)',
    update:
      'SET paymentId = :paymentId, reservationId = :reservationId, amount = :amount, currency = :currency, capturedAt = :capturedAt, refundedAmount = :nothing',
  },
  /** Takes the refund's amount from what is left. */
  order: {
    condition: all('refundedAmount <= :most', not('contains(refundIds, :id)')),
    update: ADD_REFUND,
  },
  note: {
    condition: all('attribute_exists(Id)', not('contains(refundIds, :id)')),
    update: ADD_REFUND,
  },
  release: {
    condition: all('contains(refundIds, :id)', not('contains(releasedIds, :id)')),
    update: 'SET refundedAmount = refundedAmount - :amount ADD releasedIds :ids',
  },
  dispute: { condition: 'attribute_exists(Id)', update: 'ADD disputeIds :ids' },
} as const satisfies Record<string, Transition>;

/**
 * What the provider has taken, and the refunds of it: items `capture#<payment id>` of the table of payments. The role
 * needs `dynamodb:GetItem` and `dynamodb:UpdateItem` on it.
 */
export class CaptureRepository implements CapturedPayments {
  constructor(private readonly table: Table) {}

  find(paymentId: string): Promise<CapturedPayment | undefined> {
    return this.table.read(idOf(paymentId), captureItem);
  }

  record(
    payment: Pick<CapturedPayment, 'paymentId' | 'reservationId' | 'amount' | 'currency'>,
    capturedAt: string,
  ): Promise<boolean> {
    const change = changeOf(transitions.record, { ...payment, capturedAt, nothing: 0 });
    return this.table.update(idOf(payment.paymentId), change);
  }

  order(payment: CapturedPayment, refund: OrderedRefund): Promise<boolean> {
    const most = payment.amount - refund.amount;
    return this.table.update(
      idOf(payment.paymentId),
      changeOf(transitions.order, { ...added(refund), most }),
    );
  }

  note({ paymentId }: CapturedPayment, refund: OrderedRefund): Promise<boolean> {
    return this.table.update(idOf(paymentId), changeOf(transitions.note, added(refund)));
  }

  release(
    { paymentId }: CapturedPayment,
    { id, amount }: Pick<OrderedRefund, 'id' | 'amount'>,
  ): Promise<boolean> {
    const change = changeOf(transitions.release, { id, amount, ids: new Set([id]) });
    return this.table.update(idOf(paymentId), change);
  }

  disputed(paymentId: string, disputeId: string): Promise<boolean> {
    const change = changeOf(transitions.dispute, { ids: new Set([disputeId]) });
    return this.table.update(idOf(paymentId), change);
  }
}

function added(refund: OrderedRefund) {
  const { id, amount } = refund;
  return { id, amount, ids: new Set([id]), refunds: [withoutUndefined(refund)], none: [] };
}

/** DynamoDB's client refuses undefined within a value. */
function withoutUndefined(refund: OrderedRefund): object {
  return Object.fromEntries(Object.entries(refund).filter(([, value]) => value !== undefined));
}

function idOf(paymentId: string): string {
  return `capture#${paymentId}`;
}
