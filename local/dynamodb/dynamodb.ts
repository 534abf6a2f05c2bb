import { awsJson } from '../gateway/protocols/aws-json';
import {
  type Attributes,
  AwsError,
  type Cloud,
  type Json,
  type JsonObject,
  type Permission,
  type Resource,
  type Service,
  type ServiceCall,
} from '../service';
import { createTableInput } from './create-table-input';
import { OPERATIONS, TableStore } from './table-store';

/** Accepted by dynalite and ignored: to the caller that would be a silent difference from AWS. */
const UNSUPPORTED_PARAMETERS = ['ReturnValuesOnConditionCheckFailure'];

/** DynamoDB: tables in memory, or on disk under the data folder. */
export function dynamoDb(cloud: Cloud): Service {
  return new DynamoDb(cloud);
}

class DynamoDb implements Service {
  readonly name = 'dynamodb';
  readonly protocol = awsJson('DynamoDB_20120810', 'application/x-amz-json-1.0');
  readonly resourceTypes = ['aws_dynamodb_table'];
  private readonly tables: TableStore;

  constructor(private readonly cloud: Cloud) {
    this.tables = TableStore.open(cloud.dataDirectory('dynamodb'), cloud.region, cloud.accountId);
  }

  async provision(resource: Resource): Promise<Attributes> {
    const input = createTableInput(resource.config);
    const name = String(resource.config['name']);
    try {
      await this.tables.createTable(input);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceInUseException')) throw error;
      await this.refuseOtherKeys(resource.address, name, input);
      await this.tables.mend(name);
    }
    const arn = this.tableArn(name);
    const streamLabel = new Date(0).toISOString().slice(0, -1);
    return { id: name, name, arn, stream_arn: `${arn}/stream/${streamLabel}`, stream_label: streamLabel };
  }

  permissions({ action, input }: ServiceCall): Permission[] {
    const allow = (resource: string) => ({ action: `dynamodb:${action}`, resource });
    if (action.startsWith('Batch'))
      return Object.keys(asObject(input['RequestItems'])).map((name) => allow(this.tableArn(name)));
    if (typeof input['ResourceArn'] === 'string') return [allow(input['ResourceArn'])];
    if (typeof input['TableName'] !== 'string') return [allow('*')];
    const table = this.tableArn(input['TableName']);
    return [allow(typeof input['IndexName'] === 'string' ? `${table}/index/${input['IndexName']}` : table)];
  }

  handle({ action, input }: ServiceCall): Promise<Json> {
    if (!OPERATIONS.some((operation) => operation === action)) {
      throw new AwsError('UnknownOperationException', `dynamodb:${action} is not run locally.`);
    }
    for (const parameter of UNSUPPORTED_PARAMETERS) {
      if (input[parameter] !== undefined && input[parameter] !== 'NONE') {
        throw new AwsError('ValidationException', `${parameter} is not supported by the local DynamoDB.`);
      }
    }
    return this.tables.execute(action, byName(input));
  }

  stop(): Promise<void> {
    return this.tables.close();
  }

  private tableArn(nameOrArn: string): string {
    if (nameOrArn.startsWith('arn:')) return nameOrArn;
    return `arn:aws:dynamodb:${this.cloud.region}:${this.cloud.accountId}:table/${nameOrArn}`;
  }

  /** A table kept on disk can only be used by a stack that gives it the same keys. */
  private async refuseOtherKeys(address: string, name: string, wanted: JsonObject): Promise<void> {
    const kept = asObject(asObject(await this.tables.execute('DescribeTable', { TableName: name }))['Table']);
    if (JSON.stringify(kept['KeySchema']) === JSON.stringify(wanted['KeySchema'])) return;
    throw new AwsError(
      'ResourceInUseException',
      `${address}: the data folder holds the table ${name} with other keys. Start with --reset to begin anew.`,
    );
  }
}

/** DynamoDB takes a table's ARN wherever it takes its name; dynalite takes the name. */
function byName(input: JsonObject): JsonObject {
  const table = input['TableName'];
  if (typeof table !== 'string' || !table.startsWith('arn:')) return input;
  return { ...input, TableName: table.replace(/^.*:table\//, '') };
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
