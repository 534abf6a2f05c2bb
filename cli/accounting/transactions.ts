import type { Price } from '../../functions/domain/apartment';
import type { LedgerLine, Movement } from '../../functions/domain/ledger';

/** What the provider says of one movement of money, by the id of its balance transaction. */
export interface ProviderTransaction extends Price {
  readonly transactionId: string;
  readonly movement: Movement;
  /** As the ledger has it: the payment, the refund, or the dispute's balance transaction. */
  readonly sourceId: string;
  readonly paymentId: string;
  /** Which system it says it is of; undefined where it has no mark, as what is made in a dashboard. */
  readonly systemName: string | undefined;
  /** When it moved, ISO 8601. */
  readonly at: string;
  /** What the provider took for it, in the currency of its account; 0 for nothing. */
  readonly fee: Price;
}

/** From `from` on and before `to`, ISO 8601. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface ProviderTransactions {
  between(period: Period): Promise<readonly ProviderTransaction[]>;
}

/** What makes a line and a transaction one. */
export function keyOf({ movement, sourceId }: Pick<LedgerLine, 'movement' | 'sourceId'>): string {
  return `${movement}#${sourceId}`;
}

export function isWithin({ at }: { readonly at: string }, { from, to }: Period): boolean {
  return at >= from && at < to;
}
