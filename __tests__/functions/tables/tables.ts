import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';

const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export const APARTMENTS_TABLE_NAME = 'keyhold-test-apartments';
export const RESERVATIONS_TABLE_NAME = 'keyhold-test-reservations';
export const PAYMENTS_TABLE_NAME = 'keyhold-test-payments';

type Item = Record<string, unknown>;

/** The system's tables in a DynamoDB of their own, on this machine. */
export interface Tables {
  readonly endpoint: string;
  readonly client: DynamoDBDocumentClient;
  item(table: string, id: string): Promise<Item | undefined>;
  put(table: string, item: Item): Promise<void>;
  remove(table: string, id: string): Promise<void>;
  /** The ids of all items of a table, sorted. */
  ids(table: string): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startTables(): Promise<Tables> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const plain = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  for (const table of TABLES) await createTable(plain, table);
  const client = DynamoDBDocumentClient.from(plain);
  return {
    endpoint,
    client,
    async item(TableName, Id) {
      return (await client.send(new GetCommand({ TableName, Key: { Id }, ConsistentRead: true }))).Item;
    },
    async put(TableName, Item) {
      await client.send(new PutCommand({ TableName, Item }));
    },
    async remove(TableName, Id) {
      await client.send(new DeleteCommand({ TableName, Key: { Id } }));
    },
    async ids(TableName) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
      return Items.map(({ Id }) => String(Id)).toSorted();
    },
    async stop() {
      plain.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same tables, as tests of apartments and reservations use them. */
export interface ApartmentTable {
  readonly endpoint: string;
  readonly client: DynamoDBDocumentClient;
  /** The whole item of an apartment, as it is stored. */
  item(id: string): Promise<Item | undefined>;
  put(item: Item): Promise<void>;
  /** The whole item of a reservation's history, as it is stored. */
  reservation(id: string): Promise<Item | undefined>;
  putReservation(item: Item): Promise<void>;
  /** What the payments function has written of a reservation. */
  putPayment(reservationId: string, item: Item): Promise<void>;
  stop(): Promise<void>;
}

export async function startApartmentTable(): Promise<ApartmentTable> {
  const { endpoint, client, item, put, stop } = await startTables();
  return {
    endpoint,
    client,
    item: (id) => item(APARTMENTS_TABLE_NAME, id),
    put: (apartment) => put(APARTMENTS_TABLE_NAME, apartment),
    reservation: (id) => item(RESERVATIONS_TABLE_NAME, id),
    putReservation: (reservation) => put(RESERVATIONS_TABLE_NAME, reservation),
    putPayment: (reservationId, payment) =>
      put(PAYMENTS_TABLE_NAME, { Id: `reservation#${reservationId}`, ...payment }),
    stop,
  };
}

interface Index {
  readonly name: string;
  readonly hash: string;
  readonly range: string;
  readonly projection: 'ALL' | 'KEYS_ONLY';
}

interface Table {
  readonly name: string;
  readonly indexes: readonly Index[];
}

const TABLES: readonly Table[] = [
  {
    name: APARTMENTS_TABLE_NAME,
    indexes: [{ name: 'byComplex', hash: 'complexId', range: 'Id', projection: 'ALL' }],
  },
  {
    name: RESERVATIONS_TABLE_NAME,
    indexes: [
      { name: 'byGuest', hash: 'guestId', range: 'reservedAt', projection: 'ALL' },
      { name: 'byOpen', hash: 'shard', range: 'dueAt', projection: 'KEYS_ONLY' },
    ],
  },
  { name: PAYMENTS_TABLE_NAME, indexes: [] },
];

async function createTable(client: DynamoDBClient, { name, indexes }: Table): Promise<void> {
  const keys = new Set(['Id', ...indexes.flatMap(({ hash, range }) => [hash, range])]);
  const byKeys = indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: [
      { AttributeName: index.hash, KeyType: 'HASH' as const },
      { AttributeName: index.range, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: index.projection },
  }));
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...keys].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      ...(byKeys.length > 0 && { GlobalSecondaryIndexes: byKeys }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, { TableName: name });
}

/** An apartment as the table stores it. */
export function storedApartment(id: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Id: id,
    complexId: 'harbour',
    name: `Apartment ${id}`,
    bedrooms: 2,
    price: { amount: 12_900, currency: 'EUR' },
    bookedStatus: 'VACANT',
    ...changes,
  };
}

/** What a held apartment stores besides. */
export const heldBy = (reservationId: string) => ({
  bookedStatus: 'RESERVED',
  reservationId,
  guestId: 'ada',
  reservedAt: '2026-03-01T12:00:00.000Z',
  holdExpiresAt: '2026-03-01T12:15:00.000Z',
});

/** What a paid apartment stores besides. */
export const paidBy = (reservationId: string) => ({
  ...heldBy(reservationId),
  bookedStatus: 'PAID',
  paidAt: '2026-03-01T12:05:00.000Z',
  paymentId: 'payment-1',
});
