import { AwsError } from '../../core/errors';
import { isObject, type Json, type JsonObject, objectOf } from '../../core/json';
import type { Permission } from '../../core/principals';
import { awsJson } from '../../core/protocols/aws-json';
import type { Attributes, Cloud, Protocol, Resource, Service, ServiceCall } from '../../core/service';
import { createTableInput } from './create-table-input';
import { streamLabel } from './streams/stream-arn';
import { StreamOperations } from './streams/stream-operations';
import { streamSettings } from './streams/stream-settings';
import { tablesIn } from './table-snapshot';
import { OPERATIONS, TableStore } from './table-store';

/** Parameters that dynalite accepts and ignores. They are refused: ignoring them would differ from AWS silently. */
const UNSUPPORTED_PARAMETERS = ['ReturnValuesOnConditionCheckFailure'];

const TABLES = awsJson('DynamoDB_20120810', '1.0');
const STREAMS = awsJson('DynamoDBStreams_20120810', '1.0');

/** DynamoDB and DynamoDB Streams: tables in memory, or on disk under the data folder. */
export function dynamoDb(cloud: Cloud): Service {
  return new DynamoDb(cloud);
}

class DynamoDb implements Service {
  readonly name = 'dynamodb';
  /** Two APIs with one IAM prefix, and no operation's name in common. */
  readonly protocol: Protocol = {
    ...TABLES,
    parse: (request) => TABLES.parse(request) ?? STREAMS.parse(request),
  };
  readonly resourceTypes = ['aws_dynamodb_table'];
  private readonly tables: TableStore;
  /** The tables of this stack: a data folder may also hold those of others. */
  private readonly ofStack = new Set<string>();
  private readonly streams: StreamOperations;

  constructor(private readonly cloud: Cloud) {
    const { region, accountId, clock } = cloud;
    this.tables = TableStore.open(cloud.dataDirectory('dynamodb'), region, accountId, clock);
    this.streams = new StreamOperations(this.tables.streams, cloud);
  }

  async provision(resource: Resource): Promise<Attributes> {
    const input = createTableInput(resource.config);
    const name = String(resource.config['name']);
    this.ofStack.add(name);
    try {
      await this.tables.createTable(input);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceInUseException')) throw error;
      await this.refuseOtherKeys(resource.address, name, input);
      await this.tables.repair(name, input);
    }
    const attributes = { id: name, name, arn: this.tableArn(name) };
    const settings = streamSettings(resource);
    if (!settings) return { ...attributes, stream_arn: '', stream_label: '' };
    const stream = await this.tables.streams.open(settings);
    return {
      ...attributes,
      stream_arn: this.streams.arnOf(stream),
      stream_label: streamLabel(stream.createdAt),
    };
  }

  permissions({ action, input }: ServiceCall): Permission[] {
    if (this.streams.has(action)) return [this.streams.permission(action, input)];
    const allow = (resource: string) => ({ action: `dynamodb:${action}`, resource });
    if (action.startsWith('Batch'))
      return Object.keys(objectOf(input['RequestItems'])).map((name) => allow(this.tableArn(name)));
    if (typeof input['ResourceArn'] === 'string') return [allow(input['ResourceArn'])];
    if (typeof input['TableName'] !== 'string') return [allow('*')];
    const table = this.tableArn(input['TableName']);
    return [allow(typeof input['IndexName'] === 'string' ? `${table}/index/${input['IndexName']}` : table)];
  }

  async handle({ action, input }: ServiceCall): Promise<Json> {
    if (this.streams.has(action)) return this.streams.handle(action, input);
    if (!OPERATIONS.some((operation) => operation === action)) {
      throw new AwsError('UnknownOperationException', `dynamodb:${action} is not run locally.`);
    }
    for (const parameter of UNSUPPORTED_PARAMETERS) {
      if (input[parameter] !== undefined && input[parameter] !== 'NONE') {
        throw new AwsError('ValidationException', `${parameter} is not supported by the local DynamoDB.`);
      }
    }
    if (isObject(input['StreamSpecification']))
      throw new AwsError(
        'ValidationException',
        'A stream is configured in the stack (stream_enabled), not by this call.',
      );
    const output = await this.tables.execute(action, byName(input));
    return action === 'DescribeTable' ? this.withStream(output) : output;
  }

  snapshot(): Promise<Json> {
    return this.tables.snapshot([...this.ofStack]);
  }

  async restore(snapshot: Json): Promise<void> {
    for (const [name, items] of tablesIn(snapshot)) await this.tables.restore(name, items);
  }

  stop(): Promise<void> {
    return this.tables.close();
  }

  /** Adds the stream, which dynalite does not know, to DescribeTable's output. */
  private withStream(output: Json): Json {
    const table = objectOf(objectOf(output)['Table']);
    const stream = this.tables.streams.of(String(table['TableName']));
    if (!stream) return output;
    const told = {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.settings.viewType },
      LatestStreamLabel: streamLabel(stream.createdAt),
      LatestStreamArn: this.streams.arnOf(stream),
    };
    return { Table: { ...table, ...told } };
  }

  private tableArn(nameOrArn: string): string {
    if (nameOrArn.startsWith('arn:')) return nameOrArn;
    return `arn:aws:dynamodb:${this.cloud.region}:${this.cloud.accountId}:table/${nameOrArn}`;
  }

  /** A table kept on disk can only be used by a stack that gives it the same keys. */
  private async refuseOtherKeys(address: string, name: string, wanted: JsonObject): Promise<void> {
    const kept = objectOf(objectOf(await this.tables.execute('DescribeTable', { TableName: name }))['Table']);
    if (JSON.stringify(kept['KeySchema']) === JSON.stringify(wanted['KeySchema'])) return;
    throw new AwsError(
      'ResourceInUseException',
      `${address}: the data folder holds the table ${name} with other keys. Start with --reset to empty the data folder.`,
    );
  }
}

/** DynamoDB takes a table's ARN wherever it takes its name; dynalite takes the name. */
function byName(input: JsonObject): JsonObject {
  const table = input['TableName'];
  if (typeof table !== 'string' || !table.startsWith('arn:')) return input;
  return { ...input, TableName: table.replace(/^.*:table\//, '') };
}
