import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import type { Attributes, Cloud, Resource } from '../../core/service';
import { missing, noQueue } from './errors';
import type { MessageStore } from './message-store';
import { Queue } from './queue';
import { queuePolicy } from './queue-policy';
import { queueSettings, redrivePolicy } from './queue-settings';

/** The stack's queues, by name. */
export class Queues {
  private readonly queues = new Map<string, Queue>();

  constructor(
    private readonly cloud: Cloud,
    private readonly store: MessageStore,
  ) {}

  async provision(resource: Resource): Promise<Attributes> {
    if (resource.type !== 'aws_sqs_queue') return this.attach(resource);
    const settings = queueSettings(resource);
    const arn = this.arnOf(settings.name);
    const { clock } = this.cloud;
    const queue = new Queue(settings, arn, clock.now(), clock, this.store, (other) => this.ofArn(other));
    await queue.load();
    this.queues.set(settings.name, queue);
    const url = this.urlOf(queue);
    return { id: url, url, arn, name: settings.name };
  }

  /** How the queues behave differently from AWS, one sentence each. */
  differences(): string[] {
    return this.all().flatMap(({ name, redrive }) => {
      const target = redrive?.deadLetterTargetArn;
      if (!target || this.ofArn(target)) return [];
      return [
        `${name} has the dead-letter queue ${target}, which is not run locally: messages stay in the queue.`,
      ];
    });
  }

  /** By name. */
  all(): Queue[] {
    return [...this.queues.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws SqsError `QueueDoesNotExist` */
  ofInput({ QueueUrl }: JsonObject): Queue {
    if (typeof QueueUrl !== 'string') throw missing('QueueUrl');
    return this.named(nameIn(QueueUrl));
  }

  /** @throws SqsError `QueueDoesNotExist` */
  named(name: Json | undefined): Queue {
    const queue = typeof name === 'string' ? this.queues.get(name) : undefined;
    if (!queue) throw noQueue();
    return queue;
  }

  /** What IAM is asked about: the queue that the input names, whether or not there is one, and its policy. */
  resourceIn({ QueueUrl, QueueName }: JsonObject): Omit<Permission, 'action'> {
    const name = typeof QueueUrl === 'string' ? nameIn(QueueUrl) : QueueName;
    if (typeof name !== 'string') return { resource: '*' };
    return { resource: this.arnOf(name), resourcePolicy: this.queues.get(name)?.policy?.policy };
  }

  /** The URL is at the gateway: SDKs send requests to the host of the queue's URL. */
  urlOf({ name }: Queue): string {
    return `${this.cloud.endpoint()}/${this.cloud.accountId}/${name}`;
  }

  private ofArn(arn: string): Queue | undefined {
    return this.all().find((queue) => queue.arn === arn);
  }

  private attach({ type, address, config }: Resource): Attributes {
    const url = config['queue_url'];
    const queue = typeof url === 'string' ? this.queues.get(nameIn(url)) : undefined;
    if (!queue) throw new AwsError('QueueDoesNotExist', `${address}: there is no queue ${url}.`);
    if (type === 'aws_sqs_queue_policy') queue.policy = queuePolicy(address, String(config['policy']));
    else if (type === 'aws_sqs_queue_redrive_policy')
      queue.redrive = redrivePolicy(address, config['redrive_policy']);
    else queue.redriveAllow = String(config['redrive_allow_policy']);
    return { id: this.urlOf(queue) };
  }

  private arnOf(name: string): string {
    return `arn:aws:sqs:${this.cloud.region}:${this.cloud.accountId}:${name}`;
  }
}

/** A queue's URL ends in its name, on whatever host and port. */
function nameIn(url: string): string {
  return url.split('/').at(-1) ?? '';
}
