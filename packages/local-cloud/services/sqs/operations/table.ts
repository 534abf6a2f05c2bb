import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './in-flight';
import type { QueueOperation } from './operation';
import { getQueueAttributes } from './queue-attributes';
import { getQueueUrl, listDeadLetterSourceQueues, listQueues, purgeQueue } from './queue-names';
import { receiveMessage } from './receive';
import { sendMessage, sendMessageBatch } from './send';

/** The operations that are answered here, by their names in AWS's API. */
export const OPERATIONS: ReadonlyMap<string, QueueOperation> = new Map<string, QueueOperation>([
  ['SendMessage', sendMessage],
  ['SendMessageBatch', sendMessageBatch],
  ['ReceiveMessage', receiveMessage],
  ['DeleteMessage', deleteMessage],
  ['DeleteMessageBatch', deleteMessageBatch],
  ['ChangeMessageVisibility', changeMessageVisibility],
  ['ChangeMessageVisibilityBatch', changeMessageVisibilityBatch],
  ['GetQueueAttributes', getQueueAttributes],
  ['GetQueueUrl', getQueueUrl],
  ['ListQueues', listQueues],
  ['ListDeadLetterSourceQueues', listDeadLetterSourceQueues],
  ['PurgeQueue', purgeQueue],
]);
