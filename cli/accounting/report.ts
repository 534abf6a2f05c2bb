import type { Accounts, AccountsLine } from './compare';
import type { Period } from './transactions';

/** Differences that are told in full; the file has all. */
const MOST_TOLD = 20;

/** The accounts in a few lines: what moved by currency, and each difference. */
export function reportOf({ lines, differences, foreign }: Accounts, { from, to }: Period): string {
  const sums = new Map<string, { count: number; ledger: number; provider: number }>();
  for (const { movement, currency, amount = 0, providerAmount = 0 } of lines) {
    const key = `${movement} ${currency}`;
    const { count, ledger, provider } = sums.get(key) ?? { count: 0, ledger: 0, provider: 0 };
    sums.set(key, { count: count + 1, ledger: ledger + amount, provider: provider + providerAmount });
  }
  const told = [...sums].map(
    ([key, { count, ledger, provider }]) =>
      `  ${key.padEnd(18)} ${String(count).padStart(6)}  ledger ${ledger}, provider ${provider}`,
  );
  return [
    `Accounts from ${from} to ${to}, in minor units:`,
    ...(told.length === 0 ? ['  nothing moved'] : told),
    ...(foreign === 0 ? [] : [`  ${foreign} transactions of others who share the provider's account`]),
    ...differences.slice(0, MOST_TOLD).map(difference),
    ...(differences.length > MOST_TOLD ? [`  … and ${differences.length - MOST_TOLD} more`] : []),
  ].join('\n');
}

function difference(line: AccountsLine): string {
  const { standing, movement, sourceId, transactionId, paymentId, amount, providerAmount, currency } = line;
  const ids = [sourceId, transactionId, paymentId].filter((id) => id !== '').join(', ');
  return `  ${standing}: ${movement} of ${ids}: ledger ${amount ?? 'nothing'}, provider ${providerAmount ?? 'nothing'} (${currency})`;
}
