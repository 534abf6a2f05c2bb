import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { QueuesUnderTest } from './queues-under-test';

let queues: QueuesUnderTest;
let QueueUrl: string;
beforeEach(async () => {
  queues = await QueuesUnderTest.open();
  QueueUrl = (await queues.add('tasks', { visibility_timeout_seconds: 30 })).url;
});
afterEach(() => queues.stop());

function send(MessageBody: string, more: Partial<SendMessageCommandInput> = {}) {
  return queues.client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
}

async function receive(more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
  const input = { QueueUrl, MaxNumberOfMessages: 10, ...more };
  return (await queues.client.send(new ReceiveMessageCommand(input))).Messages ?? [];
}

async function bodies(more: Partial<ReceiveMessageCommandInput> = {}): Promise<unknown[]> {
  return (await receive(more)).map(({ Body }) => Body);
}

async function counts(): Promise<unknown> {
  const { Attributes = {} } = await queues.client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return [
    Attributes['ApproximateNumberOfMessages'],
    Attributes['ApproximateNumberOfMessagesNotVisible'],
    Attributes['ApproximateNumberOfMessagesDelayed'],
  ].map(Number);
}

test('a message is received once, with what SQS tells of it, until its visibility timeout is over', async () => {
  const { MessageId } = await send('hello', {
    MessageAttributes: {
      kind: { DataType: 'String', StringValue: 'greeting' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
    },
  });
  const wanted = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] } as const;
  const [message] = await receive({
    ...wanted,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  });
  expect(message).toMatchObject({
    MessageId,
    Body: 'hello',
    Attributes: {
      SenderId: 'AIDADEVELOPER',
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    },
    MessageAttributes: { kind: { DataType: 'String', StringValue: 'greeting' } },
  });
  expect(message?.MessageAttributes?.['bytes']?.BinaryValue).toEqual(new Uint8Array([1, 2]));
  expect(await receive()).toEqual([]);
  expect(await counts()).toEqual([0, 1, 0]);
  queues.clock.advance(30_000);
  const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
  expect(again).toMatchObject({ MessageId, Attributes: { ApproximateReceiveCount: '2' } });
  expect(again?.ReceiptHandle).not.toBe(message?.ReceiptHandle);
});

// Computed by hand from AWS's rule: name, type, 1 for text or 2 for bytes, value, each part led by its length.
test("the digest of the attributes is AWS's", async () => {
  const { MD5OfMessageAttributes, MD5OfMessageBody } = await send('hello', {
    MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } },
  });
  expect(MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
  const { createHash } = await import('node:crypto');
  const bytes = Buffer.from('\0\0\0\x01a\0\0\0\x06String\x01\0\0\0\x01b', 'latin1');
  expect(MD5OfMessageAttributes).toBe(createHash('md5').update(bytes).digest('hex'));
});

test('a deleted message never comes back; an old receipt deletes nothing', async () => {
  await send('one');
  const [first] = await receive();
  queues.clock.advance(30_000);
  const [second] = await receive();
  const remove = (message: Message | undefined) =>
    queues.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
  await remove(first);
  expect(await counts()).toEqual([0, 1, 0]);
  await remove(second);
  await remove(second);
  expect(await counts()).toEqual([0, 0, 0]);
});

test('many receivers at once get every message, and none twice', async () => {
  for (let n = 0; n < 30; n += 10) {
    const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: String(i), MessageBody: String(n + i) }));
    await queues.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  const found = await Promise.all(Array.from({ length: 20 }, () => bodies({ MaxNumberOfMessages: 3 })));
  expect(
    found
      .flat()
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual(Array.from({ length: 30 }, (_, n) => n));
});

test('a delay holds a message back, of the message or of the queue', async () => {
  await send('later', { DelaySeconds: 60 });
  expect(await receive()).toEqual([]);
  expect(await counts()).toEqual([0, 0, 1]);
  queues.clock.advance(59_000);
  expect(await receive()).toEqual([]);
  queues.clock.advance(1_000);
  expect(await bodies()).toEqual(['later']);
  QueueUrl = (await queues.add('slow', { delay_seconds: 900 })).url;
  await send('slow');
  await send('at once', { DelaySeconds: 0 });
  expect(await bodies()).toEqual(['at once']);
});

test('who waits is answered by the next message, by one that comes back, or by the end of the wait', async () => {
  const first = bodies({ WaitTimeSeconds: 20 });
  await send('one');
  expect(await first).toEqual(['one']);
  const second = bodies({ WaitTimeSeconds: 20, VisibilityTimeout: 0 });
  await untilAlarm();
  queues.clock.advance(20_000);
  expect(await second).toEqual([]);
  const third = bodies({ WaitTimeSeconds: 20 });
  await untilAlarm();
  queues.clock.advance(10_000);
  expect(await third).toEqual(['one']);
});

/** A request that waits has set its alarms. */
async function untilAlarm(): Promise<void> {
  while (queues.clock.nextAlarm() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a visibility timeout can be changed, while the message is in flight', async () => {
  await send('one');
  const [message] = await receive();
  const ReceiptHandle = message?.ReceiptHandle;
  const change = (VisibilityTimeout: number) =>
    queues.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  await change(100);
  queues.clock.advance(99_000);
  expect(await receive()).toEqual([]);
  await change(0);
  await expect(change(10)).rejects.toMatchObject({ name: 'MessageNotInflight' });
  expect(await bodies()).toEqual(['one']);
});

test('what is too old is gone', async () => {
  QueueUrl = (await queues.add('brief', { message_retention_seconds: 60 })).url;
  await send('one');
  queues.clock.advance(60_000);
  expect(await counts()).toEqual([0, 0, 0]);
  expect(await receive()).toEqual([]);
});

test('after maxReceiveCount a message goes to the dead-letter queue, with its time and its origin', async () => {
  const letters = await queues.add('letters');
  const redrive_policy = JSON.stringify({ deadLetterTargetArn: letters.arn, maxReceiveCount: 2 });
  const source = await queues.add('work', { redrive_policy, visibility_timeout_seconds: 10 });
  QueueUrl = source.url;
  const { MessageId } = await send('poison');
  for (const attempt of [1, 2]) {
    expect(await bodies()).toEqual(['poison']);
    expect(attempt).toBeLessThan(3);
    queues.clock.advance(10_000);
  }
  const waiting = receive({
    QueueUrl: letters.url,
    WaitTimeSeconds: 20,
    MessageSystemAttributeNames: ['All'],
  });
  await untilAlarm();
  expect(await receive()).toEqual([]);
  expect(await waiting).toMatchObject([
    { MessageId, Body: 'poison', Attributes: { DeadLetterQueueSourceArn: source.arn } },
  ]);
  expect(await counts()).toEqual([0, 0, 0]);
});

test('of a batch each entry has its own answer', async () => {
  const Entries = [
    { Id: 'a', MessageBody: 'one' },
    { Id: 'b', MessageBody: 'two', DelaySeconds: 901 },
  ];
  const sent = await queues.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  expect(sent).toMatchObject({
    Successful: [{ Id: 'a' }],
    Failed: [{ Id: 'b', SenderFault: true, Code: 'InvalidParameterValue' }],
  });
  const [message] = await receive();
  const ReceiptHandle = message?.ReceiptHandle;
  const receipts = [
    { Id: 'a', ReceiptHandle },
    { Id: 'b', ReceiptHandle: 'x' },
  ];
  const changed = await queues.client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: receipts.map((entry) => ({ ...entry, VisibilityTimeout: 5 })),
    }),
  );
  const deleted = await queues.client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: receipts }));
  for (const answer of [changed, deleted])
    expect(answer).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }],
    });
  expect(await counts()).toEqual([0, 0, 0]);
});

describe('what SQS refuses is refused with its code', () => {
  const entries = (count: number, id = (n: number) => `e${n}`) =>
    Array.from({ length: count }, (_, n) => ({ Id: id(n), MessageBody: 'x' }));
  const batch = (Entries: ReturnType<typeof entries>) =>
    queues.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  test.each<[string, string, string, () => Promise<unknown>]>([
    [
      'an unknown queue',
      'QueueDoesNotExist',
      'AWS.SimpleQueueService.NonExistentQueue',
      () => receive({ QueueUrl: `${QueueUrl}x` }),
    ],
    ['a body too large', 'InvalidParameterValue', 'InvalidParameterValue', () => send('x'.repeat(262_145))],
    ['an empty body', 'InvalidParameterValue', 'InvalidParameterValue', () => send('')],
    ['a control character', 'InvalidMessageContents', 'InvalidMessageContents', () => send('\u0001')],
    [
      'a delay too long',
      'InvalidParameterValue',
      'InvalidParameterValue',
      () => send('x', { DelaySeconds: 901 }),
    ],
    [
      'a group of a FIFO queue',
      'InvalidParameterValue',
      'InvalidParameterValue',
      () => send('x', { MessageGroupId: 'g' }),
    ],
    [
      'eleven messages asked for',
      'InvalidParameterValue',
      'InvalidParameterValue',
      () => receive({ MaxNumberOfMessages: 11 }),
    ],
    [
      'a wait too long',
      'InvalidParameterValue',
      'InvalidParameterValue',
      () => receive({ WaitTimeSeconds: 21 }),
    ],
    ['an empty batch', 'EmptyBatchRequest', 'AWS.SimpleQueueService.EmptyBatchRequest', () => batch([])],
    [
      'eleven entries',
      'TooManyEntriesInBatchRequest',
      'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
      () => batch(entries(11)),
    ],
    [
      'an id twice',
      'BatchEntryIdsNotDistinct',
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      () => batch(entries(2, () => 'e')),
    ],
    [
      'an id of other characters',
      'InvalidBatchEntryId',
      'AWS.SimpleQueueService.InvalidBatchEntryId',
      () => batch(entries(1, () => 'a b')),
    ],
  ])('%s', async (_, name, Code, ask) => {
    await expect(ask()).rejects.toMatchObject({ name, Error: { Code }, $metadata: { httpStatusCode: 400 } });
  });
});
