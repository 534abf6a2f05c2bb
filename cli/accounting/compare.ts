import type { LedgerLine, Movement } from '../../functions/domain/ledger';
import { isWithin, keyOf, type Period, type ProviderTransaction } from './transactions';

/** How a line of the accounts stands: FEE is the provider's own, everything else should be the same on both sides. */
export type Standing = 'SAME' | 'DIFFERENT' | 'ONLY_IN_LEDGER' | 'ONLY_AT_PROVIDER' | 'FEE';

/** A line of the accounts. Amounts are in minor units, and below 0 for what went. */
export interface AccountsLine {
  readonly at: string;
  readonly standing: Standing;
  readonly movement: Movement | 'FEE';
  readonly amount: number | undefined;
  readonly providerAmount: number | undefined;
  readonly currency: string;
  readonly reservationId: string;
  readonly paymentId: string;
  readonly sourceId: string;
  readonly transactionId: string;
}

export interface Accounts {
  readonly lines: readonly AccountsLine[];
  /** Lines that are not the same on both sides. */
  readonly differences: readonly AccountsLine[];
  /** Transactions of others who share the provider's account. */
  readonly foreign: number;
}

/**
 * Compares the ledger with the provider's balance transactions, one by one and to the minor unit. Both clocks may say
 * another day of the same movement: each line of the period is looked for in all that is known of the other side.
 * @param transactions those of the period and of some days around it
 */
export function compare(
  ledger: readonly LedgerLine[],
  transactions: readonly ProviderTransaction[],
  period: Period,
  systemName: string,
): Accounts {
  const lineOf = new Map(ledger.map((line) => [keyOf(line), line]));
  const payments = new Set(ledger.map(({ paymentId }) => paymentId));
  const isOurs = (each: ProviderTransaction) =>
    each.systemName === undefined ? payments.has(each.paymentId) : each.systemName === systemName;
  const ours = transactions.filter(isOurs);
  const transactionOf = new Map(ours.map((each) => [keyOf(each), each]));
  const pairs = [
    ...ledger.map((line) => ({ line, transaction: transactionOf.get(keyOf(line)) })),
    ...ours
      .filter((each) => !lineOf.has(keyOf(each)))
      .map((transaction) => ({ line: undefined, transaction })),
  ];
  const lines = pairs
    .filter(({ line, transaction }) => [line, transaction].some((side) => side && isWithin(side, period)))
    .flatMap(({ line, transaction }) => [
      ...accountsLine(line, transaction),
      ...(transaction ? feeOf(transaction, line) : []),
    ])
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const differences = lines.filter(({ standing }) => standing !== 'SAME' && standing !== 'FEE');
  return { lines, differences, foreign: transactions.length - ours.length };
}

function accountsLine(
  line: LedgerLine | undefined,
  transaction: ProviderTransaction | undefined,
): AccountsLine[] {
  const side = line ?? transaction;
  if (!side) return [];
  const { at, movement, currency, paymentId, sourceId } = side;
  return [
    {
      at,
      standing: standingOf(line, transaction),
      movement,
      amount: line?.amount,
      providerAmount: transaction?.amount,
      currency,
      reservationId: line?.reservationId ?? '',
      paymentId,
      sourceId,
      transactionId: transaction?.transactionId ?? '',
    },
  ];
}

function standingOf(line: LedgerLine | undefined, transaction: ProviderTransaction | undefined): Standing {
  if (!transaction) return 'ONLY_IN_LEDGER';
  if (!line) return 'ONLY_AT_PROVIDER';
  const isSame = line.amount === transaction.amount && line.currency === transaction.currency;
  return isSame ? 'SAME' : 'DIFFERENT';
}

function feeOf(transaction: ProviderTransaction, line: LedgerLine | undefined): AccountsLine[] {
  const { at, fee, paymentId, sourceId, transactionId } = transaction;
  if (fee.amount === 0) return [];
  const reservationId = line?.reservationId ?? '';
  const price = { amount: undefined, providerAmount: -fee.amount, currency: fee.currency };
  return [
    { at, standing: 'FEE', movement: 'FEE', ...price, reservationId, paymentId, sourceId, transactionId },
  ];
}
