import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';

export type Item = Readonly<Record<string, unknown>>;

/** A change with its condition: where the condition does not hold, nothing changes. */
export type Change = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** An item that is not what it should be: somebody wrote it by hand. */
export class MalformedItem extends Error {
  override readonly name = 'MalformedItem';

  constructor(table: string, id: string, { issues }: z.ZodError) {
    const problems = issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    super(`Item ${JSON.stringify(id)} of table ${table}: ${problems.join('; ')}`);
  }
}

/** One table whose key is `Id`: consistent reads, and writes that a condition decides. */
export class Table {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    readonly name: string,
  ) {}

  /** @throws MalformedItem */
  async read<Content>(id: string, schema: z.ZodType<Content>): Promise<Content | undefined> {
    const key = { TableName: this.name, Key: { Id: id }, ConsistentRead: true };
    const { Item: item } = await this.client.send(new GetCommand(key));
    return item && this.parsed(id, item, schema);
  }

  /** False where there is an item already, and the condition (if there is one) does not let it be replaced. */
  async create(
    id: string,
    item: Item,
    condition = 'attribute_not_exists(Id)',
    values?: Item,
  ): Promise<boolean> {
    const put = new PutCommand({
      TableName: this.name,
      Item: { Id: id, ...item },
      ConditionExpression: condition,
      ...(values && { ExpressionAttributeValues: values }),
    });
    return (await unlessRefused(this.client.send(put))) !== undefined;
  }

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

  private parsed<Content>(id: string, item: Item, schema: z.ZodType<Content>): Content {
    const read = schema.safeParse(item);
    if (!read.success) throw new MalformedItem(this.name, id, read.error);
    return read.data;
  }
}

async function unlessRefused<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
