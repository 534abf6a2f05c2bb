import type { StoredItem } from 'dynalite/db';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { Permission } from '../../../core/principals';
import type { Cloud } from '../../../core/service';
import {
  type Position,
  positionOf,
  recordOf,
  requireFresh,
  sequenceNumberOf,
  shardIteratorAt,
} from './shard-iterator';
import { eventIdOf, shardIdOf, streamArn, streamLabel, tableOf } from './stream-arn';
import type { Streams } from './streams';
import { firstNumber, type StreamRecord, type TableStream } from './table-stream';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html */
const MOST_RECORDS = 1_000;
const MOST_BYTES = 1024 * 1024;

interface FoundStream {
  readonly arn: string;
  readonly stream: TableStream;
}

/** DynamoDB Streams' API: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html */
export class StreamOperations {
  private readonly operations: Readonly<Record<string, (input: JsonObject) => Json | Promise<Json>>> = {
    ListStreams: (input) => this.listStreams(input),
    DescribeStream: (input) => this.describeStream(this.find(input['StreamArn'])),
    GetShardIterator: (input) => this.getShardIterator(this.find(input['StreamArn']), input),
    GetRecords: (input) => this.getRecords(positionOf(input), input),
  };

  constructor(
    private readonly streams: Streams,
    private readonly cloud: Cloud,
  ) {}

  has(action: string): boolean {
    return action in this.operations;
  }

  async handle(action: string, input: JsonObject): Promise<Json> {
    const operation = this.operations[action];
    if (!operation) throw new AwsError('UnknownOperationException', `dynamodb:${action} is not run locally.`);
    return operation(input);
  }

  /** For ListStreams of a table, IAM checks the permission on that table's streams, as on AWS. */
  permission(action: string, input: JsonObject): Permission {
    const table = input['TableName'];
    const all = typeof table === 'string' ? `${this.tableArn(table)}/stream/*` : '*';
    const named = action === 'GetRecords' ? positionOf(input).streamArn : input['StreamArn'];
    return { action: `dynamodb:${action}`, resource: typeof named === 'string' ? named : all };
  }

  arnOf(stream: TableStream): string {
    return streamArn(this.tableArn(stream.settings.table), stream.createdAt);
  }

  private listStreams({ TableName, Limit, ExclusiveStartStreamArn }: JsonObject): JsonObject {
    const all = this.streams
      .all()
      .filter(({ settings }) => TableName === undefined || settings.table === TableName)
      .map((stream) => ({
        StreamArn: this.arnOf(stream),
        TableName: stream.settings.table,
        StreamLabel: streamLabel(stream.createdAt),
      }));
    const from = all.findIndex(({ StreamArn }) => StreamArn === ExclusiveStartStreamArn) + 1;
    const page = all.slice(from, from + (typeof Limit === 'number' ? Limit : 100));
    const last = page.at(-1);
    const isLast = from + page.length >= all.length;
    return { Streams: page, ...(last && !isLast && { LastEvaluatedStreamArn: last.StreamArn }) };
  }

  private describeStream({ arn, stream }: FoundStream): JsonObject {
    const { settings, createdAt } = stream;
    const shard = {
      ShardId: shardIdOf(arn, createdAt),
      SequenceNumberRange: { StartingSequenceNumber: sequenceNumberOf(firstNumber(createdAt)) },
    };
    return {
      StreamDescription: {
        StreamArn: arn,
        StreamLabel: streamLabel(createdAt),
        StreamStatus: 'ENABLED',
        StreamViewType: settings.viewType,
        CreationRequestDateTime: createdAt / 1000,
        TableName: settings.table,
        KeySchema: settings.keyNames.map((name, index) => ({
          AttributeName: name,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
        Shards: [shard],
      },
    };
  }

  private async getShardIterator({ arn, stream }: FoundStream, input: JsonObject): Promise<JsonObject> {
    if (input['ShardId'] !== shardIdOf(arn, stream.createdAt)) throw notFound(`Shard: ${input['ShardId']}`);
    const after = await startOf(stream, input);
    return {
      ShardIterator: shardIteratorAt({ streamArn: arn, after, issuedAt: this.cloud.clock.now() }),
    };
  }

  /**
   * GetRecords answers at once, as on AWS. With `UntilAvailable`, which AWS does not have, it answers when there is
   * a record: the local cloud's own readers use it instead of polling.
   */
  private async getRecords(position: Position, { Limit, UntilAvailable }: JsonObject): Promise<JsonObject> {
    const { arn, stream } = this.find(position.streamArn);
    requireFresh(position, this.cloud.clock.now());
    const limit = Limit ?? MOST_RECORDS;
    if (typeof limit !== 'number' || limit < 1 || limit > MOST_RECORDS)
      throw new AwsError('ValidationException', `Limit must be from 1 to ${MOST_RECORDS}.`);
    refuseTrimmed(position.after, await stream.horizon());
    const records = withinBytes(await stream.read(position.after, limit, UntilAvailable === true));
    const after = records.at(-1)?.number ?? position.after;
    const issuedAt = this.cloud.clock.now();
    return {
      Records: records.map((record) => this.wireRecord(arn, record)),
      NextShardIterator: shardIteratorAt({ streamArn: arn, after, issuedAt }),
    };
  }

  private wireRecord(arn: string, record: StreamRecord): JsonObject {
    const sequenceNumber = sequenceNumberOf(record.number);
    const image = (item: StoredItem) => item as unknown as JsonObject;
    return {
      eventID: eventIdOf(arn, sequenceNumber),
      eventName: record.eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: this.cloud.region,
      dynamodb: {
        // Rounded down to the second, as AWS does.
        ApproximateCreationDateTime: Math.floor(record.at / 1000),
        Keys: image(record.keys),
        ...(record.newImage && { NewImage: image(record.newImage) }),
        ...(record.oldImage && { OldImage: image(record.oldImage) }),
        SequenceNumber: sequenceNumber,
        SizeBytes: record.size,
        StreamViewType: record.viewType,
      },
    };
  }

  private find(arn: Json | undefined): FoundStream {
    const table = typeof arn === 'string' ? tableOf(arn) : undefined;
    const stream = table === undefined ? undefined : this.streams.of(table);
    if (!stream || this.arnOf(stream) !== arn) throw notFound(`Stream: ${arn}`);
    return { arn, stream };
  }

  private tableArn(table: string): string {
    return `arn:aws:dynamodb:${this.cloud.region}:${this.cloud.accountId}:table/${table}`;
  }
}

async function startOf(stream: TableStream, input: JsonObject): Promise<number> {
  const type = input['ShardIteratorType'];
  switch (type) {
    case 'TRIM_HORIZON':
      return stream.horizon();
    case 'LATEST':
      return stream.last;
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      const record = recordOf(String(input['SequenceNumber']));
      if (record === undefined || record > stream.last)
        throw new AwsError('ValidationException', `Invalid SequenceNumber: ${input['SequenceNumber']}`);
      const after = type === 'AT_SEQUENCE_NUMBER' ? record - 1 : record;
      refuseTrimmed(after, await stream.horizon());
      return after;
    }
    default:
      throw new AwsError('ValidationException', `Invalid ShardIteratorType: ${type}`);
  }
}

/** Refuses to read after a record that is trimmed: the reader would skip records without knowing. */
function refuseTrimmed(after: number, horizon: number): void {
  if (after >= horizon) return;
  throw new AwsError(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard.',
  );
}

/** Up to 1 MiB, and always one. */
function withinBytes(records: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  const end = records.findIndex(({ size }, index) => {
    bytes += size;
    return index > 0 && bytes > MOST_BYTES;
  });
  return end < 0 ? records : records.slice(0, end);
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found: ${what} not found`);
}
