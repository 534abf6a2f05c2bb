import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../../core/service';
import { failedItems } from './batch-response';
import { type DeliveryResult, deliver, type MappedFunction } from './delivery';
import type { FailureDestination } from './failure-destination';
import { type DiscardCondition, givenUpMessage } from './failure-message';
import type { MappingSettings } from './mapping-settings';
import type { StoppableTimer } from './stoppable-timer';
import type { StreamEventRecord } from './stream-reader';

/** No record outlives its stream's retention. */
const RETENTION_SECONDS = 24 * 60 * 60;

/** The wait before a retry doubles from the first to the longest. AWS does not document its values. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** A part of a batch that is delivered by itself. */
interface BatchPart {
  readonly records: readonly StreamEventRecord[];
  /** Splitting a batch is no retry. */
  readonly retries: number;
  readonly invocations: number;
}

export interface StreamDeliverySettings {
  readonly settings: MappingSettings;
  readonly target: MappedFunction;
  readonly cloud: Cloud;
  readonly timer: StoppableTimer;
  readonly destination: FailureDestination;
  readonly shardId: () => string;
  /** Every record up to this one is done with. */
  readonly done: (record: StreamEventRecord) => Promise<void>;
  readonly log: (what: string) => void;
}

/**
 * Delivers a batch of a stream until it is processed or discarded: retried, split, in part, as the mapping says
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html).
 */
export class StreamDelivery {
  constructor(private readonly given: StreamDeliverySettings) {}

  async deliver(records: readonly StreamEventRecord[]): Promise<void> {
    const { timer } = this.given;
    const pieces: BatchPart[] = [{ records, retries: 0, invocations: 0 }];
    let last: DeliveryResult | undefined;
    for (let piece = pieces.shift(); piece && !timer.isStopped; piece = pieces.shift()) {
      const fresh = await this.withoutExpired(piece, last);
      if (fresh.records.length === 0) continue;
      last = await this.hand(fresh.records);
      if (timer.isStopped) return;
      pieces.unshift(...(await this.outcome({ ...fresh, invocations: fresh.invocations + 1 }, last)));
    }
  }

  private hand(records: readonly StreamEventRecord[]): Promise<DeliveryResult> {
    const { settings, target, cloud } = this.given;
    const Records = records.map((record) => ({ ...record, eventSourceARN: settings.sourceArn }));
    return deliver(target, { Records }, cloud, randomUUID());
  }

  /** The parts that are left after a delivery. */
  private async outcome(piece: BatchPart, delivery: DeliveryResult): Promise<BatchPart[]> {
    const { settings, timer, cloud, log } = this.given;
    const { records } = piece;
    const failedAt = this.firstFailed(records, delivery);
    const processed = records[failedAt - 1];
    if (processed) await this.given.done(processed);
    const rest = records.slice(failedAt);
    if (rest.length === 0) return [];
    const wasRun = delivery.executedVersion !== undefined;
    if (settings.bisects && wasRun && records.length > 1) {
      const middle = failedAt > 0 ? rest.length : Math.ceil(rest.length / 2);
      return [rest.slice(0, middle), rest.slice(middle)]
        .filter((part) => part.length > 0)
        .map((part) => ({ ...piece, records: part }));
    }
    // A delivery that did not run the function does not count as an attempt; only the records' age ends it.
    const retries = wasRun ? piece.retries + 1 : piece.retries;
    if (settings.mostRetries !== undefined && retries > settings.mostRetries) {
      await this.giveUp({ ...piece, records: rest }, 'RetryAttemptsExhausted', delivery);
      return [];
    }
    const wait = Math.min(FIRST_WAIT_MS * 2 ** (piece.invocations - 1), LONGEST_WAIT_MS);
    const why = delivery.failure ?? 'the function said so';
    log(`failed ${rest.length} of ${records.length} records, tried again in ${wait / 1000} s: ${why}`);
    await timer.until(cloud.clock.now() + wait);
    return [{ ...piece, records: rest, retries }];
  }

  /** The index of the first record that was not processed; their number where all were. */
  private firstFailed(records: readonly StreamEventRecord[], { failure, answer }: DeliveryResult): number {
    if (failure !== undefined) return 0;
    if (!this.given.settings.reportsItemFailures) return records.length;
    const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
    const failed = failedItems(answer ?? null, numbers);
    if (failed === undefined) return 0;
    const first = numbers.findIndex((number) => failed.includes(number));
    return first < 0 ? records.length : first;
  }

  private async withoutExpired(piece: BatchPart, last: DeliveryResult | undefined): Promise<BatchPart> {
    const { settings, cloud } = this.given;
    const mostAge = Math.min(settings.mostAgeSeconds ?? RETENTION_SECONDS, RETENTION_SECONDS);
    const oldest = cloud.clock.now() / 1000 - mostAge;
    const live = piece.records.findIndex(({ dynamodb }) => dynamodb.ApproximateCreationDateTime >= oldest);
    const expired = live < 0 ? piece.records.length : live;
    if (expired === 0) return piece;
    await this.giveUp({ ...piece, records: piece.records.slice(0, expired) }, 'RecordAgeExceeded', last);
    return { ...piece, records: piece.records.slice(expired) };
  }

  private async giveUp(
    piece: BatchPart,
    condition: DiscardCondition,
    delivery: DeliveryResult | undefined,
  ): Promise<void> {
    const { settings, target, cloud, destination, log } = this.given;
    const { records, invocations } = piece;
    const why = delivery?.failure === undefined ? '' : `: ${delivery.failure}`;
    log(`gave up ${records.length} records (${condition}, ${invocations} times tried)${why}`);
    const at = cloud.clock.now();
    const place = {
      functionArn: target.functionArn,
      sourceArn: settings.sourceArn,
      shardId: this.given.shardId(),
    };
    await destination.tell(givenUpMessage({ ...place, records, invocations, condition, delivery, at }));
    const last = records.at(-1);
    if (last) await this.given.done(last);
  }
}
