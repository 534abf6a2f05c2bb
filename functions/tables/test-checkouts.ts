import * as z from 'zod';
import type { Price } from '../domain/apartment';
import { isWhole, type Refund } from '../domain/payment';
import type { TestCheckout, TestCheckouts } from '../domain/test-checkout';
import type { Table } from './table';
import { changeOf, type Transition } from './transition';

/** Longer than any hold (seconds). */
const KEPT_SECONDS = 90 * 86_400;

const checkoutItem: z.ZodType<TestCheckout> = z.object({
  checkoutId: z.string(),
  reservationId: z.string(),
  apartmentName: z.string(),
  amount: z.number(),
  currency: z.string(),
  site: z.string(),
  holdExpiresAt: z.string(),
  status: z.enum(['OPEN', 'PAID', 'FAILED', 'EXPIRED']),
  paidAt: z.string().optional(),
});

/** OPEN → PAID, FAILED or EXPIRED. */
const CLOSE: Transition = { condition: '#status = :OPEN', update: 'SET #status = :status' };

/** OPEN → PAID, though the money comes later. */
const PAY_LATER: Transition = { ...CLOSE, update: 'SET #status = :status, paidAt = :paidAt' };

/**
 * What a provider would store itself: items `test-checkout#<checkout id>` and `test-refund#<payment id>` of the
 * table of payments, with `#<refund id>` behind it for a refund of staff.
 */
export class TestCheckoutRepository implements TestCheckouts {
  constructor(
    private readonly table: Table,
    private readonly now: () => number,
  ) {}

  find(checkoutId: string): Promise<TestCheckout | undefined> {
    return this.table.read(idOf(checkoutId), checkoutItem);
  }

  async create(checkout: TestCheckout): Promise<void> {
    await this.table.create(idOf(checkout.checkoutId), { ...checkout, ttl: this.ttl() });
  }

  close(checkoutId: string, status: 'PAID' | 'FAILED' | 'EXPIRED', paidAt?: string): Promise<boolean> {
    const transition = paidAt === undefined ? CLOSE : PAY_LATER;
    return this.table.update(idOf(checkoutId), changeOf(transition, { status, paidAt }));
  }

  async refund(refund: Refund): Promise<void> {
    const { reservationId, amount, currency } = refund;
    const item = { reservationId, amount, currency, refundedAt: new Date(this.now()).toISOString() };
    await this.table.create(refundKeyOf(refund), { ...item, ttl: this.ttl() });
  }

  findRefund(refund: Pick<Refund, 'paymentId' | 'id'>): Promise<Price | undefined> {
    return this.table.read(refundKeyOf(refund), z.object({ amount: z.number(), currency: z.string() }));
  }

  private ttl(): number {
    return Math.floor(this.now() / 1000) + KEPT_SECONDS;
  }
}

function idOf(checkoutId: string): string {
  return `test-checkout#${checkoutId}`;
}

function refundKeyOf(refund: Pick<Refund, 'paymentId' | 'id'>): string {
  return `test-refund#${refund.paymentId}${isWhole(refund) ? '' : `#${refund.id}`}`;
}
