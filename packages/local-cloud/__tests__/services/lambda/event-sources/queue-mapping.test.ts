import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../../core/json';
import { MappedCloud, type MappedSettings, QUEUE } from './mapped-cloud';

let cloud: MappedCloud;
afterEach(() => cloud.end());

async function start(mapping: JsonObject = {}, more: Partial<MappedSettings> = {}): Promise<void> {
  cloud = await MappedCloud.start({ mapping: { ...QUEUE, ...mapping }, ...more });
}

const batches = (count: number) => cloud.until(() => cloud.got().length >= count);
const logged = (what: RegExp) => cloud.until(() => cloud.log.some((line) => what.test(line)));

/** Resolves when the queue has so many messages that can be received, and so many in hands. */
async function counts(...wanted: number[]): Promise<void> {
  while ((await cloud.counts()).join() !== wanted.join())
    await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a message comes to the function as AWS hands it over, and is deleted after', async () => {
  await start();
  const attributes = { kind: { DataType: 'String', StringValue: 'task' } };
  await cloud.send('hello', { MessageAttributes: attributes });
  await batches(1);
  expect(cloud.got()[0]).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {
        kind: { stringValue: 'task', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: createHash('md5').update('hello').digest('hex'),
      md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:tasks',
      awsRegion: 'eu-central-1',
    },
  ]);
  await counts(0, 0);
});

test('what fails comes back when its visibility timeout is over, and at the end is a dead letter', async () => {
  const redrive_policy =
    '${jsonencode({ deadLetterTargetArn = aws_sqs_queue.lost.arn, maxReceiveCount = 2 })}';
  await start({}, { queue: { redrive_policy, visibility_timeout_seconds: 30 } });
  await cloud.send('throw');
  await logged(/failed 1 of 1 messages, which come back/);
  await counts(0, 1);
  await cloud.pass(30_000);
  await batches(2);
  expect(cloud.got()[1]?.[0]).toMatchObject({ attributes: { ApproximateReceiveCount: '2' } });
  await cloud.pass(30_000);
  await counts(0, 0);
  expect(await cloud.messages('lost')).toMatchObject([{ Body: 'throw' }]);
  expect(cloud.got()).toHaveLength(2);
});

test('of a batch only what failed comes back', async () => {
  await start({ maximum_batching_window_in_seconds: 60, batch_size: 3 });
  for (const body of ['one', 'fail', 'two']) await cloud.send(body);
  await logged(/failed 1 of 3 messages/);
  await counts(0, 1);
  expect(cloud.gotBodies()).toEqual([['one', 'fail', 'two']]);
});

test('a batching window gathers more than one receive does', async () => {
  await start({ maximum_batching_window_in_seconds: 60, batch_size: 25 });
  for (let n = 0; n < 25; n++) await cloud.send(String(n));
  await batches(1);
  expect(cloud.gotBodies()).toEqual([Array.from({ length: 25 }, (_, n) => String(n))]);
  await counts(0, 0);
});

test('what is too large for one event comes in several', async () => {
  const window = { maximum_batching_window_in_seconds: 60, batch_size: 8 };
  await start(window, { queue: { max_message_size: 1_048_576 } });
  for (let n = 0; n < 8; n++) await cloud.send(String(n).repeat(1_000_000));
  await batches(2);
  await counts(0, 0);
  expect(cloud.gotBodies().map((batch) => batch.map(([digit]) => digit))).toEqual([
    ['0', '1', '2', '3', '4', '5'],
    ['6', '7'],
  ]);
});

test('what no filter wants is deleted unseen', async () => {
  const pattern = JSON.stringify({ body: { amount: [{ numeric: ['>', 10, '<=', 20] }] } });
  await start({ filter_criteria: { filter: [{ pattern }] } });
  for (const amount of [10, 15, 25]) await cloud.send(JSON.stringify({ amount }));
  await cloud.send('no JSON');
  await batches(1);
  await counts(0, 0);
  expect(cloud.gotBodies()).toEqual([['{"amount":15}']]);
});

test('an idle mapping sets no timer and asks nothing', async () => {
  await start();
  await cloud.send('one');
  await batches(1);
  await counts(0, 0);
  const calls = cloud.running.recentCalls.length;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(cloud.running.recentCalls).toHaveLength(calls);
  expect(cloud.running.clock.nextAlarm()).toBeUndefined();
});

test.each(['GetQueueAttributes', 'ReceiveMessage', 'DeleteMessage'])(
  'a role without sqs:%s is told of once, with what would allow it',
  async (action) => {
    await start({}, { without: `sqs:${action}` });
    await cloud.send('one');
    await logged(/ended, and reads/);
    expect(cloud.log.filter((line) => !line.startsWith('lambda: it got'))).toEqual([
      expect.stringContaining(`"Action":"sqs:${action}"`),
      expect.stringMatching(/^lambda: aws_lambda_event_source_mapping\.it ended, and reads arn:aws:sqs/),
    ]);
  },
);

test('a visibility timeout shorter than the function may take is refused, as on AWS', async () => {
  await start({}, { queue: { visibility_timeout_seconds: 30 }, function: { timeout: 31 } });
  await logged(/Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds/);
  expect(cloud.log.filter((line) => line.startsWith('lambda: it got'))).toEqual([]);
});
