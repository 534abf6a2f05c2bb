import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';

const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

export const APARTMENTS = 'keyhold-test-apartments';
export const PAYMENTS = 'keyhold-test-payments';

type Item = Record<string, unknown>;

/** The tables of apartments and payments in a DynamoDB of their own, on this machine. */
export interface Tables {
  readonly endpoint: string;
  readonly client: DynamoDBDocumentClient;
  item(table: string, id: string): Promise<Item | undefined>;
  put(table: string, item: Item): Promise<void>;
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
  for (const table of [APARTMENTS, PAYMENTS]) await createTable(plain, table);
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

async function createTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, { TableName });
}
