import { marshall } from '@aws-sdk/util-dynamodb';
import { AwsError, type Json, type JsonObject } from '@keyhold/local-cloud';
import { changeOf, type Transition } from '../../functions/tables/transition';
import { conditionHolds, type Item, updated } from './table-expressions';

/** What a test may do around one call to the table: before it, or after it in place of its answer. */
export interface Interference {
  readonly before?: () => void;
  readonly after?: () => void;
}

/** The apartments' table: one item an apartment by its `Id`, conditional updates, stale reads where allowed. */
export class ApartmentsTable {
  readonly calls: string[] = [];
  private readonly items = new Map<string, Item>();
  /** Each item as it was before its last change: what a read that is not consistent may still see. */
  private readonly previous = new Map<string, Item | undefined>();
  private readonly interferences: { readonly action: string; readonly interference: Interference }[] = [];

  put(id: string, attributes: Record<string, string>): void {
    const item = Object.fromEntries(
      Object.entries({ Id: id, ...attributes }).map(([name, S]) => [name, { S }]),
    );
    this.write(id, item);
  }

  /** The item's attributes that are texts, as plain texts. */
  get(id: string): Record<string, string> | undefined {
    const item = this.items.get(id);
    if (!item) return undefined;
    const texts = Object.entries(item).flatMap(([name, value]) => ('S' in value ? [[name, value.S]] : []));
    return Object.fromEntries(texts);
  }

  /** One of the functions' transitions; false where its condition does not hold. */
  change(id: string, transition: Transition, values: Readonly<Record<string, unknown>>): boolean {
    const { ExpressionAttributeValues = {}, ...expressions } = changeOf(transition, values);
    const marshalled = marshall(ExpressionAttributeValues) as unknown as JsonObject;
    try {
      this.updateItem({ Key: { Id: { S: id } }, ...expressions, ExpressionAttributeValues: marshalled });
      return true;
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
  }

  remove(id: string): void {
    this.write(id, undefined);
  }

  /** Makes the next call of `action` go wrong, or something happen around it. */
  interfere(action: string, interference: Interference): void {
    this.interferences.push({ action, interference });
  }

  async handle(action: string, input: JsonObject): Promise<Json> {
    this.calls.push(action);
    const position = this.interferences.findIndex((each) => each.action === action);
    const [found] = position < 0 ? [] : this.interferences.splice(position, 1);
    found?.interference.before?.();
    const output = action === 'GetItem' ? this.getItem(input) : this.updateItem(input);
    found?.interference.after?.();
    return output;
  }

  private getItem(input: JsonObject): Json {
    const id = keyOf(input);
    const item =
      input.ConsistentRead === true ? this.items.get(id) : (this.previous.get(id) ?? this.items.get(id));
    return item ? { Item: item } : {};
  }

  private updateItem(input: JsonObject): Json {
    const id = keyOf(input);
    const item = this.items.get(id);
    const values = (input.ExpressionAttributeValues ?? {}) as JsonObject;
    if (!conditionHolds(input.ConditionExpression as string | undefined, item, values)) {
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    }
    this.write(id, updated(String(input.UpdateExpression), item ?? { Id: { S: id } }, values));
    return {};
  }

  private write(id: string, item: Item | undefined): void {
    this.previous.set(id, this.items.get(id));
    if (item) this.items.set(id, item);
    else this.items.delete(id);
  }
}

function keyOf({ Key }: JsonObject): string {
  const id = ((Key ?? {}) as { Id?: { S?: string } }).Id?.S;
  if (id === undefined)
    throw new AwsError('ValidationException', 'The provided key element does not match the schema');
  return id;
}
