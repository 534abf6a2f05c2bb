import type { Principal } from '../../../core/principals';
import type { Cloud } from '../../../core/service';
import type { Checkpoint, Checkpoints } from './checkpoints';
import type { MappedFunction } from './delivery';
import { fitting } from './event-size';
import { FailureDestination } from './failure-destination';
import { isWanted } from './filter';
import type { MappingSettings } from './mapping-settings';
import { StoppableTimer } from './stoppable-timer';
import { StreamDelivery } from './stream-delivery';
import { type StreamEventRecord, StreamReader } from './stream-reader';

/**
 * Delivers the records of a stream to a function, batch by batch, in their order. A checkpoint is written after
 * each batch: a record is delivered at least once, and a restart skips none.
 */
export class StreamSource {
  private readonly timer: StoppableTimer;
  private readonly reader: StreamReader;
  private readonly delivery: StreamDelivery;
  /** Read, and not delivered yet. */
  private readonly ahead: StreamEventRecord[] = [];
  private reading: Promise<StreamEventRecord[]> | undefined;
  private read: Checkpoint = { after: null };

  constructor(
    private readonly settings: MappingSettings,
    target: MappedFunction,
    principal: Principal,
    private readonly checkpoints: Checkpoints,
    private readonly cloud: Cloud,
    log: (what: string) => void,
  ) {
    this.timer = new StoppableTimer(cloud.clock);
    const lost = () => log('records were let go after 24 hours before the function got them');
    this.reader = new StreamReader(settings.sourceArn, principal, cloud, lost);
    this.delivery = new StreamDelivery({
      settings,
      target,
      cloud,
      log,
      timer: this.timer,
      destination: new FailureDestination(settings.onFailure, principal, cloud, log),
      shardId: () => this.reader.shardId,
      done: (record) => this.checkpoint(record),
    });
  }

  async run(): Promise<void> {
    await this.reader.open();
    this.read = await this.start();
    while (!this.timer.isStopped) {
      const batch = await this.nextBatch();
      const wanted = batch.filter((record) => isWanted(record, this.settings.filters));
      if (wanted.length > 0) await this.delivery.deliver(wanted);
      const last = batch.at(-1);
      if (last && !this.timer.isStopped) await this.checkpoint(last);
    }
  }

  stop(): void {
    this.timer.stop();
  }

  /** A mapping that starts at the end of a stream stores that position, so that a restart skips nothing. */
  private async start(): Promise<Checkpoint> {
    const kept = await this.checkpoints.get(this.settings.uuid);
    if (kept) return kept;
    const start = this.settings.startingPosition === 'LATEST' ? await this.reader.end() : { after: null };
    await this.checkpoints.set(this.settings.uuid, start);
    return start;
  }

  private checkpoint({ dynamodb }: StreamEventRecord): Promise<void> {
    return this.checkpoints.set(this.settings.uuid, { after: dynamodb.SequenceNumber });
  }

  /** A full batch, or the records there are when the batching window ends. */
  private async nextBatch(): Promise<StreamEventRecord[]> {
    const { batchSize, windowSeconds } = this.settings;
    if (this.ahead.length === 0) this.ahead.push(...(await this.readOn()));
    const end = this.cloud.clock.now() + windowSeconds * 1000;
    while (windowSeconds > 0 && this.ahead.length < batchSize && !this.timer.isStopped) {
      const more = await this.timer.first(this.reads(), end);
      if (more === undefined || this.cloud.clock.now() >= end) break;
      this.ahead.push(...(await this.readOn()));
    }
    return this.ahead.splice(0, Math.min(batchSize, fitting(this.ahead)));
  }

  /** The pending read: it may outlast a batching window and is not repeated. */
  private reads(): Promise<StreamEventRecord[]> {
    if (!this.reading) {
      this.reading = this.reader.next(this.read, this.settings.batchSize);
      // The error reaches whoever awaits it; while a batch is being delivered nobody does.
      this.reading.catch(() => undefined);
    }
    return this.reading;
  }

  private async readOn(): Promise<StreamEventRecord[]> {
    const records = await this.reads();
    this.reading = undefined;
    const last = records.at(-1);
    if (last) this.read = { after: last.dynamodb.SequenceNumber };
    // A waiting reader gets nothing only when the cloud stops.
    else this.timer.stop();
    return records;
  }
}
