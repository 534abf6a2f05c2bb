import { Clock } from '../../../core/clock';
import type { Json, JsonObject } from '../../../core/json';
import type { Attributes, Cloud, Service } from '../../../core/service';
import { dynamoDb } from '../../../services/dynamodb/dynamodb';

const TABLE = {
  type: 'aws_dynamodb_table',
  name: 'orders',
  address: 'aws_dynamodb_table.orders',
  config: {
    name: 'orders',
    hash_key: 'Id',
    attribute: [{ name: 'Id', type: 'S' }],
    stream_enabled: true,
    stream_view_type: 'NEW_AND_OLD_IMAGES',
  },
};

/** A record as GetRecords answers it. */
export interface WireRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: { readonly Id: { readonly S: string } };
    readonly NewImage?: JsonObject;
    readonly OldImage?: JsonObject;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
  };
}

/** The DynamoDB service with one table that has a stream. */
export class TablesUnderTest {
  private constructor(
    readonly service: Service,
    readonly clock: Clock,
    readonly attributes: Attributes,
  ) {}

  static async open(directory?: string, config: JsonObject = {}): Promise<TablesUnderTest> {
    const clock = new Clock();
    const service = dynamoDb(standInCloud(clock, directory));
    const attributes = await service.provision({ ...TABLE, config: { ...TABLE.config, ...config } });
    return new TablesUnderTest(service, clock, attributes);
  }

  get streamArn(): string {
    return String(this.attributes['stream_arn']);
  }

  async call(action: string, input: JsonObject = {}): Promise<JsonObject> {
    const principal = { kind: 'developer' } as const;
    return (await this.service.handle({
      action,
      input,
      principal,
      requestId: 'r',
      traceId: 't',
    })) as JsonObject;
  }

  write(action: string, input: JsonObject): Promise<JsonObject> {
    return this.call(action, { TableName: 'orders', ...input });
  }

  async iterator(ShardIteratorType: string, more: JsonObject = {}): Promise<string> {
    const { StreamDescription } = await this.call('DescribeStream', { StreamArn: this.streamArn });
    const [shard] = (StreamDescription as { Shards: { ShardId: string }[] }).Shards;
    const input = { StreamArn: this.streamArn, ShardId: shard?.ShardId ?? '', ShardIteratorType, ...more };
    return String((await this.call('GetShardIterator', input))['ShardIterator']);
  }

  /** Every record from an iterator on. */
  async records(iterator?: string): Promise<WireRecord[]> {
    const found: WireRecord[] = [];
    for (let next = iterator ?? (await this.iterator('TRIM_HORIZON')); ; ) {
      const { Records, NextShardIterator } = await this.call('GetRecords', { ShardIterator: next });
      const page = Records as unknown as WireRecord[];
      if (page.length === 0) return found;
      found.push(...page);
      next = String(NextShardIterator);
    }
  }

  async items(): Promise<JsonObject[]> {
    const { Items } = await this.write('Scan', {});
    return Items as JsonObject[];
  }

  async stop(): Promise<void> {
    await this.service.stop();
    this.clock.stop();
  }
}

function standInCloud(clock: Clock, directory: string | undefined): Cloud {
  return {
    region: 'eu-central-1',
    accountId: '000000000000',
    clock,
    artifactDirectory: '',
    dataDirectory: () => directory,
    endpoint: () => '',
    call: () => Promise.reject(new Error('DynamoDB calls nobody')),
    send: () => Promise.reject(new Error('DynamoDB calls nobody')),
    emit: () => undefined,
    allows: () => true,
    assumeRole: () => {
      throw new Error('DynamoDB assumes no role');
    },
    log: () => undefined,
  };
}

/**
 * What the records make of an empty table, item by item.
 * @throws where a record does not follow on the one before it: a change was lost, or told twice or in vain
 */
export function replayed(records: readonly WireRecord[]): Map<string, Json> {
  const items = new Map<string, Json>();
  let last = '';
  for (const { eventName, dynamodb } of records) {
    const { Keys, OldImage, NewImage, SequenceNumber } = dynamodb;
    const id = Keys.Id.S;
    const broken = (how: string) => new Error(`${SequenceNumber}, ${eventName} of ${id}: ${how}`);
    if (SequenceNumber <= last) throw broken(`comes after ${last}`);
    if (JSON.stringify(items.get(id)) !== JSON.stringify(OldImage))
      throw broken('another image was before it');
    const name = OldImage === undefined ? 'INSERT' : NewImage === undefined ? 'REMOVE' : 'MODIFY';
    if (eventName !== name) throw broken(`should be ${name}`);
    if (NewImage === undefined) items.delete(id);
    else items.set(id, NewImage);
    last = SequenceNumber;
  }
  return items;
}
