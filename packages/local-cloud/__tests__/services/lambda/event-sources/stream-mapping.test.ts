import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import type { JsonObject } from '../../../../core/json';
import { MappedCloud, type MappedSettings, STREAM } from './mapped-cloud';

let cloud: MappedCloud;
afterEach(() => cloud.end());

async function start(mapping: JsonObject = {}, more: Partial<MappedSettings> = {}): Promise<void> {
  cloud = await MappedCloud.start({ mapping: { ...STREAM, ...mapping }, ...more });
}

const batches = (count: number) => cloud.until(() => cloud.got().length >= count);
const logged = (what: RegExp) => cloud.until(() => cloud.log.some((line) => what.test(line)));
const fails = { fail: { BOOL: true } };
const throws = { throws: { BOOL: true } };

test('a change comes to the function as AWS hands it over, and only once', async () => {
  await start();
  await cloud.put('a');
  await batches(1);
  await cloud.put('b');
  await batches(2);
  const arn = String((await stream())['StreamArn']);
  expect(cloud.got()[0]).toEqual([
    {
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { Id: { S: 'a' } },
        NewImage: { Id: { S: 'a' } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: 6,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: arn,
    },
  ]);
  expect(cloud.gotIds()).toEqual([['a'], ['b']]);
});

async function stream(): Promise<JsonObject> {
  const { Streams } = (await cloud.running.call('dynamodb', 'ListStreams', {})) as { Streams: JsonObject[] };
  return Streams[0] ?? {};
}

test('an idle mapping sets no timer and asks nothing', async () => {
  await start();
  await cloud.put('a');
  await batches(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const calls = cloud.running.recentCalls.length;
  expect(cloud.running.clock.nextAlarm()).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(cloud.running.recentCalls).toHaveLength(calls);
});

test('a batching window gathers a batch, until it is full or the window is over', async () => {
  await start({ maximum_batching_window_in_seconds: 60, batch_size: 3 });
  for (const id of ['a', 'b', 'c', 'd']) await cloud.put(id);
  await batches(1);
  expect(cloud.gotIds()).toEqual([['a', 'b', 'c']]);
  await cloud.pass(60_000);
  await batches(2);
  expect(cloud.gotIds()[1]).toEqual(['d']);
});

test('from the first record that failed everything is handed over again, in its order', async () => {
  await start({
    maximum_batching_window_in_seconds: 1,
    maximum_retry_attempts: 1,
    batch_size: 3,
    ...onFailure,
  });
  await cloud.put('a');
  await cloud.put('b', fails);
  await cloud.put('c');
  await logged(/failed 2 of 3 records, tried again in 1 s/);
  await cloud.pass(1_000);
  await logged(/gave up 2 records \(RetryAttemptsExhausted, 2 times tried\)/);
  expect(cloud.gotIds()).toEqual([
    ['a', 'b', 'c'],
    ['b', 'c'],
  ]);
});

const onFailure = { destination_config: { on_failure: { destination_arn: '${aws_sqs_queue.lost.arn}' } } };

test('a batch that fails is split until what is at fault stands alone, and the queue is told where that is', async () => {
  await start({
    ...onFailure,
    bisect_batch_on_function_error: true,
    maximum_retry_attempts: 0,
    maximum_batching_window_in_seconds: 1,
    batch_size: 4,
  });
  for (const id of ['a', 'b', 'c', 'd']) await cloud.put(id, id === 'c' ? throws : {});
  await cloud.until(() => cloud.gotIds().some((ids) => ids.join() === 'd'));
  expect(cloud.gotIds()).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
  const [message] = await cloud.messages('lost');
  const { Shards, StreamArn } = (
    (await cloud.running.call('dynamodb', 'DescribeStream', {
      StreamArn: (await stream())['StreamArn'] ?? '',
    })) as { StreamDescription: { Shards: JsonObject[]; StreamArn: string } }
  ).StreamDescription;
  const sequenceNumber = cloud.got()[3]?.[0]?.dynamodb.SequenceNumber;
  expect(JSON.parse(String(message?.['Body']))).toEqual({
    requestContext: {
      requestId: expect.any(String),
      functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:it',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 3,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/),
    DDBStreamBatchInfo: {
      shardId: Shards[0]?.['ShardId'],
      startSequenceNumber: sequenceNumber,
      endSequenceNumber: sequenceNumber,
      approximateArrivalOfFirstRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
      approximateArrivalOfLastRecord: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
      batchSize: 1,
      streamArn: StreamArn,
    },
  });
});

test('a record that is too old is given up, and what comes after it goes on', async () => {
  await start({ ...onFailure, maximum_record_age_in_seconds: 60, batch_size: 1 });
  await cloud.put('a', throws);
  await cloud.put('b');
  await logged(/tried again/);
  await cloud.pass(120_000);
  await logged(/gave up 1 records \(RecordAgeExceeded/);
  await cloud.put('c');
  await cloud.until(() => cloud.gotIds().some((ids) => ids.includes('c')));
  expect(JSON.parse(String((await cloud.messages('lost'))[0]?.['Body']))).toMatchObject({
    requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 },
  });
});

test('what no filter wants never comes to the function', async () => {
  const pattern = JSON.stringify({
    eventName: ['INSERT'],
    dynamodb: { NewImage: { status: { S: [{ prefix: 'VAC' }, { 'anything-but': ['PAID'] }] } } },
  });
  await start({ filter_criteria: { filter: [{ pattern }] } });
  await cloud.put('a', { status: { S: 'PAID' } });
  await cloud.put('b', { status: { S: 'VACANT' } });
  await cloud.put('b', { status: { S: 'RESERVED' } });
  await cloud.put('c', { status: { S: 'VACANT' } });
  await cloud.until(() => cloud.gotIds().flat().includes('c'));
  expect(cloud.gotIds().flat()).toEqual(['b', 'c']);
});

test("AWS's client lists mappings and describes one", async () => {
  await start({ maximum_retry_attempts: 3, ...onFailure });
  const client = new LambdaClient({
    region: 'eu-central-1',
    endpoint: cloud.running.gatewayUrl,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
  });
  const { EventSourceMappings: [mapping] = [] } = await client.send(
    new ListEventSourceMappingsCommand({ FunctionName: 'it' }),
  );
  expect(mapping).toMatchObject({
    FunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:it',
    EventSourceArn: String((await stream())['StreamArn']),
    State: 'Enabled',
    BatchSize: 100,
    StartingPosition: 'TRIM_HORIZON',
    MaximumRetryAttempts: 3,
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:eu-central-1:000000000000:lost' } },
    LastModified: expect.any(Date),
  });
  const { $metadata, ...same } = await client.send(new GetEventSourceMappingCommand({ UUID: mapping?.UUID }));
  expect(same).toEqual(mapping);
  const others = await client.send(new ListEventSourceMappingsCommand({ FunctionName: 'other' }));
  expect(others.EventSourceMappings).toEqual([]);
  await expect(client.send(new GetEventSourceMappingCommand({ UUID: 'x' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  client.destroy();
});

test('a mapping that is not enabled reads nothing', async () => {
  await start({ enabled: false });
  await cloud.put('a');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(cloud.got()).toEqual([]);
});

test.each(['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords'])(
  'a role without dynamodb:%s is told of once, with what would allow it',
  async (action) => {
    await start({}, { without: `dynamodb:${action}` });
    await logged(/ended, and reads/);
    await cloud.put('a');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(cloud.got()).toEqual([]);
    expect(cloud.log).toEqual([
      expect.stringContaining(`"Action":"dynamodb:${action}"`),
      expect.stringMatching(/^lambda: aws_lambda_event_source_mapping\.it ended, and reads arn:aws:dynamodb/),
    ]);
  },
);

describe('with a data folder', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'local-cloud-mapping-data-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test.each(['TRIM_HORIZON', 'LATEST'])(
    'from %s on a restart goes on where the mapping was: nothing is skipped, nothing done is done again',
    async (starting_position) => {
      cloud = await MappedCloud.start({ mapping: { ...STREAM, starting_position } }, directory);
      await cloud.put('a');
      await batches(1);
      await cloud.put('b', throws);
      await logged(/tried again/);
      await cloud.close();
      await cloud.open();
      await batches(3);
      expect(cloud.gotIds()).toEqual([['a'], ['b'], ['b']]);
    },
  );

  test('from LATEST on only what comes after the first start is handed over', async () => {
    cloud = await MappedCloud.start({ mapping: { ...STREAM, enabled: false } }, directory);
    await cloud.put('a');
    await cloud.end();
    cloud = await MappedCloud.start({ mapping: { ...STREAM, starting_position: 'LATEST' } }, directory);
    await cloud.close();
    await cloud.open();
    await cloud.put('b');
    await batches(1);
    expect(cloud.gotIds()).toEqual([['b']]);
  });
});
