import type { LedgerLine } from '../../functions/domain/ledger';
import { LEDGER_ATTRIBUTES, LEDGER_PREFIX, ledgerLineIn } from '../../functions/tables/ledger';
import type { Item, Table } from '../../functions/tables/table';

/** Items that one read looks at. */
const PAGE = 1_000;

/** The whole ledger. */
export async function readLedger(table: Table): Promise<LedgerLine[]> {
  const items = await itemsBelow(table, LEDGER_PREFIX, LEDGER_ATTRIBUTES);
  return items.map((item) => ledgerLineIn(table, item));
}

/** All items whose id begins so. It reads the whole table. */
export async function itemsBelow(
  table: Table,
  prefix: string,
  attributes: readonly string[],
): Promise<Item[]> {
  const found: Item[] = [];
  let after: { readonly Id: string } | undefined;
  do {
    const { items, next } = await table.select({
      attributes: ['Id', ...attributes],
      filter: 'begins_with(#Id, :prefix)',
      values: { prefix },
      limit: PAGE,
      after,
    });
    found.push(...items);
    after = next === undefined ? undefined : { Id: next };
  } while (after);
  return found;
}
