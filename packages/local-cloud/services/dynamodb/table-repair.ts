import { isDeepStrictEqual } from 'node:util';
import { getIndexActions, type Store, type StoredItem, type StoredTable } from 'dynalite/db';
import type { Json, JsonObject } from '../../core/json';

type IndexEntries = Map<string, StoredItem>;
type StoreOperation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };

/** After the last key of a prefix. */
const END = '\uffff';

/** The indexes of a table, and the attributes that are keys, as CreateTable takes them. */
export interface WantedIndexes {
  readonly AttributeDefinitions: Json;
  readonly GlobalSecondaryIndexes?: readonly JsonObject[];
}

/**
 * Repairs a table that a killed process has left half written. dynalite writes index entries before the item,
 * and a new table as CREATING before ACTIVE. When the process is killed in between, an index has an entry without
 * an item, or the table cannot be used. The indexes are built again from the items.
 * @param indexes those that the stack has now, where they may differ from those that the table was made with
 */
export async function repairTable({ db }: Store, name: string, indexes?: WantedIndexes): Promise<void> {
  const key = `table~${name}`;
  const kept = (await db.get(key)) as StoredTable;
  const table = activated(indexes ? withIndexes(kept, indexes) : kept);
  const wanted = new Map<string, IndexEntries>(
    globalIndexes(table).map(({ IndexName }) => [IndexName, new Map()]),
  );
  for await (const item of db.values({ gte: `item-${name}~`, lt: `item-${name}~${END}` })) {
    const { puts } = getIndexActions(globalIndexes(table), undefined, item as StoredItem, table);
    for (const put of puts) wanted.get(put.index)?.set(put.key, put.item);
  }
  const operations: StoreOperation[] = [{ type: 'put', key, value: table }];
  for (const [index, entries] of wanted) {
    const prefix = `index-global~${name}~${index}~`;
    const kept = new Map<string, unknown>();
    for await (const [at, entry] of db.iterator({ gte: prefix, lt: prefix + END }))
      kept.set(at.slice(prefix.length), entry);
    operations.push(...corrections(prefix, kept, entries));
  }
  await db.batch(operations);
}

/** An index that is kept stays as it is; dynalite stores a new one with what it tells of it. */
function withIndexes(table: StoredTable, wanted: WantedIndexes): StoredTable {
  const made = (index: JsonObject) => ({
    ...index,
    IndexArn: `${table.TableArn}/index/${String(index['IndexName'])}`,
    IndexName: String(index['IndexName']),
    IndexSizeBytes: 0,
    IndexStatus: 'ACTIVE',
    ItemCount: 0,
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  });
  const indexes = (wanted.GlobalSecondaryIndexes ?? []).map(
    (index) => globalIndexes(table).find(({ IndexName }) => IndexName === index['IndexName']) ?? made(index),
  );
  const { GlobalSecondaryIndexes: _, ...rest } = table;
  const known = { ...rest, AttributeDefinitions: wanted.AttributeDefinitions };
  return indexes.length === 0 ? known : { ...known, GlobalSecondaryIndexes: indexes };
}

function activated(table: StoredTable): StoredTable {
  return {
    ...table,
    TableStatus: 'ACTIVE',
    ...(table.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        IndexStatus: 'ACTIVE',
      })),
    }),
  };
}

/** The writes that turn the stored entries into the right ones. */
function corrections(
  prefix: string,
  kept: ReadonlyMap<string, unknown>,
  wanted: IndexEntries,
): StoreOperation[] {
  const excess = [...kept.keys()].filter((key) => !wanted.has(key));
  const missing = [...wanted].filter(([key, entry]) => !isDeepStrictEqual(kept.get(key), plain(entry)));
  return [
    ...excess.map((key): StoreOperation => ({ type: 'del', key: prefix + key })),
    ...missing.map(([key, value]): StoreOperation => ({ type: 'put', key: prefix + key, value })),
  ];
}

/** The entry as it is read back from the store, which encodes JSON. */
function plain(entry: StoredItem): unknown {
  return JSON.parse(JSON.stringify(entry));
}

function globalIndexes(table: StoredTable): NonNullable<StoredTable['GlobalSecondaryIndexes']> {
  return table.GlobalSecondaryIndexes ?? [];
}
