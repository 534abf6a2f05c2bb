import { requiredString, wholeNumber } from './input';
import type { QueueOperation } from './operation';

export const getQueueUrl: QueueOperation = async ({ queues }, input) => {
  return { QueueUrl: queues.urlOf(queues.named(requiredString(input, 'QueueName'))) };
};

export const listQueues: QueueOperation = async ({ queues }, input) => {
  const prefix = input['QueueNamePrefix'];
  const most = wholeNumber(input, 'MaxResults', [1, 1000], 1000, 'Must be between 1 and 1000, if provided.');
  const after = typeof input['NextToken'] === 'string' ? input['NextToken'] : '';
  const found = queues
    .all()
    .filter(({ name }) => (typeof prefix !== 'string' || name.startsWith(prefix)) && name > after);
  const page = found.slice(0, most);
  const last = page.at(-1);
  return {
    ...(page.length > 0 && { QueueUrls: page.map((queue) => queues.urlOf(queue)) }),
    ...(last && found.length > page.length && { NextToken: last.name }),
  };
};

export const listDeadLetterSourceQueues: QueueOperation = async ({ queues }, input) => {
  const { arn } = queues.ofInput(input);
  const sources = queues.all().filter(({ redrive }) => redrive?.deadLetterTargetArn === arn);
  return { queueUrls: sources.map((queue) => queues.urlOf(queue)) };
};

export const purgeQueue: QueueOperation = async ({ queues }, input) => {
  await queues.ofInput(input).purge();
  return {};
};
