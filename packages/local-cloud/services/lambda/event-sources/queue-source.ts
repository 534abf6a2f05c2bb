import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Cloud } from '../../../core/service';
import { failedItems } from './batch-response';
import { type DeliveryResult, deliver, type MappedFunction } from './delivery';
import { fitting } from './event-size';
import { isWanted } from './filter';
import type { MappingSettings } from './mapping-settings';
import { queueRecord } from './queue-event';
import { queueUrlOf } from './queue-url';
import { StoppableTimer } from './stoppable-timer';

/** The most that ReceiveMessage and DeleteMessageBatch take. */
const LARGEST_PAGE = 10;

/** AWS would refuse this queue as the source of this function as well. */
export class MappingRefused extends Error {
  override readonly name = 'MappingRefused';
}

/**
 * Hands the messages of a queue to a function. What is processed is deleted; what is not comes back when its
 * visibility timeout is over (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export class QueueSource {
  private readonly timer: StoppableTimer;
  private readonly queueUrl: string;
  private readonly underWay = new Set<Promise<void>>();
  private receiving: Promise<JsonObject[]> | undefined;

  constructor(
    private readonly settings: MappingSettings,
    private readonly target: MappedFunction & { readonly timeoutSeconds: number },
    private readonly principal: Principal,
    private readonly cloud: Cloud,
    private readonly log: (what: string) => void,
    /** Gets errors other than those of reading. */
    private readonly failed: (error: unknown) => void,
  ) {
    this.timer = new StoppableTimer(cloud.clock);
    this.queueUrl = queueUrlOf(settings.sourceArn, cloud);
  }

  async run(): Promise<void> {
    await this.refuseShortTimeout();
    while (!this.timer.isStopped) {
      if (this.underWay.size >= this.settings.mostConcurrent) await Promise.race(this.underWay);
      const batch = await this.nextBatch();
      if (this.timer.isStopped) return;
      const handing = this.hand(batch)
        .catch((error: unknown) => this.failed(error))
        .finally(() => this.underWay.delete(handing));
      this.underWay.add(handing);
    }
  }

  stop(): void {
    this.timer.stop();
  }

  /** Lambda checks this too: a shorter timeout would deliver a message again while the function still runs. */
  private async refuseShortTimeout(): Promise<void> {
    const { Attributes } = await this.call('GetQueueAttributes', { AttributeNames: ['VisibilityTimeout'] });
    const visible = Number((Attributes as JsonObject)['VisibilityTimeout']);
    const { timeoutSeconds } = this.target;
    if (visible >= timeoutSeconds) return;
    throw new MappingRefused(
      `Queue visibility timeout: ${visible} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
    );
  }

  /** A full batch, or the messages there are when the batching window ends. */
  private async nextBatch(): Promise<JsonObject[]> {
    const { batchSize, windowSeconds } = this.settings;
    const batch = await this.receive(batchSize);
    const end = this.cloud.clock.now() + windowSeconds * 1000;
    while (windowSeconds > 0 && batch.length < batchSize && !this.timer.isStopped) {
      const more = await this.timer.first(this.receives(batchSize - batch.length), end);
      if (more === undefined) break;
      batch.push(...(await this.receive(batchSize - batch.length)));
    }
    return batch;
  }

  /** The pending receive: it may outlast a batching window and is not repeated. */
  private receives(most: number): Promise<JsonObject[]> {
    if (!this.receiving) {
      this.receiving = this.messages(Math.min(most, LARGEST_PAGE));
      // The error reaches whoever awaits it; while a batch is being delivered nobody does.
      this.receiving.catch(() => undefined);
    }
    return this.receiving;
  }

  private async receive(most: number): Promise<JsonObject[]> {
    const messages = await this.receives(most);
    this.receiving = undefined;
    // A waiting receiver gets nothing only when the cloud stops.
    if (messages.length === 0) this.timer.stop();
    return messages;
  }

  private async messages(most: number): Promise<JsonObject[]> {
    const names = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] };
    const input = { MaxNumberOfMessages: most, ...names, UntilAvailable: true };
    const { Messages = [] } = await this.call('ReceiveMessage', input);
    return Messages as JsonObject[];
  }

  private async hand(messages: readonly JsonObject[]): Promise<void> {
    const { settings, cloud } = this;
    const records = messages.map((message) => queueRecord(message, settings.sourceArn, cloud.region));
    const wanted = records.filter((record) => isWanted(record, settings.filters));
    const unwanted = records.filter((record) => !wanted.includes(record));
    const traceId = randomUUID();
    await this.remove(unwanted, traceId);
    for (let from = 0; from < wanted.length && !this.timer.isStopped; ) {
      const rest = wanted.slice(from);
      const event = rest.slice(0, fitting(rest));
      await this.handEvent(event, traceId);
      from += event.length;
    }
  }

  private async handEvent(wanted: readonly JsonObject[], traceId: string): Promise<void> {
    const delivery = await deliver(this.target, { Records: [...wanted] }, this.cloud, traceId);
    if (this.timer.isStopped) return;
    const failed = this.failedOf(wanted, delivery);
    if (failed.length > 0) {
      const why = delivery.failure ?? 'the function said so';
      this.log(`failed ${failed.length} of ${wanted.length} messages, which come back: ${why}`);
    }
    await this.remove(
      wanted.filter((record) => !failed.includes(record)),
      traceId,
    );
  }

  private failedOf(
    records: readonly JsonObject[],
    { failure, answer }: DeliveryResult,
  ): readonly JsonObject[] {
    if (failure !== undefined) return records;
    if (!this.settings.reportsItemFailures) return [];
    const ids = records.map(({ messageId }) => String(messageId));
    const failed = failedItems(answer ?? null, ids);
    return failed === undefined
      ? records
      : records.filter(({ messageId }) => failed.includes(String(messageId)));
  }

  private async remove(records: readonly JsonObject[], traceId: string): Promise<void> {
    for (let from = 0; from < records.length; from += LARGEST_PAGE) {
      const Entries = records
        .slice(from, from + LARGEST_PAGE)
        .map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle ?? null }));
      await this.call('DeleteMessageBatch', { Entries }, traceId);
    }
  }

  private async call(action: string, input: JsonObject, traceId: string = randomUUID()): Promise<JsonObject> {
    const { principal, queueUrl } = this;
    const call = { service: 'sqs', action, input: { QueueUrl: queueUrl, ...input }, principal, traceId };
    return (await this.cloud.call(call)) as JsonObject;
  }
}
