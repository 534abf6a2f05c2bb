import { setImmediate as nextTurn } from 'node:timers/promises';
import { create, type Store } from 'dynalite/db';
import { checkTypes, checkValidations, toLowerFirst } from 'dynalite/validations';
import type { Clock } from '../../core/clock';
import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import { Streams } from './streams/streams';
import { repairTable, type WantedIndexes } from './table-repair';
import { restoreItems, snapshotTables } from './table-snapshot';

/** The operations that dynalite supports. All others are refused by name. */
export const OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
] as const;

type DynaliteAction = (store: Store, input: object, done: (error: unknown, output: Json) => void) => void;
type DynaliteValidation = { types: object; custom: unknown };

/** An answer that dynalite would have sent as an HTTP error. */
interface DynaliteError {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

/**
 * DynamoDB's tables, by dynalite: its storage, validation and actions, called in this process without its
 * HTTP server, so that the gateway's port is the only one.
 */
export class TableStore {
  readonly streams: Streams;

  private constructor(
    private readonly store: Store,
    clock: Clock,
  ) {
    this.streams = new Streams(store.db, clock);
  }

  /** Opens the tables kept under `folder`, or an empty store in memory. */
  static open(folder: string | undefined, region: string, accountId: string, clock: Clock): TableStore {
    const immediately = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
    const store = create({ ...immediately, ...(folder !== undefined && { path: folder }) });
    store.tableDb.awsRegion = region;
    store.tableDb.awsAccountId = accountId;
    return new TableStore(store, clock);
  }

  /** One call of DynamoDB's API. @throws AwsError as DynamoDB would answer */
  async execute(operation: string, input: JsonObject): Promise<Json> {
    const action = require(`dynalite/actions/${toLowerFirst(operation)}`) as DynaliteAction;
    const checked = this.checked(operation, input);
    try {
      return await new Promise<Json>((resolve, reject) => {
        action(this.store, checked, (error, output) => (error ? reject(error) : resolve(output)));
      });
    } catch (error) {
      throw isDynaliteError(error) ? toAwsError(error) : error;
    }
  }

  /** The input as dynalite's actions take it. @throws AwsError as DynamoDB would answer to a wrong one */
  private checked(operation: string, input: JsonObject): object {
    const { types, custom } = require(
      `dynalite/validations/${toLowerFirst(operation)}`,
    ) as DynaliteValidation;
    try {
      const checked = checkTypes(structuredClone(input), types);
      checkValidations(checked, types, custom, this.store);
      return checked;
    } catch (error) {
      throw isDynaliteError(error) ? toAwsError(error) : error;
    }
  }

  /** Makes a table, and waits until it can be used. @throws AwsError `ResourceInUseException` where it exists */
  async createTable(input: JsonObject): Promise<void> {
    await this.execute('CreateTable', input);
    const TableName = input['TableName'] ?? null;
    while (JSON.stringify(await this.execute('DescribeTable', { TableName })).includes('"CREATING"'))
      await nextTurn();
  }

  /** Repairs a table that an earlier process wrote, however that process ended; with these indexes, if given. */
  repair(name: string, indexes?: WantedIndexes): Promise<void> {
    return repairTable(this.store, name, indexes);
  }

  /** Each table's items, by its name. */
  snapshot(names: readonly string[]): Promise<Json> {
    return snapshotTables(this.store, names);
  }

  /** Imports the items of a table. Its stream gets no records: nothing has changed. */
  async restore(name: string, items: readonly JsonObject[]): Promise<void> {
    for (const Item of items) this.checked('PutItem', { TableName: name, Item });
    await restoreItems(this.store, name, items);
    await this.repair(name);
  }

  async close(): Promise<void> {
    await this.streams.stop();
    return new Promise((resolve, reject) => {
      this.store.lifecycleManager.gracefulClose((error) => (error ? reject(error) : resolve()));
    });
  }
}

function isDynaliteError(error: unknown): error is DynaliteError {
  return typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
}

function toAwsError({ statusCode, body }: DynaliteError): AwsError {
  const code = body.__type.replace(/^.*#/, '');
  return new AwsError(code, body.message ?? body.Message ?? code, statusCode);
}
