import type { Json, JsonObject } from '../../core/json';
import type { Permission } from '../../core/principals';
import type { Attributes, Cloud, Resource, Service, ServiceCall } from '../../core/service';
import { SqsError } from './errors';
import { LevelMessageStore, MemoryMessageStore, type MessageStore } from './message-store';
import { OPERATIONS } from './operations/table';
import { protocol } from './protocol';
import { Queues } from './queues';
import { restoreQueues, snapshotQueues } from './snapshot';

/** SQS: standard queues, whose messages survive a restart where the cloud keeps data. */
export function sqs(cloud: Cloud): Service {
  return new Sqs(cloud);
}

class Sqs implements Service {
  readonly name = 'sqs';
  readonly protocol = protocol;
  readonly resourceTypes = [
    'aws_sqs_queue',
    'aws_sqs_queue_policy',
    'aws_sqs_queue_redrive_policy',
    'aws_sqs_queue_redrive_allow_policy',
  ];
  private readonly store: MessageStore;
  private readonly queues: Queues;
  private readonly senders = new Map<string, Promise<string>>();

  constructor(private readonly cloud: Cloud) {
    const directory = cloud.dataDirectory('sqs');
    this.store = directory === undefined ? new MemoryMessageStore() : new LevelMessageStore(directory);
    this.queues = new Queues(cloud, this.store);
  }

  provision(resource: Resource): Promise<Attributes> {
    return this.queues.provision(resource);
  }

  async start(): Promise<void> {
    for (const sentence of this.queues.differences()) this.cloud.log('sqs', sentence);
  }

  /** A batch needs the permission of its single operation. */
  permissions({ action, input }: ServiceCall): Permission[] {
    return [{ action: `sqs:${action.replace(/Batch$/, '')}`, ...this.queues.resourceIn(input) }];
  }

  async handle(call: ServiceCall): Promise<Json> {
    const operation = OPERATIONS.get(call.action);
    if (!operation) throw new SqsError('UnsupportedOperation', `sqs:${call.action} is not run locally.`);
    const { cloud, queues } = this;
    return operation({ cloud, queues, senderId: (of) => this.senderId(of) }, call.input, call);
  }

  snapshot(): Promise<Json> {
    return snapshotQueues(this.store, this.queueNames());
  }

  restore(snapshot: Json): Promise<void> {
    return restoreQueues(this.store, this.queueNames(), snapshot);
  }

  async stop(): Promise<void> {
    for (const queue of this.queues.all()) queue.stop();
    await this.store.close();
  }

  private queueNames(): string[] {
    return this.queues.all().map(({ name }) => name);
  }

  private senderId(call: ServiceCall): Promise<string> {
    const { principal } = call;
    switch (principal.kind) {
      case 'role':
        return this.identityOf(`${principal.roleArn} ${principal.sessionName}`, call);
      case 'developer':
        return this.identityOf(principal.kind, call);
      case 'service':
        return Promise.resolve(principal.service);
      case 'public':
        return Promise.resolve('anonymous');
      default:
        return principal satisfies never;
    }
  }

  private identityOf(key: string, { principal, traceId }: ServiceCall): Promise<string> {
    const known = this.senders.get(key);
    if (known) return known;
    const asked = this.cloud
      .call({ service: 'sts', action: 'GetCallerIdentity', input: {}, principal, traceId })
      .then((identity) => String((identity as JsonObject)['UserId']));
    this.senders.set(key, asked);
    return asked;
  }
}
