import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export const TABLE_NAME = 'keyhold-test-apartments';
export const COMPLEX_INDEX = 'byComplex';

/** The table of apartments in a DynamoDB of its own, on this machine. */
export interface ApartmentTable {
  readonly endpoint: string;
  readonly client: DynamoDBDocumentClient;
  /** The whole item of an apartment, as it is stored. */
  item(id: string): Promise<Record<string, unknown> | undefined>;
  put(item: Record<string, unknown>): Promise<void>;
  stop(): Promise<void>;
}

export async function startApartmentTable(): Promise<ApartmentTable> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const plain = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  await createTable(plain);
  const client = DynamoDBDocumentClient.from(plain);
  return {
    endpoint,
    client,
    async item(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: TABLE_NAME, Key: { Id: id }, ConsistentRead: true }),
      );
      return Item;
    },
    async put(Item) {
      await client.send(new PutCommand({ TableName: TABLE_NAME, Item }));
    },
    async stop() {
      plain.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function createTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: TABLE_NAME,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'Id', AttributeType: 'S' },
        { AttributeName: 'complexId', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: COMPLEX_INDEX,
          KeySchema: [
            { AttributeName: 'complexId', KeyType: 'HASH' },
            { AttributeName: 'Id', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 },
    { TableName: TABLE_NAME },
  );
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
