// The inner modules of dynalite 4.0.0 that the table store calls without dynalite's own HTTP server.

declare module 'dynalite/db' {
  export interface Store {
    readonly tableDb: { awsAccountId: string; awsRegion: string };
    readonly lifecycleManager: { gracefulClose(done: (error?: Error) => void): void };
    /** All tables in one store of keys: `table~<name>`, `item-<name>~<key>`, `index-global~<name>~<index>~<key>`. */
    readonly db: {
      get(key: string): Promise<unknown>;
      /** dynalite's own writes of items pass here: under its lock of the item, and by callback. */
      put(key: string, value: unknown, done?: (error: unknown) => void): Promise<void>;
      del(key: string, done?: (error: unknown) => void): Promise<void>;
      batch(operations: readonly object[]): Promise<void>;
      values(range: KeyRange): AsyncIterable<unknown>;
      iterator(range: KeyRange): AsyncIterable<[string, unknown]>;
    };
  }
  interface KeyRange {
    readonly gte: string;
    readonly lt: string;
    readonly limit?: number;
  }
  /** By attribute, each a DynamoDB value: `{"Id": {"S": "a1"}}`. */
  export type StoredItem = Readonly<Record<string, object>>;
  export interface StoredIndex {
    readonly IndexName: string;
    readonly IndexStatus: string;
  }
  export interface StoredTable {
    readonly TableArn: string;
    readonly TableStatus: string;
    readonly AttributeDefinitions: unknown;
    readonly GlobalSecondaryIndexes?: readonly StoredIndex[];
  }
  /** The entries that `indexes` have to have, once `item` is in place of `existing`. */
  export function getIndexActions(
    indexes: readonly StoredIndex[],
    existing: StoredItem | undefined,
    item: StoredItem,
    table: StoredTable,
  ): {
    readonly puts: readonly { readonly index: string; readonly key: string; readonly item: StoredItem }[];
  };
  /** The error that DynamoDB answers to an item whose keys are not the table's; undefined if they are. */
  export function validateItem(item: StoredItem, table: StoredTable): Error | null | undefined;
  /** Under which an item of these keys is stored, after `item-<table>~`. */
  export function createKey(item: StoredItem, table: StoredTable): string;
  /** Bytes of names and values, as DynamoDB counts an item. */
  export function itemSize(item: StoredItem): number;
  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
}

declare module 'dynalite/validations' {
  import type { Store } from 'dynalite/db';
  export function checkTypes(input: object, types: object): object;
  export function checkValidations(input: object, types: object, custom: unknown, store: Store): void;
  export function toLowerFirst(name: string): string;
}
