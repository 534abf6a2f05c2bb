import type { Json, JsonObject } from '../core/json';
import type { Developer } from './developer';

/** A page of a table's items. */
export interface TablePage {
  readonly name: string;
  /** The names of the key's attributes. */
  readonly key: readonly string[];
  /** Plain JSON: `{"S": "x"}` is `"x"`. */
  readonly items: readonly JsonObject[];
  /** How many items were read to find these. */
  readonly scanned: number;
  readonly nextToken?: string;
}

const PAGE = 50;
/** A filter looks at no more items at a time: the next page goes on from there. */
const MOST_SCANNED = 2_000;

/** The stack's tables, through DynamoDB's own API. */
export class Tables {
  constructor(private readonly developer: Developer) {}

  async names(): Promise<string[]> {
    const { TableNames } = await this.ask('ListTables', {});
    return (TableNames as string[]).sort();
  }

  /** A page of items whose JSON contains the filter, in any case of its letters. */
  async page(name: string, filter: string, token: string): Promise<TablePage> {
    const { Table } = await this.ask('DescribeTable', { TableName: name });
    const { KeySchema } = Table as { KeySchema: { AttributeName: string }[] };
    const items: JsonObject[] = [];
    let scanned = 0;
    let startKey: Json | undefined = token === '' ? undefined : (JSON.parse(token) as Json);
    do {
      const page = await this.ask('Scan', {
        TableName: name,
        ConsistentRead: true,
        Limit: PAGE - items.length,
        ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
      });
      scanned += Number(page['ScannedCount'] ?? 0);
      items.push(...(page['Items'] as JsonObject[]).map(plainItem).filter((item) => mentions(item, filter)));
      startKey = page['LastEvaluatedKey'];
    } while (startKey !== undefined && items.length < PAGE && scanned < MOST_SCANNED);
    return {
      name,
      key: KeySchema.map(({ AttributeName }) => AttributeName),
      ...{ items, scanned },
      ...(startKey !== undefined && { nextToken: JSON.stringify(startKey) }),
    };
  }

  private async ask(action: string, input: JsonObject): Promise<JsonObject> {
    return (await this.developer.look('dynamodb', action, input)) as JsonObject;
  }
}

function mentions(item: JsonObject, filter: string): boolean {
  return filter === '' || JSON.stringify(item).toLowerCase().includes(filter.toLowerCase());
}

function plainItem(item: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

/** An AttributeValue as the JSON that a person would write for it; numbers keep all of their digits. */
function plain(value: Json): Json {
  const [[kind, content] = ['NULL', true]] = Object.entries(value as JsonObject);
  switch (kind) {
    case 'M':
      return plainItem(content as JsonObject);
    case 'L':
      return (content as Json[]).map(plain);
    case 'N':
      return number(String(content));
    case 'NS':
      return (content as string[]).map(number);
    case 'NULL':
      return null;
    default:
      return content;
  }
}

function number(digits: string): Json {
  return String(Number(digits)) === digits ? Number(digits) : digits;
}
