import { createKey, type Store, type StoredItem, type StoredTable, validateItem } from 'dynalite/db';
import { z } from 'zod';
import { invalidSnapshot, type UserError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';

/** After the last key of a prefix. */
const END = '\uffff';

const snapshot = z.strictObject({
  tables: z.record(z.string(), z.strictObject({ items: z.array(z.record(z.string(), z.json())) })),
});

/** `{"tables": {"orders": {"items": [{"Id": {"S": "a1"}, …}]}}}`, in DynamoDB's own JSON. */
export async function snapshotTables({ db }: Store, names: readonly string[]): Promise<Json> {
  const tables: { [name: string]: { items: JsonObject[] } } = {};
  for (const name of names) {
    const items: JsonObject[] = [];
    for await (const item of db.values({ gte: `item-${name}~`, lt: `item-${name}~${END}` }))
      items.push(item as JsonObject);
    tables[name] = { items };
  }
  return { tables };
}

/** The items of each table of a snapshot. @throws UserError `InvalidSnapshot` */
export function tablesIn(given: Json): [name: string, items: readonly JsonObject[]][] {
  const parsed = snapshot.safeParse(given);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  return Object.entries(parsed.data.tables).map(([name, { items }]) => [name, items]);
}

/** Writes items without the table's stream and indexes; the indexes have to be repaired afterwards. */
export async function restoreItems({ db }: Store, name: string, items: readonly JsonObject[]): Promise<void> {
  const table = (await db.get(`table~${name}`).catch(() => undefined)) as StoredTable | undefined;
  if (!table) throw invalid(`the stack has no table ${name}`);
  const operations = (items as readonly StoredItem[]).map((item) => {
    const wrong = validateItem(item, table);
    if (wrong) throw invalid(`${name}: ${wrong.message}`);
    return { type: 'put', key: `item-${name}~${createKey(item, table)}`, value: item };
  });
  await db.batch(operations);
}

function invalid(problem: string): UserError {
  return invalidSnapshot(`The tables cannot be taken in: ${problem}.`);
}
