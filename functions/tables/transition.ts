/*
 * A transition of an item, as a row of its table's transitions: the condition under which it happens, and the
 * update it makes. Conditions are named once and joined:
 *
 *   const conditions = { vacant: 'bookedStatus = :VACANT', unsettled: '…' };
 *   const transitions = { take: { condition: all(conditions.vacant, conditions.unsettled), update: 'SET …' } };
 *   await table.update(id, changeOf(transitions.take, { reservationId }));
 *
 * In expressions, `#name` stands for the attribute `name`, `:value` for a given value, and a placeholder in
 * capitals for its own name: `:PAID` is the text PAID.
 */

export interface Transition {
  /** Without one the update always happens. */
  readonly condition?: string;
  readonly update: string;
}

/** The expressions of an UpdateItem: where the condition does not hold, nothing changes. */
export interface Change {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

export type Values = Readonly<Record<string, unknown>>;

/** DynamoDB refuses redundant parentheses: only what AND would tear apart gets them. */
export function all(...conditions: string[]): string {
  if (conditions.length === 1) return conditions.join('');
  return conditions.map((each) => (each.includes(' OR ') ? `(${each})` : each)).join(' AND ');
}

export function any(...conditions: string[]): string {
  return conditions.join(' OR ');
}

export function not(condition: string): string {
  return `NOT (${condition})`;
}

/** The update of a transition. Values that no expression mentions are left out: DynamoDB refuses them. */
export function changeOf({ condition, update }: Transition, values: Values = {}): Change {
  return {
    UpdateExpression: update,
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...placeholdersOf(`${update} ${condition ?? ''}`, values),
  };
}

/** The names and values that an expression mentions. */
export function placeholdersOf(
  expression: string,
  values: Values,
): Pick<Change, 'ExpressionAttributeNames' | 'ExpressionAttributeValues'> {
  const names = mentioned(expression, '#').map((name) => [`#${name}`, name]);
  const given = mentioned(expression, ':').map((name) => [`:${name}`, givenValue(name, values)]);
  return {
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(given.length > 0 && { ExpressionAttributeValues: Object.fromEntries(given) }),
  };
}

function givenValue(name: string, values: Values): unknown {
  return /^[A-Z_]+$/.test(name) ? name : values[name];
}

function mentioned(expression: string, sigil: '#' | ':'): string[] {
  const placeholders = expression.matchAll(sigil === '#' ? /#(\w+)/g : /:(\w+)/g);
  return [...new Set([...placeholders].map(([, name = '']) => name))];
}
