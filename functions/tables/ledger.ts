import * as z from 'zod';
import type { LedgerLine, Movement } from '../domain/ledger';
import { MOVEMENTS } from '../domain/ledger';
import type { Item, Table } from './table';

const lineItem = z.object({
  movement: z.enum(MOVEMENTS),
  sourceId: z.string(),
  paymentId: z.string(),
  reservationId: z.string(),
  amount: z.number(),
  currency: z.string(),
  at: z.string(),
});

const ledgerItem: z.ZodType<LedgerLine> = lineItem;

export const LEDGER_ATTRIBUTES = Object.keys(lineItem.shape);

export const LEDGER_PREFIX = 'ledger#';

/** The ledger: items `ledger#<movement>#<source id>` of the table of payments, put once and never changed or deleted. */
export class LedgerRepository {
  constructor(private readonly table: Table) {}

  /** False where the line is there already. */
  write(line: LedgerLine): Promise<boolean> {
    return this.table.create(idOf(line.movement, line.sourceId), { ...line });
  }

  async has(movement: Movement, sourceId: string): Promise<boolean> {
    return (await this.table.read(idOf(movement, sourceId), ledgerItem)) !== undefined;
  }
}

/** @throws MalformedItem */
export function ledgerLineIn(table: Table, item: Item): LedgerLine {
  return table.parsed(item['Id'], item, ledgerItem);
}

function idOf(movement: Movement, sourceId: string): string {
  return `${LEDGER_PREFIX}${movement}#${sourceId}`;
}
