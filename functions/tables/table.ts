import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { type Change, placeholdersOf, type Values } from './transition';

export type Item = Readonly<Record<string, unknown>>;

/** An item that does not fit its schema: it was written by hand. */
export class MalformedItem extends Error {
  override readonly name = 'MalformedItem';

  constructor(table: string, id: unknown, { issues }: z.ZodError) {
    const problems = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    super(`Item ${JSON.stringify(id)} of table ${table}: ${problems.join('; ')}`);
  }
}

export interface ReadOptions {
  /** Reads these attributes only. */
  readonly attributes?: readonly string[];
  /** May lag behind writes by a moment. */
  readonly eventually?: boolean;
}

export interface Selection {
  /** The index to query by `keyCondition`; without one the whole table is scanned. */
  readonly index?: { readonly name: string; readonly keyCondition: string } | undefined;
  readonly attributes: readonly string[];
  readonly filter?: string | undefined;
  readonly values?: Values;
  readonly limit: number;
  /** The key behind which to go on. */
  readonly after?: Readonly<Record<string, string>> | undefined;
  readonly newestFirst?: boolean;
}

export interface SelectedItems {
  readonly items: readonly Item[];
  /** The id of the last item looked at, while there may be more. */
  readonly next: string | undefined;
}

/** One table whose key is `Id`: consistent reads, and writes that a condition decides. */
export class Table {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    readonly name: string,
  ) {}

  /** @throws MalformedItem */
  async read<Content>(
    id: string,
    schema: z.ZodType<Content>,
    { attributes, eventually = false }: ReadOptions = {},
  ): Promise<Content | undefined> {
    const key = { TableName: this.name, Key: { Id: id }, ConsistentRead: !eventually };
    const { Item: item } = await this.client.send(
      new GetCommand({ ...key, ...(attributes && projection(attributes)) }),
    );
    return item && this.parsed(id, item, schema);
  }

  /** Some items of an index or of the whole table. May lag behind writes by a moment. */
  async select(selection: Selection): Promise<SelectedItems> {
    const { index, attributes, filter, values = {}, limit, after, newestFirst } = selection;
    const { ProjectionExpression, ExpressionAttributeNames } = projection(attributes);
    const placeholders = placeholdersOf(`${index?.keyCondition ?? ''} ${filter ?? ''}`, values);
    const input: QueryCommandInput = {
      TableName: this.name,
      ...placeholders,
      ProjectionExpression,
      ExpressionAttributeNames: { ...ExpressionAttributeNames, ...placeholders.ExpressionAttributeNames },
      ...(filter !== undefined && { FilterExpression: filter }),
      ...(after && { ExclusiveStartKey: after }),
      Limit: limit,
    };
    const { Items = [], LastEvaluatedKey } = index
      ? await this.client.send(
          new QueryCommand({
            ...input,
            IndexName: index.name,
            KeyConditionExpression: index.keyCondition,
            ScanIndexForward: !newestFirst,
          }),
        )
      : await this.client.send(new ScanCommand(input));
    return { items: Items, next: LastEvaluatedKey?.['Id'] };
  }

  /** False where there is an item already, and the condition (if there is one) does not let it be replaced. */
  async create(
    id: string,
    item: Item,
    condition = 'attribute_not_exists(Id)',
    values: Values = {},
  ): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.name,
      Item: { Id: id, ...item },
      ConditionExpression: condition,
      ...placeholdersOf(condition, values),
    });
    return (await unlessRefused(this.client.send(put))) !== undefined;
  }

  /** False where the condition does not hold. */
  async update(id: string, change: Change): Promise<boolean> {
    const target = { TableName: this.name, Key: { Id: id } };
    return (await unlessRefused(this.client.send(new UpdateCommand({ ...target, ...change })))) !== undefined;
  }

  /** The item after the change; undefined where the condition does not hold. */
  async updated<Content>(
    id: string,
    change: Change,
    schema: z.ZodType<Content>,
  ): Promise<Content | undefined> {
    const target = { TableName: this.name, Key: { Id: id }, ReturnValues: 'ALL_NEW' } as const;
    const answer = await unlessRefused(this.client.send(new UpdateCommand({ ...target, ...change })));
    return answer && this.parsed(id, answer.Attributes ?? {}, schema);
  }

  /** @throws MalformedItem */
  parsed<Content>(id: unknown, item: Item, schema: z.ZodType<Content>): Content {
    return parsedItem(this.name, id, item, schema);
  }
}

/** @throws MalformedItem */
export function parsedItem<Content>(
  table: string,
  id: unknown,
  item: Item,
  schema: z.ZodType<Content>,
): Content {
  const read = schema.safeParse(item);
  if (!read.success) throw new MalformedItem(table, id, read.error);
  return read.data;
}

/** Each attribute goes by an alias, for `name` and others are reserved words. */
function projection(attributes: readonly string[]) {
  return {
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute])),
  };
}

async function unlessRefused<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
