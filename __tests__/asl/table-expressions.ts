import type { JsonObject } from '@keyhold/local-cloud';

/** A DynamoDB attribute: `{ S: 'text' }` or `{ SS: ['text', …] }`. */
export type Attribute = { S: string } | { SS: string[] };

export type Item = Record<string, Attribute>;

/**
 * Whether a ConditionExpression holds for an item. It may use `AND`, `OR`, `NOT (…)`, parentheses, `=`, `<`, `>`,
 * `attribute_exists(a)`, `attribute_not_exists(a)` and `contains(a, :b)`: all that the transitions of apartments
 * need.
 */
export function conditionHolds(
  expression: string | undefined,
  item: Item | undefined,
  values: JsonObject,
): boolean {
  if (expression === undefined) return true;
  const tokens = expression.match(/\(|\)|[=<>]|[:\w]+/g) ?? [];
  return anyOf(tokens, item ?? {}, values);
}

function anyOf(tokens: string[], item: Item, values: JsonObject): boolean {
  let holds = allOf(tokens, item, values);
  while (tokens[0] === 'OR') {
    tokens.shift();
    holds = allOf(tokens, item, values) || holds;
  }
  return holds;
}

function allOf(tokens: string[], item: Item, values: JsonObject): boolean {
  let holds = one(tokens, item, values);
  while (tokens[0] === 'AND') {
    tokens.shift();
    holds = one(tokens, item, values) && holds;
  }
  return holds;
}

function one(tokens: string[], item: Item, values: JsonObject): boolean {
  const token = tokens.shift() ?? '';
  if (token === 'NOT') return !one(tokens, item, values);
  if (token === '(') {
    const holds = anyOf(tokens, item, values);
    tokens.shift();
    return holds;
  }
  if (tokens[0] === '(') return call(token, tokens, item, values);
  const [operator = '', value = ''] = tokens.splice(0, 2);
  return compare(operator, textOf(item[token]), textOf(values[value] as Attribute | undefined));
}

/** A function's tokens are `(`, its arguments and `)`. */
function call(name: string, tokens: string[], item: Item, values: JsonObject): boolean {
  const [attribute = '', value = ''] = tokens.splice(0, tokens.indexOf(')') + 1).slice(1, -1);
  const found = item[attribute];
  if (name === 'attribute_exists') return found !== undefined;
  if (name === 'attribute_not_exists') return found === undefined;
  if (name !== 'contains') throw new Error(`Conditions in tests do not know the function ${name}.`);
  return setOf(found).includes(textOf(values[value] as Attribute | undefined) ?? '');
}

function compare(operator: string, left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return left === right;
  return operator === '<' ? left < right : left > right;
}

/** Applies an UpdateExpression of `SET a = :b, …`, then `REMOVE a, …`, then `ADD a :set`. */
export function updated(expression: string, item: Item, values: JsonObject): Item {
  const [, set = '', remove = '', add = '', added = ''] =
    /^SET (.*?)(?: REMOVE (.*?))?(?: ADD (\w+) (:\w+))?$/.exec(expression) ?? [];
  const changed = { ...item };
  for (const assignment of set.split(', ')) {
    const [attribute = '', value = ''] = assignment.split(' = ');
    changed[attribute] = values[value] as Attribute;
  }
  for (const attribute of remove.split(', ')) delete changed[attribute];
  if (add === '') return changed;
  const members = [...setOf(changed[add]), ...setOf(values[added] as Attribute | undefined)];
  return { ...changed, [add]: { SS: [...new Set(members)] } };
}

function textOf(attribute: Attribute | undefined): string | undefined {
  return attribute && 'S' in attribute ? attribute.S : undefined;
}

function setOf(attribute: Attribute | undefined): string[] {
  return attribute && 'SS' in attribute ? attribute.SS : [];
}
