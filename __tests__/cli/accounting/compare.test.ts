import fc from 'fast-check';
import { compare } from '../../../cli/accounting/compare';
import { csvOf } from '../../../cli/accounting/csv';
import { reportOf } from '../../../cli/accounting/report';
import type { ProviderTransaction } from '../../../cli/accounting/transactions';
import { type LedgerLine, MOVEMENTS } from '../../../functions/domain/ledger';

const SYSTEM = 'keyhold-test-payments';
const MARCH = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };

const line = (changes: Partial<LedgerLine> = {}): LedgerLine => ({
  movement: 'CAPTURE',
  sourceId: 'pi_1',
  paymentId: 'pi_1',
  reservationId: 'r1',
  amount: 12_900,
  currency: 'EUR',
  at: '2026-03-05T12:00:00.000Z',
  ...changes,
});
const transaction = (
  { movement, sourceId, paymentId, amount, currency, at }: LedgerLine,
  changes: Partial<ProviderTransaction> = {},
): ProviderTransaction => ({
  ...{ movement, sourceId, paymentId, amount, currency, at },
  transactionId: `txn_${sourceId}`,
  systemName: SYSTEM,
  fee: { amount: 0, currency: 'EUR' },
  ...changes,
});
const standings = (ledger: LedgerLine[], transactions: ProviderTransaction[]) =>
  compare(ledger, transactions, MARCH, SYSTEM).lines.map(({ standing }) => standing);

test.each<[string, LedgerLine[], ProviderTransaction[], string[]]>([
  ['the same on both sides', [line()], [transaction(line())], ['SAME']],
  ['a minor unit more', [line()], [transaction(line({ amount: 12_901 }))], ['DIFFERENT']],
  ['another currency', [line()], [transaction(line({ currency: 'USD' }))], ['DIFFERENT']],
  ['nothing at the provider', [line()], [], ['ONLY_IN_LEDGER']],
  ['nothing in the ledger', [], [transaction(line())], ['ONLY_AT_PROVIDER']],
  ['another system’s', [], [transaction(line(), { systemName: 'other' })], []],
  ['a mark of nobody, and a payment of nobody', [], [transaction(line(), { systemName: undefined })], []],
  [
    'a mark of nobody, and a payment of ours',
    [line()],
    [
      transaction(line()),
      transaction(line({ movement: 'REFUND', sourceId: 're_1', amount: -1 }), { systemName: undefined }),
    ],
    ['SAME', 'ONLY_AT_PROVIDER'],
  ],
  ['a fee', [line()], [transaction(line(), { fee: { amount: 218, currency: 'CHF' } })], ['SAME', 'FEE']],
  [
    'the last moment of the period, which is the next by the provider’s clock',
    [line({ at: '2026-03-31T23:59:59.999Z' })],
    [transaction(line({ at: '2026-04-01T00:00:01.000Z' }))],
    ['SAME'],
  ],
  ['before the period', [line({ at: '2026-02-28T23:59:59.999Z' })], [], []],
])('%s', (_, ledger, transactions, expected) => {
  expect(standings(ledger, transactions)).toEqual(expected);
});

const ledgers = fc.uniqueArray(
  fc.record({
    movement: fc.constantFrom(...MOVEMENTS),
    sourceId: fc.nat(1_000).map((number) => `id_${number}`),
    amount: fc.integer({ min: -100_000, max: 100_000 }),
  }),
  { minLength: 1, maxLength: 20, selector: ({ movement, sourceId }) => `${movement}#${sourceId}` },
);

test('the accounts are the same exactly where every line is, in whatever order the two sides come', () => {
  fc.assert(
    fc.property(ledgers, fc.nat(), fc.constantFrom('missing', 'amount', 'more'), (moved, which, fault) => {
      const ledger = moved.map((each) => line(each));
      const transactions = ledger.map((each) => transaction(each)).toReversed();
      expect(compare(ledger, transactions, MARCH, SYSTEM).differences).toEqual([]);
      const at = which % transactions.length;
      const wrong = transactions.flatMap((each, index) => {
        if (index !== at || fault === 'more') return [each];
        return fault === 'missing' ? [] : [{ ...each, amount: each.amount + 1 }];
      });
      if (fault === 'more') wrong.push(transaction(line({ sourceId: 'id_more' })));
      expect(compare(ledger, wrong, MARCH, SYSTEM).differences).toHaveLength(1);
    }),
    { numRuns: 500 },
  );
});

test('the file has a line each, fees too, and the report says each difference by its ids', () => {
  const fee = { amount: 218, currency: 'EUR' };
  const refund = line({ movement: 'REFUND', sourceId: 're_1', amount: -500, at: '2026-03-06T12:00:00.000Z' });
  const accounts = compare([line(), refund], [transaction(line(), { fee })], MARCH, SYSTEM);
  expect(csvOf(accounts.lines).split('\r\n')).toEqual([
    'at,standing,movement,amount,providerAmount,currency,reservationId,paymentId,sourceId,transactionId',
    '2026-03-05T12:00:00.000Z,SAME,CAPTURE,12900,12900,EUR,r1,pi_1,pi_1,txn_pi_1',
    '2026-03-05T12:00:00.000Z,FEE,FEE,,-218,EUR,r1,pi_1,pi_1,txn_pi_1',
    '2026-03-06T12:00:00.000Z,ONLY_IN_LEDGER,REFUND,-500,,EUR,r1,pi_1,re_1,',
    '',
  ]);
  const report = reportOf(accounts, MARCH);
  expect(report).toContain('ONLY_IN_LEDGER: REFUND of re_1, pi_1: ledger -500, provider nothing (EUR)');
  expect(report).toMatch(/CAPTURE EUR +1 {2}ledger 12900, provider 12900/);
});
