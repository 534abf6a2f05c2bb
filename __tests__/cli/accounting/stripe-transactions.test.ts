import Stripe from 'stripe';
import { StripeTransactions } from '../../../cli/accounting/stripe-transactions';
import { CLIENT_SETTINGS } from '../../../functions/payments/providers/stripe/stripe-provider';
import { StripeServer } from '../../functions/payments/providers/stripe/stripe-server';

const MARCH = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
const AT = '2026-03-05T12:00:00.000Z';
const created = Date.parse(AT) / 1000;
const metadata = { keyhold: 'keyhold-test-payments' };

let server: StripeServer;
let transactions: StripeTransactions;
beforeEach(async () => {
  server = new StripeServer();
  const client = new Stripe('sk_test_not_a_real_key', { ...CLIENT_SETTINGS, ...(await server.start()) });
  transactions = new StripeTransactions(client);
});
afterEach(() => server.stop());

const charge = {
  object: 'charge',
  id: 'ch_1',
  payment_intent: 'pi_1',
  amount: 12_900,
  currency: 'eur',
  metadata,
};
const refund = { ...charge, object: 'refund', id: 're_1', amount: 900 };
const dispute = { object: 'dispute', id: 'dp_1', payment_intent: 'pi_1', amount: 12_000, currency: 'eur' };
const common = { paymentId: 'pi_1', currency: 'EUR', at: AT, fee: { amount: 0, currency: 'CHF' } };

test.each<[string, object, object | undefined]>([
  [
    'a charge, with its fee in the account’s currency',
    { amount: 14_000, fee: 218, source: charge },
    { movement: 'CAPTURE', sourceId: 'pi_1', amount: 12_900, fee: { amount: 218, currency: 'CHF' } },
  ],
  ['a refund', { amount: -980, source: refund }, { movement: 'REFUND', sourceId: 're_1', amount: -900 }],
  [
    'a refund that came back',
    { amount: 980, source: refund },
    { movement: 'REFUND_FAILED', sourceId: 're_1', amount: 900 },
  ],
  [
    'a dispute',
    { amount: -13_000, source: dispute },
    { movement: 'DISPUTE', sourceId: 'txn_1', amount: -12_000, systemName: undefined },
  ],
  [
    'a dispute that was won',
    { amount: 13_000, source: dispute },
    { movement: 'DISPUTE', sourceId: 'txn_1', amount: 12_000, systemName: undefined },
  ],
  ['a payout is no guest’s money', { amount: -1, source: { object: 'payout', id: 'po_1' } }, undefined],
  ['a fee of the account is none either', { amount: -1, source: null }, undefined],
])('%s', async (_, given, expected) => {
  server.balance.push({
    id: 'txn_1',
    object: 'balance_transaction',
    created,
    currency: 'chf',
    fee: 0,
    ...given,
  });
  const known = { ...common, transactionId: 'txn_1', systemName: 'keyhold-test-payments' };
  expect(await transactions.between(MARCH)).toEqual(expected ? [{ ...known, ...expected }] : []);
});

test('all pages are read, and nothing of before or after', async () => {
  const one = { object: 'balance_transaction', currency: 'chf', fee: 0, amount: 1, source: charge };
  for (let number = 0; number < 250; number++) server.balance.push({ id: `txn_${number}`, created, ...one });
  server.balance.push({ id: 'before', created: Date.parse(MARCH.from) / 1000 - 1, ...one });
  server.balance.push({ id: 'after', created: Date.parse(MARCH.to) / 1000, ...one });
  const found = await transactions.between(MARCH);
  expect(new Set(found.map(({ transactionId }) => transactionId)).size).toBe(250);
  expect(found).toHaveLength(250);
});
