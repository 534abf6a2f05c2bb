import type Stripe from 'stripe';
import * as z from 'zod';
import { fromStripe } from '../../functions/payments/providers/amounts';
import type { Period, ProviderTransaction, ProviderTransactions } from './transactions';

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const metadata = z.object({ keyhold: z.string().optional() }).nullish();
const money = { id: z.string(), amount: z.int(), currency: z.string() };

/** What a balance transaction is of (https://docs.stripe.com/api/balance_transactions/object), expanded. */
const source = z.discriminatedUnion('object', [
  z.object({ object: z.literal('charge'), ...money, payment_intent: reference.nullish(), metadata }),
  z.object({ object: z.literal('refund'), ...money, payment_intent: reference.nullish(), metadata }),
  z.object({ object: z.literal('dispute'), ...money, payment_intent: reference.nullish() }),
]);

const transaction = z.object({
  ...money,
  created: z.number(),
  fee: z.int(),
  source: z.unknown(),
});

/** Balance transactions of Stripe's account. The key needs to read them, and charges, refunds and disputes. */
export class StripeTransactions implements ProviderTransactions {
  constructor(private readonly stripe: Stripe) {}

  async between({ from, to }: Period): Promise<ProviderTransaction[]> {
    const created = { gte: seconds(from), lt: seconds(to) };
    const found: ProviderTransaction[] = [];
    const listed = this.stripe.balanceTransactions.list({ created, limit: 100, expand: ['data.source'] });
    for await (const each of listed) found.push(...movementIn(each));
    return found;
  }
}

/** Payouts, and whatever else is of no payment, move no money of a guest. */
function movementIn(json: unknown): ProviderTransaction[] {
  const { id: transactionId, amount, currency, created, fee, source: given } = transaction.parse(json);
  const of = source.safeParse(given);
  if (!of.success) return [];
  const price = fromStripe({ amount: of.data.amount, currency: of.data.currency });
  const isGone = amount < 0;
  const charged = fromStripe({ amount: fee, currency });
  const paymentId = of.data.payment_intent ?? of.data.id;
  const systemName = of.data.object === 'dispute' ? undefined : of.data.metadata?.keyhold;
  const at = new Date(created * 1000).toISOString();
  const whole = { transactionId, paymentId, systemName, at, fee: charged, currency: price.currency };
  switch (of.data.object) {
    case 'charge':
      return [{ ...whole, movement: 'CAPTURE', sourceId: paymentId, amount: price.amount }];
    case 'refund': {
      const movement = isGone ? 'REFUND' : 'REFUND_FAILED';
      return [{ ...whole, movement, sourceId: of.data.id, amount: signed(price.amount, isGone) }];
    }
    case 'dispute':
      return [
        { ...whole, movement: 'DISPUTE', sourceId: transactionId, amount: signed(price.amount, isGone) },
      ];
  }
}

function signed(amount: number, isGone: boolean): number {
  return isGone ? -amount : amount;
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
