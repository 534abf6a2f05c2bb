import { type JsonObject, stringsOf } from '../../../core/json';
import type { AttributeValues, Message } from '../message';
import { attributesDigest, digestOf } from '../message-digest';
import { receiptHandleOf } from '../receipt-handle';
import { wholeNumber } from './input';
import { selected } from './message-attributes';
import type { QueueOperation } from './operation';

/**
 * ReceiveMessage. With `UntilAvailable`, which AWS does not have, it answers when there is a message: the cloud's own
 * receivers wait in this way, and need no timer to ask again.
 */
export const receiveMessage: QueueOperation = async ({ queues }, input) => {
  const queue = queues.ofInput(input);
  const { visibilitySeconds, waitSeconds } = queue.settings;
  const mostRule = 'Must be between 1 and 10, if provided.';
  const hideRule = 'Must be >= 0 and <= 43200, if provided.';
  const waitRule = 'Must be >= 0 and <= 20, if provided.';
  const most = wholeNumber(input, 'MaxNumberOfMessages', [1, 10], 1, mostRule);
  const hidden = wholeNumber(input, 'VisibilityTimeout', [0, 43_200], visibilitySeconds, hideRule);
  const wait = wholeNumber(input, 'WaitTimeSeconds', [0, 20], waitSeconds, waitRule);
  const waitMs = input['UntilAvailable'] === true ? Number.POSITIVE_INFINITY : wait * 1000;
  const messages = await queue.receive(most, hidden * 1000, waitMs);
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => wireMessage(queue.name, message, input)) };
};

function wireMessage(queue: string, message: Message, input: JsonObject): JsonObject {
  const attributes = selected(message.attributes, stringsOf(input['MessageAttributeNames']));
  const wanted = [...stringsOf(input['AttributeNames']), ...stringsOf(input['MessageSystemAttributeNames'])];
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => wanted.includes('All') || wanted.includes(name),
  );
  const digest = attributesDigest(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf({ queue, id: message.id, receiveCount: message.receiveCount }),
    MD5OfBody: digestOf(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(digest && { MessageAttributes: wireAttributes(attributes), MD5OfMessageAttributes: digest }),
  };
}

function systemAttributes(message: Message): Record<string, string> {
  const trace = message.systemAttributes['AWSTraceHeader']?.StringValue;
  return {
    SenderId: message.senderId,
    SentTimestamp: String(Math.floor(message.sentAt)),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.firstReceivedAt ?? message.sentAt)),
    ...(message.deadLetterSource && { DeadLetterQueueSourceArn: message.deadLetterSource }),
    ...(trace && { AWSTraceHeader: trace }),
  };
}

function wireAttributes(attributes: AttributeValues): JsonObject {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { ...value }]));
}
