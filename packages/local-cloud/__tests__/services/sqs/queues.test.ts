import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { JsonObject } from '../../../core/json';
import { QueuesUnderTest } from './queues-under-test';

let queues: QueuesUnderTest;
beforeEach(async () => {
  queues = await QueuesUnderTest.open();
});
afterEach(() => queues.stop());

async function attributes(QueueUrl: string, ...AttributeNames: 'All'[]): Promise<Record<string, string>> {
  return (
    (await queues.client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes ?? {}
  );
}

test('what is not said of a queue is as Terraform makes it', async () => {
  const { url, arn } = await queues.add('tasks');
  expect(arn).toBe('arn:aws:sqs:eu-central-1:000000000000:tasks');
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/tasks$/);
  expect(await attributes(url, 'All')).toEqual({
    QueueArn: arn,
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
    LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
    VisibilityTimeout: '30',
    MaximumMessageSize: '262144',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
  });
  expect(await attributes(url)).toEqual({});
});

test('policies come inline or by resources of their own', async () => {
  const letters = await queues.add('letters');
  const tasks = await queues.add('tasks');
  const redrive = { deadLetterTargetArn: letters.arn, maxReceiveCount: 3 };
  const queue_url = tasks.url;
  await queues.provision('aws_sqs_queue_redrive_policy', {
    queue_url,
    redrive_policy: JSON.stringify(redrive),
  });
  await queues.provision('aws_sqs_queue_policy', { queue_url, policy: '{"Statement":[]}' });
  await queues.provision('aws_sqs_queue_redrive_allow_policy', {
    queue_url: letters.url,
    redrive_allow_policy: '{"redrivePermission":"byQueue"}',
  });
  expect(await attributes(tasks.url, 'All')).toMatchObject({
    RedrivePolicy: JSON.stringify(redrive),
    Policy: '{"Statement":[]}',
  });
  expect(await attributes(letters.url, 'All')).toMatchObject({
    RedriveAllowPolicy: '{"redrivePermission":"byQueue"}',
  });
  const { queueUrls } = await queues.client.send(
    new ListDeadLetterSourceQueuesCommand({ QueueUrl: letters.url }),
  );
  expect(queueUrls).toEqual([tasks.url]);
});

test('what is otherwise here than on AWS is said at the start', async () => {
  const deadLetterTargetArn = 'arn:aws:sqs:eu-central-1:111111111111:far';
  await queues.add('far', { redrive_policy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }) });
  await queues.service.start?.();
  expect(queues.log).toEqual([
    expect.stringContaining(`far has the dead-letter queue ${deadLetterTargetArn}`),
  ]);
});

test('queues are found by name and listed', async () => {
  for (const name of ['tasks', 'letters', 'tasks-too']) await queues.add(name);
  const { QueueUrl } = await queues.client.send(new GetQueueUrlCommand({ QueueName: 'letters' }));
  expect(QueueUrl).toMatch(/\/letters$/);
  await expect(queues.client.send(new GetQueueUrlCommand({ QueueName: 'others' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
  });
  const listed = await queues.client.send(new ListQueuesCommand({ QueueNamePrefix: 'tasks', MaxResults: 1 }));
  expect(listed.QueueUrls).toEqual([expect.stringMatching(/\/tasks$/)]);
  const { NextToken } = listed;
  const rest = await queues.client.send(new ListQueuesCommand({ QueueNamePrefix: 'tasks', NextToken }));
  expect(rest.QueueUrls).toEqual([expect.stringMatching(/\/tasks-too$/)]);
});

test('a purge empties a queue, once a minute', async () => {
  const { url: QueueUrl } = await queues.add('tasks');
  const purge = () => queues.client.send(new PurgeQueueCommand({ QueueUrl }));
  await queues.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await purge();
  expect(await attributes(QueueUrl, 'All')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  await expect(purge()).rejects.toMatchObject({ name: 'PurgeQueueInProgress' });
  queues.clock.advance(60_000);
  await purge();
});

test('what does not run here is refused by name', async () => {
  const { url: QueueUrl } = await queues.add('tasks');
  await expect(queues.client.send(new ListQueueTagsCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'UnsupportedOperation',
    message: 'sqs:ListQueueTags is not run locally.',
  });
});

test.each<[string, JsonObject, RegExp]>([
  ['a FIFO queue', { name: 'a.fifo', fifo_queue: true }, /name must be 1 to 80.*FIFO/],
  ['a delay too long', { name: 'a', delay_seconds: 901 }, /delay_seconds/],
  ['a message too large', { name: 'a', max_message_size: 2_000_000 }, /max_message_size/],
  ['no redrive policy', { name: 'a', redrive_policy: '{"maxReceiveCount":3}' }, /deadLetterTargetArn/],
])('%s is refused when it is made', async (_, config, sentence) => {
  await expect(queues.provision('aws_sqs_queue', config)).rejects.toThrow(sentence);
});

test('what IAM is asked names the queue, and a batch asks for what it does many times', async () => {
  const { url: QueueUrl, arn } = await queues.add('tasks');
  const asked = (action: string, input: JsonObject) =>
    queues.service.permissions({ action, input, principal: { kind: 'public' }, requestId: '', traceId: '' });
  expect(asked('SendMessageBatch', { QueueUrl })).toEqual([{ action: 'sqs:SendMessage', resource: arn }]);
  expect(asked('GetQueueUrl', { QueueName: 'tasks' })).toEqual([
    { action: 'sqs:GetQueueUrl', resource: arn },
  ]);
  expect(asked('ListQueues', {})).toEqual([{ action: 'sqs:ListQueues', resource: '*' }]);
});
