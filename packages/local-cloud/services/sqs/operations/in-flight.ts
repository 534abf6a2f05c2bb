import type { JsonObject } from '../../../core/json';
import { missing } from '../errors';
import type { Queue } from '../queue';
import { receiptOf } from '../receipt-handle';
import { each, entriesOf } from './batch';
import { requiredString, wholeNumber } from './input';
import type { QueueOperation } from './operation';

export const deleteMessage: QueueOperation = async ({ queues }, input) => {
  const queue = queues.ofInput(input);
  return remove(queue, input);
};

export const deleteMessageBatch: QueueOperation = async ({ queues }, input) => {
  const queue = queues.ofInput(input);
  return each(entriesOf(input), (entry) => remove(queue, entry));
};

export const changeMessageVisibility: QueueOperation = async ({ queues }, input) => {
  const queue = queues.ofInput(input);
  return changeVisibility(queue, input);
};

export const changeMessageVisibilityBatch: QueueOperation = async ({ queues }, input) => {
  const queue = queues.ofInput(input);
  return each(entriesOf(input), (entry) => changeVisibility(queue, entry));
};

async function remove(queue: Queue, input: JsonObject): Promise<JsonObject> {
  await queue.remove([receiptOf(requiredString(input, 'ReceiptHandle'), queue.name)]);
  return {};
}

async function changeVisibility(queue: Queue, input: JsonObject): Promise<JsonObject> {
  if (input['VisibilityTimeout'] === undefined) throw missing('VisibilityTimeout');
  const rule = 'Must be between 0 and 43200, if provided.';
  const timeout = wholeNumber(input, 'VisibilityTimeout', [0, 43_200], 0, rule);
  const receipt = receiptOf(requiredString(input, 'ReceiptHandle'), queue.name);
  await queue.changeVisibility(receipt, timeout * 1000);
  return {};
}
