import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Principal } from '../../../core/principals';
import type { Cloud } from '../../../core/service';
import type { Checkpoint } from './checkpoints';

/** A record as GetRecords answers it. */
export interface StreamEventRecord extends JsonObject {
  readonly eventID: string;
  readonly dynamodb: JsonObject & {
    readonly SequenceNumber: string;
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
  };
}

/** The most that GetRecords answers. */
const LARGEST_PAGE = 1_000;

/** Errors after which reading starts again at the checkpoint. */
const LOST_PLACE = ['ExpiredIteratorException', 'TrimmedDataAccessException'];

/** Reads a table's stream by its API, as the function's role. */
export class StreamReader {
  /** Known once it is open. */
  shardId = '';
  private iterator: Json | undefined;

  constructor(
    private readonly streamArn: string,
    private readonly principal: Principal,
    private readonly cloud: Cloud,
    private readonly lost: () => void,
  ) {}

  /** Makes every call that Lambda makes, so that a missing permission is reported at once. */
  async open(): Promise<void> {
    const TableName = this.streamArn.replace(/^.*:table\/([^/]+)\/.*$/, '$1');
    await this.call('ListStreams', { TableName });
    const { StreamDescription } = await this.call('DescribeStream', { StreamArn: this.streamArn });
    const { Shards } = StreamDescription as { Shards: JsonObject[] };
    this.shardId = String(Shards[0]?.['ShardId']);
  }

  /** The present end of the stream. */
  async end(): Promise<Checkpoint> {
    let after: string | null = null;
    let iterator = await this.shardIterator({ ShardIteratorType: 'TRIM_HORIZON' });
    for (;;) {
      const { Records, NextShardIterator } = await this.call('GetRecords', { ShardIterator: iterator });
      const last = (Records as StreamEventRecord[]).at(-1);
      if (!last) return { after };
      after = last.dynamodb.SequenceNumber;
      iterator = NextShardIterator ?? null;
    }
  }

  /** The next records after `from`, as soon as there are some; none when the cloud stops. */
  async next(from: Checkpoint, most: number): Promise<StreamEventRecord[]> {
    for (;;) {
      try {
        this.iterator ??= await this.iteratorAfter(from);
        const input = {
          ShardIterator: this.iterator,
          Limit: Math.min(most, LARGEST_PAGE),
          UntilAvailable: true,
        };
        const { Records, NextShardIterator } = await this.call('GetRecords', input);
        this.iterator = NextShardIterator;
        return Records as StreamEventRecord[];
      } catch (error) {
        if (!(error instanceof AwsError && LOST_PLACE.includes(error.code))) throw error;
        this.iterator = undefined;
      }
    }
  }

  private async iteratorAfter({ after }: Checkpoint): Promise<Json> {
    if (after === null) return this.shardIterator({ ShardIteratorType: 'TRIM_HORIZON' });
    const input = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after };
    try {
      return await this.shardIterator(input);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'TrimmedDataAccessException')) throw error;
      this.lost();
      return this.shardIterator({ ShardIteratorType: 'TRIM_HORIZON' });
    }
  }

  private async shardIterator(input: JsonObject): Promise<Json> {
    const place = { StreamArn: this.streamArn, ShardId: this.shardId, ...input };
    return (await this.call('GetShardIterator', place))['ShardIterator'] ?? null;
  }

  private async call(action: string, input: JsonObject): Promise<JsonObject> {
    const { principal } = this;
    const traceId = randomUUID();
    return (await this.cloud.call({ service: 'dynamodb', action, input, principal, traceId })) as JsonObject;
  }
}
