import * as z from 'zod';
import { testPaymentOf } from '../../functions/payments/providers/test/event';
import type { Table } from '../../functions/tables/table';
import { itemsBelow } from './ledger-lines';
import type { ProviderTransaction, ProviderTransactions } from './transactions';

/** How long the test provider keeps what it knows (ms): its items say when they end. */
const KEPT_MS = 90 * 86_400_000;

const price = { amount: z.number(), currency: z.string(), ttl: z.number() };
const checkout = z.object({
  checkoutId: z.string(),
  status: z.string(),
  paidAt: z.string().optional(),
  ...price,
});
const refund = z.object({ Id: z.string(), refundedAt: z.string(), ...price });

/** The test provider's own items, which the ledger is not made from. It takes no fees. */
export class TestTransactions implements ProviderTransactions {
  constructor(
    private readonly table: Table,
    private readonly now: number,
  ) {}

  async between(): Promise<ProviderTransaction[]> {
    const moved = [...(await this.captures()), ...(await this.refunds())];
    return moved.filter(({ amount }) => amount !== 0);
  }

  private async captures(): Promise<ProviderTransaction[]> {
    const items = await itemsBelow(this.table, 'test-checkout#', Object.keys(checkout.shape));
    return items
      .map((item) => checkout.parse(item))
      .filter(({ status, paidAt = '' }) => status === 'PAID' && !(Date.parse(paidAt) > this.now))
      .map(({ checkoutId, paidAt, ttl, amount, currency }) => {
        const paymentId = testPaymentOf(checkoutId);
        const at = paidAt ?? new Date(ttl * 1000 - KEPT_MS).toISOString();
        return this.transaction({
          movement: 'CAPTURE',
          sourceId: paymentId,
          paymentId,
          at,
          amount,
          currency,
        });
      });
  }

  private async refunds(): Promise<ProviderTransaction[]> {
    const items = await itemsBelow(this.table, 'test-refund#', Object.keys(refund.shape).slice(1));
    return items
      .map((item) => refund.parse(item))
      .map(({ Id, refundedAt: at, amount, currency }) => {
        const key = Id.slice('test-refund#'.length);
        const [paymentId = ''] = key.split('#');
        const sourceId = `re_${key}`;
        return this.transaction({ movement: 'REFUND', sourceId, paymentId, at, amount: -amount, currency });
      });
  }

  private transaction(
    moved: Pick<ProviderTransaction, 'movement' | 'sourceId' | 'paymentId' | 'at' | 'amount' | 'currency'>,
  ): ProviderTransaction {
    const fee = { amount: 0, currency: moved.currency };
    return { ...moved, transactionId: `txn_${moved.sourceId}`, systemName: this.table.name, fee };
  }
}
