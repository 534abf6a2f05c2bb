import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import {
  type Item,
  type ReadOptions,
  type SelectedItems,
  type Selection,
  Table,
} from '../../functions/tables/table';
import { type Change, placeholdersOf, type Values } from '../../functions/tables/transition';
import { conditionOf, updateOf } from './expressions';

/** One call to a table: what it is, and what it does with the items. */
export interface TableCall {
  readonly name: string;
  readonly isWrite: boolean;
  act(items: Items): unknown;
}

/** Items are never changed, but replaced: who has read one keeps what it was. */
export interface Items {
  get(id: string): Item | undefined;
  set(id: string, item: Item): void;
  values(): Iterable<Item>;
}

/** The product's table without DynamoDB: its conditions and updates are evaluated as they stand in the product. */
export class MemoryTable extends Table {
  /**
   * @param send makes a call, now or when its turn comes
   * @param rewrite what a faulty product would write instead
   */
  constructor(
    name: string,
    private readonly send: (call: TableCall) => Promise<unknown>,
    private readonly rewrite: (write: Change) => Change = (write) => write,
  ) {
    super(undefined as unknown as DynamoDBDocumentClient, name);
  }

  override async read<Content>(
    id: string,
    schema: z.ZodType<Content>,
    _options: ReadOptions = {},
  ): Promise<Content | undefined> {
    const item = (await this.send({
      name: `read ${this.name} ${id}`,
      isWrite: false,
      act: (items) => items.get(id),
    })) as Item | undefined;
    return item && this.parsed(id, item, schema);
  }

  override async select({
    index,
    filter,
    values = {},
    limit,
    after,
    newestFirst,
  }: Selection): Promise<SelectedItems> {
    const condition = [index?.keyCondition, filter].filter((each) => each !== undefined).join(' AND ');
    const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = placeholdersOf(
      condition,
      values,
    );
    const found = (await this.send({
      name: `select ${this.name}`,
      isWrite: false,
      act: (items) => {
        const all = [...items.values()].filter(
          (item) =>
            condition === '' ||
            conditionOf(condition)(item, ExpressionAttributeValues, ExpressionAttributeNames),
        );
        return sorted(all, index?.name, newestFirst);
      },
    })) as readonly Item[];
    const start = after === undefined ? 0 : found.findIndex((item) => item['Id'] === after['Id']) + 1;
    const items = found.slice(start, start + limit);
    const isLast = start + limit >= found.length;
    return { items, next: isLast ? undefined : String(items.at(-1)?.['Id']) };
  }

  override async create(
    id: string,
    item: Item,
    condition = 'attribute_not_exists(Id)',
    values: Values = {},
  ): Promise<boolean> {
    const { ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = placeholdersOf(
      condition,
      values,
    );
    const put = { Id: id, ...said(item) };
    return (await this.send({
      name: `create ${this.name} ${id}`,
      isWrite: true,
      act: (items) => {
        if (!conditionOf(condition)(items.get(id), ExpressionAttributeValues, ExpressionAttributeNames))
          return false;
        items.set(id, put);
        return true;
      },
    })) as boolean;
  }

  override async update(id: string, change: Change): Promise<boolean> {
    return (await this.changed(id, change)) !== undefined;
  }

  override async updated<Content>(
    id: string,
    change: Change,
    schema: z.ZodType<Content>,
  ): Promise<Content | undefined> {
    const item = await this.changed(id, change);
    return item && this.parsed(id, item, schema);
  }

  private async changed(id: string, change: Change): Promise<Item | undefined> {
    return (await this.send({
      name: `update ${this.name} ${id}: ${change.UpdateExpression.slice(0, 40)}`,
      isWrite: true,
      act: (items) => changeItem(items, id, this.rewrite(change)),
    })) as Item | undefined;
  }
}

/** Undefined where the condition does not hold. */
export function changeItem(items: Items, id: string, change: Change): Item | undefined {
  const { ConditionExpression: condition, UpdateExpression: update } = change;
  const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = change;
  const item = items.get(id);
  if (condition !== undefined && !conditionOf(condition)(item, values, names)) return undefined;
  const changed = { Id: id, ...updateOf(update)(item, values, names) };
  items.set(id, changed);
  return changed;
}

/** An index has only the items that have its keys. */
function sorted(items: Item[], index: string | undefined, newestFirst = false): readonly Item[] {
  const key = index === 'byGuest' ? 'reservedAt' : 'Id';
  const ordered = items
    .filter((item) => item[key] !== undefined)
    .toSorted((a, b) => (`${a[key]} ${a['Id']}` < `${b[key]} ${b['Id']}` ? -1 : 1));
  return newestFirst ? ordered.toReversed() : ordered;
}

function said(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
}
