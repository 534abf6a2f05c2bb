import type { JsonObject } from '../../../core/json';
import { replayed, TablesUnderTest } from './tables-under-test';

const HOUR_MS = 3_600_000;

let tables: TablesUnderTest;
beforeEach(async () => {
  tables = await TablesUnderTest.open();
});
afterEach(() => tables.stop());

const item = (id: string, more: JsonObject = {}): JsonObject => ({ Id: { S: id }, ...more });

function put(id: string, more: JsonObject = {}): Promise<JsonObject> {
  return tables.write('PutItem', { Item: item(id, more) });
}

/** By name and images, as far as told. */
async function told(): Promise<unknown[]> {
  return (await tables.records()).map(({ eventName, dynamodb: { NewImage, OldImage } }) => [
    eventName,
    OldImage,
    NewImage,
  ]);
}

describe('every write that changes an item is told once', () => {
  const [old, changed] = [item('a', { n: { N: '1' } }), item('a', { n: { N: '2' } })];
  const update = {
    Key: { Id: { S: 'a' } },
    UpdateExpression: 'SET n = :n',
    ExpressionAttributeValues: { ':n': { N: '2' } },
  };

  test.each<[string, string, JsonObject, unknown]>([
    ['PutItem', 'PutItem', { Item: changed }, ['MODIFY', old, changed]],
    ['UpdateItem', 'UpdateItem', update, ['MODIFY', old, changed]],
    ['DeleteItem', 'DeleteItem', { Key: { Id: { S: 'a' } } }, ['REMOVE', old, undefined]],
    [
      'BatchWriteItem with a put',
      'BatchWriteItem',
      { RequestItems: { orders: [{ PutRequest: { Item: changed } }] } },
      ['MODIFY', old, changed],
    ],
    [
      'BatchWriteItem with a delete',
      'BatchWriteItem',
      { RequestItems: { orders: [{ DeleteRequest: { Key: { Id: { S: 'a' } } } }] } },
      ['REMOVE', old, undefined],
    ],
  ])('%s', async (_, action, input, record) => {
    await put('a', { n: { N: '1' } });
    await tables.call(action, action === 'BatchWriteItem' ? input : { TableName: 'orders', ...input });
    expect(await told()).toEqual([['INSERT', undefined, old], record]);
  });
});

test.each<[string, () => Promise<unknown>]>([
  ['the same item put again', () => put('a', { n: { N: '1' }, s: { SS: ['x', 'y'] } })],
  ['a set in another order', () => put('a', { s: { SS: ['y', 'x'] }, n: { N: '1' } })],
  ['the delete of what is not there', () => tables.write('DeleteItem', { Key: { Id: { S: 'b' } } })],
  [
    'a condition that fails',
    () =>
      tables
        .write('PutItem', { Item: item('a'), ConditionExpression: 'attribute_not_exists(Id)' })
        .catch((error: Error) => expect(error.name).toBe('ConditionalCheckFailedException')),
  ],
])('%s is not told', async (_, write) => {
  await put('a', { n: { N: '1' }, s: { SS: ['x', 'y'] } });
  await write();
  expect(await told()).toHaveLength(1);
});

test.each([
  ['KEYS_ONLY', undefined, undefined],
  ['NEW_IMAGE', undefined, item('a', { n: { N: '2' } })],
  ['OLD_IMAGE', item('a', { n: { N: '1' } }), undefined],
  ['NEW_AND_OLD_IMAGES', item('a', { n: { N: '1' } }), item('a', { n: { N: '2' } })],
])('%s says what is told', async (stream_view_type, before, after) => {
  await tables.stop();
  tables = await TablesUnderTest.open(undefined, { stream_view_type });
  await put('a', { n: { N: '1' } });
  await put('a', { n: { N: '2' } });
  expect((await tables.records())[1]).toMatchObject({
    eventName: 'MODIFY',
    dynamodb: { Keys: { Id: { S: 'a' } }, StreamViewType: stream_view_type },
  });
  expect((await told())[1]).toEqual(['MODIFY', before, after]);
});

test('a record is written as AWS writes it', async () => {
  await put('a', { n: { N: '1' } });
  const [record] = await tables.records();
  expect(record).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'eu-central-1',
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { Id: { S: 'a' } },
      NewImage: { Id: { S: 'a' }, n: { N: '1' } },
      SequenceNumber: expect.stringMatching(/^\d{21}$/),
      // Id and a, Id and a, n and 1 in two bytes: as DynamoDB counts.
      SizeBytes: 9,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  });
  expect(record?.dynamodb.ApproximateCreationDateTime).toBe(Math.floor(tables.clock.now() / 1000));
});

test('of many writers at once of few items the chain of images is unbroken', async () => {
  const writers = Array.from({ length: 300 }, (_, n) => {
    const id = `item-${n % 3}`;
    if (n % 7 === 6) return tables.write('DeleteItem', { Key: { Id: { S: id } } });
    return tables.write('UpdateItem', {
      Key: { Id: { S: id } },
      UpdateExpression: 'SET writer = :n ADD writes :one',
      ExpressionAttributeValues: { ':n': { N: String(n) }, ':one': { N: '1' } },
    });
  });
  await Promise.all(writers);
  const items = replayed(await tables.records());
  expect([...items.values()]).toEqual(expect.arrayContaining(await tables.items()));
  expect(items.size).toBe((await tables.items()).length);
});

test('the records of a stream that was made later have greater numbers', async () => {
  for (const id of ['a', 'b', 'c']) await put(id);
  const later = await TablesUnderTest.open();
  await later.write('PutItem', { Item: { Id: { S: 'a' } } });
  const last = (await tables.records()).at(-1)?.dynamodb.SequenceNumber ?? '';
  const [first] = await later.records();
  await later.stop();
  expect(String(first?.dynamodb.SequenceNumber) > last).toBe(true);
});

test('an iterator starts where it is told to', async () => {
  for (const id of ['a', 'b', 'c']) await put(id);
  const latest = await tables.iterator('LATEST');
  await put('d');
  const ids = async (iterator: string) =>
    (await tables.records(iterator)).map(({ dynamodb }) => dynamodb.Keys.Id.S);
  const [, second] = await tables.records();
  const SequenceNumber = second?.dynamodb.SequenceNumber ?? '';
  expect(await ids(await tables.iterator('TRIM_HORIZON'))).toEqual(['a', 'b', 'c', 'd']);
  expect(await ids(await tables.iterator('AT_SEQUENCE_NUMBER', { SequenceNumber }))).toEqual(['b', 'c', 'd']);
  expect(await ids(await tables.iterator('AFTER_SEQUENCE_NUMBER', { SequenceNumber }))).toEqual(['c', 'd']);
  expect(await ids(latest)).toEqual(['d']);
});

test('a page has as many records as asked for, and no more than 1 MiB', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await put(id, { text: { S: id.repeat(300_000) } });
  const ShardIterator = await tables.iterator('TRIM_HORIZON');
  const lengthOf = async (input: JsonObject) =>
    ((await tables.call('GetRecords', { ShardIterator, ...input }))['Records'] as unknown[]).length;
  expect(await lengthOf({ Limit: 2 })).toBe(2);
  expect(await lengthOf({})).toBe(3);
  expect(await tables.records()).toHaveLength(4);
});

test('records are kept for 24 hours of the clock, and what is gone is told to who asks for it', async () => {
  await put('a');
  tables.clock.advance(23 * HOUR_MS);
  await put('b');
  const [first] = await tables.records();
  const SequenceNumber = first?.dynamodb.SequenceNumber ?? '';
  expect(await told()).toHaveLength(2);
  tables.clock.advance(HOUR_MS);
  expect((await tables.records()).map(({ dynamodb }) => dynamodb.Keys.Id.S)).toEqual(['b']);
  await expect(tables.iterator('AT_SEQUENCE_NUMBER', { SequenceNumber })).rejects.toMatchObject({
    code: 'TrimmedDataAccessException',
  });
  await expect(tables.iterator('AFTER_SEQUENCE_NUMBER', { SequenceNumber })).resolves.toEqual(
    expect.any(String),
  );
});

test('an iterator is good for 15 minutes', async () => {
  const ShardIterator = await tables.iterator('LATEST');
  tables.clock.advance(HOUR_MS / 4 + 1);
  await expect(tables.call('GetRecords', { ShardIterator })).rejects.toMatchObject({
    code: 'ExpiredIteratorException',
  });
});

test('a reader that waits is answered by the next change, or by the stop', async () => {
  const wait = async (ShardIterator: string) =>
    (await tables.call('GetRecords', { ShardIterator, UntilAvailable: true })) as {
      Records: unknown[];
      NextShardIterator: string;
    };
  const first = wait(await tables.iterator('LATEST'));
  await put('a');
  const { Records, NextShardIterator } = await first;
  expect(Records).toHaveLength(1);
  const second = wait(NextShardIterator);
  await tables.stop();
  expect((await second).Records).toEqual([]);
});

test('streams are listed and described', async () => {
  const StreamLabel = tables.streamArn.split('/').at(-1);
  expect(await tables.call('ListStreams', { TableName: 'orders' })).toEqual({
    Streams: [{ StreamArn: tables.streamArn, TableName: 'orders', StreamLabel }],
  });
  expect(await tables.call('ListStreams', { TableName: 'others' })).toEqual({ Streams: [] });
  expect(await tables.call('DescribeStream', { StreamArn: tables.streamArn })).toMatchObject({
    StreamDescription: {
      StreamStatus: 'ENABLED',
      KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      Shards: [{ ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/) }],
    },
  });
  expect(await tables.write('DescribeTable', {})).toMatchObject({
    Table: { LatestStreamArn: tables.streamArn, StreamSpecification: { StreamEnabled: true } },
  });
});

test.each<[string, JsonObject, string]>([
  [
    'DescribeStream',
    { StreamArn: 'arn:aws:dynamodb:eu-central-1:000000000000:table/x/stream/1' },
    'ResourceNotFoundException',
  ],
  ['GetRecords', { ShardIterator: 'x' }, 'ValidationException'],
])('%s of what is not there is refused', async (action, input, code) => {
  await expect(tables.call(action, input)).rejects.toMatchObject({ code });
});

test('what IAM is asked names the stream', async () => {
  const ShardIterator = await tables.iterator('LATEST');
  const asked = (action: string, input: JsonObject) =>
    tables.service.permissions({ action, input, principal: { kind: 'public' }, requestId: '', traceId: '' });
  expect(asked('GetRecords', { ShardIterator })).toEqual([
    { action: 'dynamodb:GetRecords', resource: tables.streamArn },
  ]);
  expect(asked('DescribeStream', { StreamArn: tables.streamArn })).toEqual([
    { action: 'dynamodb:DescribeStream', resource: tables.streamArn },
  ]);
});
