import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../../core/json';
import type { ServiceCall } from '../../../core/service';
import { invalidParameter, missing, SqsError } from '../errors';
import type { Message } from '../message';
import { attributesDigest, digestOf } from '../message-digest';
import type { Queue } from '../queue';
import { each, entriesOf } from './batch';
import { wholeNumber } from './input';
import { attributesIn, sizeOf } from './message-attributes';
import type { QueueOperation, QueueOperationContext } from './operation';

const LARGEST_BATCH = 1024 * 1024;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html: what XML can carry. */
const ALLOWED = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;

export const sendMessage: QueueOperation = async (context, input, call) => {
  const queue = context.queues.ofInput(input);
  const message = await messageOf(context, queue, input, call);
  await queue.send([message]);
  return receipt(message);
};

export const sendMessageBatch: QueueOperation = async (context, input, call) => {
  const queue = context.queues.ofInput(input);
  const entries = entriesOf(input);
  const size = entries.reduce(
    (sum, { MessageBody, MessageAttributes }) => sum + sizeOfEntry(MessageBody, MessageAttributes),
    0,
  );
  if (size > LARGEST_BATCH) {
    const sentence = `Batch requests cannot be longer than ${LARGEST_BATCH} bytes. You have sent ${size} bytes.`;
    throw new SqsError('BatchRequestTooLong', sentence);
  }
  return each(entries, async (entry) => {
    const message = await messageOf(context, queue, entry, call);
    await queue.send([message]);
    return receipt(message);
  });
};

async function messageOf(
  { cloud, senderId }: QueueOperationContext,
  queue: Queue,
  input: JsonObject,
  call: ServiceCall,
): Promise<Message> {
  const body = input['MessageBody'];
  if (typeof body !== 'string') throw missing('MessageBody');
  if (body === '') throw invalidParameter('The length of the parameter MessageBody must be at least 1.');
  if (!ALLOWED.test(body)) {
    const sentence = 'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | ';
    throw new SqsError(
      'InvalidMessageContents',
      `${sentence}#x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF`,
    );
  }
  for (const parameter of ['MessageGroupId', 'MessageDeduplicationId'])
    if (input[parameter] !== undefined)
      throw invalidParameter(
        `The request include parameter ${parameter} which is not valid for this queue type`,
      );
  const attributes = attributesIn(input['MessageAttributes']);
  const { largestMessage, delaySeconds } = queue.settings;
  if (Buffer.byteLength(body) + sizeOf(attributes) > largestMessage)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${largestMessage} bytes.`,
    );
  const rule = 'DelaySeconds must be >= 0 and <= 900.';
  const delay = wholeNumber(input, 'DelaySeconds', [0, 900], delaySeconds, rule);
  const sentAt = cloud.clock.now();
  return {
    id: randomUUID(),
    body,
    attributes,
    sentAt,
    visibleAt: sentAt + delay * 1000,
    receiveCount: 0,
    systemAttributes: attributesIn(input['MessageSystemAttributes']),
    senderId: await senderId(call),
  };
}

function receipt({ id, body, attributes, systemAttributes }: Message): JsonObject {
  const ofAttributes = attributesDigest(attributes);
  const ofSystemAttributes = attributesDigest(systemAttributes);
  return {
    MessageId: id,
    MD5OfMessageBody: digestOf(body),
    ...(ofAttributes && { MD5OfMessageAttributes: ofAttributes }),
    ...(ofSystemAttributes && { MD5OfMessageSystemAttributes: ofSystemAttributes }),
  };
}

function sizeOfEntry(body: Json | undefined, attributes: Json | undefined): number {
  return (typeof body === 'string' ? Buffer.byteLength(body) : 0) + sizeOf(attributesIn(attributes));
}
