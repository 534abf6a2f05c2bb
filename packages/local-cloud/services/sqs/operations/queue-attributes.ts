import { stringsOf } from '../../../core/json';
import { SqsError } from '../errors';
import type { Queue } from '../queue';
import type { QueueOperation } from './operation';

/** What may be asked for beside what {@link attributesOf} tells: attributes that a queue need not have. */
const OPTIONAL = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId'];

export const getQueueAttributes: QueueOperation = async ({ queues }, input) => {
  const all = attributesOf(queues.ofInput(input));
  const wanted = stringsOf(input['AttributeNames']);
  if (wanted.includes('All')) return { Attributes: all };
  const unknown = wanted.find((name) => !(name in all) && !OPTIONAL.includes(name));
  if (unknown !== undefined) throw new SqsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const given = Object.entries(all).filter(([name]) => wanted.includes(name));
  return given.length > 0 ? { Attributes: Object.fromEntries(given) } : {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
function attributesOf(queue: Queue): Record<string, string> {
  const { settings, redrive, redriveAllow, policy, createdAt } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const created = String(Math.floor(createdAt / 1000));
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: String(settings.visibilitySeconds),
    MaximumMessageSize: String(settings.largestMessage),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    SqsManagedSseEnabled: String(settings.kmsKeyId === undefined),
    ...(settings.kmsKeyId && { KmsMasterKeyId: settings.kmsKeyId }),
    ...(policy && { Policy: policy.document }),
    ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
    ...(redriveAllow && { RedriveAllowPolicy: redriveAllow }),
  };
}
