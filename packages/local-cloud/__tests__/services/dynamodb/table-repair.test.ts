import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { Clock } from '../../../core/clock';
import type { Json, JsonObject } from '../../../core/json';
import type { Cloud, Service } from '../../../core/service';
import { dynamoDb } from '../../../services/dynamodb/dynamodb';

const RESOURCE = {
  type: 'aws_dynamodb_table',
  name: 'orders',
  address: 'aws_dynamodb_table.orders',
  config: {
    name: 'orders',
    hash_key: 'Id',
    attribute: [
      { name: 'Id', type: 'S' },
      { name: 'complexId', type: 'S' },
    ],
    global_secondary_index: [
      { name: 'byComplex', hash_key: 'complexId', range_key: 'Id', projection_type: 'ALL' },
      { name: 'names', hash_key: 'complexId', projection_type: 'INCLUDE', non_key_attributes: ['name'] },
    ],
  },
};

const ITEMS = ['a1', 'a2', 'a3'].map((id) => ({
  Id: { S: id },
  complexId: { S: 'c' },
  name: { S: `Name of ${id}` },
  bookedStatus: { S: 'VACANT' },
}));

let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-cloud-tables-'));
  const service = await open();
  for (const Item of ITEMS) await call(service, 'PutItem', { TableName: 'orders', Item });
  await service.stop();
});
afterEach(() => rmSync(directory, { recursive: true }));

async function open(): Promise<Service> {
  const cloud: Cloud = {
    region: 'eu-central-1',
    accountId: '000000000000',
    clock: new Clock(),
    artifactDirectory: '',
    dataDirectory: () => directory,
    endpoint: () => '',
    call: () => Promise.reject(new Error('DynamoDB calls nobody')),
    send: () => Promise.reject(new Error('DynamoDB calls nobody')),
    emit: () => undefined,
    allows: () => true,
    assumeRole: () => {
      throw new Error('DynamoDB assumes no role');
    },
    log: () => undefined,
  };
  const service = dynamoDb(cloud);
  await service.provision(RESOURCE);
  return service;
}

async function call(service: Service, action: string, input: JsonObject): Promise<JsonObject> {
  const principal = { kind: 'developer' } as const;
  return (await service.handle({ action, input, principal, requestId: 'r', traceId: 't' })) as JsonObject;
}

/** What a process that was killed may have left: changes the files under the service. */
async function leaveBehind(change: (level: Level<string, Json>) => Promise<void>): Promise<void> {
  const level = new Level<string, Json>(directory, { valueEncoding: 'json' });
  await level.open();
  await change(level);
  await level.close();
}

async function keysOf(level: Level<string, Json>, index: string): Promise<string[]> {
  const prefix = `index-global~orders~${index}~`;
  return level.keys({ gte: prefix, lt: `${prefix}\uffff` }).all();
}

function indexed(service: Service, IndexName: string): Promise<JsonObject> {
  return call(service, 'Query', {
    TableName: 'orders',
    IndexName,
    KeyConditionExpression: 'complexId = :c',
    ExpressionAttributeValues: { ':c': { S: 'c' } },
  });
}

test.each<[string, (level: Level<string, Json>) => Promise<void>]>([
  [
    'tells of a write that never reached its item',
    async (level) => {
      const [key = ''] = await keysOf(level, 'byComplex');
      await level.put(key, { ...ITEMS[0], bookedStatus: { S: 'RESERVED' } });
    },
  ],
  [
    'lacks an item',
    async (level) => {
      const [key = ''] = await keysOf(level, 'names');
      await level.del(key);
    },
  ],
  [
    'has an item that is not there',
    async (level) => {
      const [key = ''] = await keysOf(level, 'byComplex');
      await level.put(`${key}ff`, { ...ITEMS[0], Id: { S: 'a0' } } as Json);
    },
  ],
])('an index that %s is put right at the next start', async (_, change) => {
  await leaveBehind(change);
  const service = await open();
  expect((await indexed(service, 'byComplex'))['Items']).toEqual(ITEMS);
  const names = (await indexed(service, 'names'))['Items'] as JsonObject[];
  expect(names).toHaveLength(ITEMS.length);
  expect(names).toEqual(
    expect.arrayContaining(ITEMS.map(({ Id, complexId, name }) => ({ Id, complexId, name }))),
  );
  await service.stop();
});

test('a table whose making was cut short can be used', async () => {
  await leaveBehind(async (level) => {
    const table = (await level.get('table~orders')) as JsonObject;
    await level.put('table~orders', { ...table, TableStatus: 'CREATING' });
  });
  const service = await open();
  const { Table } = await call(service, 'DescribeTable', { TableName: 'orders' });
  expect(Table).toMatchObject({ TableStatus: 'ACTIVE' });
  expect((await indexed(service, 'byComplex'))['Items']).toEqual(ITEMS);
  await service.stop();
});

test('a table that was made before the stack had an index gets it, filled', async () => {
  await leaveBehind(async (level) => {
    const table = (await level.get('table~orders')) as JsonObject;
    const { GlobalSecondaryIndexes: _, ...before } = table;
    await level.put('table~orders', {
      ...before,
      AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'S' }],
    });
    for (const index of ['byComplex', 'names'])
      for (const key of await keysOf(level, index)) await level.del(key);
  });
  const service = await open();
  expect((await indexed(service, 'byComplex'))['Items']).toEqual(ITEMS);
  const item = { Id: { S: 'a4' }, complexId: { S: 'c' } };
  await call(service, 'PutItem', { TableName: 'orders', Item: item });
  expect((await indexed(service, 'byComplex'))['Items']).toEqual([...ITEMS, item]);
  await service.stop();
});
