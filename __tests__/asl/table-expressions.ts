import type { JsonObject } from '@keyhold/local-cloud';

/** A DynamoDB item: attributes as `{ S: 'text' }`. */
export type Item = Record<string, { S: string }>;

/**
 * Whether a ConditionExpression of `AND`, `OR`, parentheses, `attribute_exists(a)` and `a = :b` holds for an
 * item: all that workflows of apartments need.
 */
export function conditionHolds(
  expression: string | undefined,
  item: Item | undefined,
  values: JsonObject,
): boolean {
  if (expression === undefined) return true;
  const tokens = expression.match(/\(|\)|=|[:\w]+/g) ?? [];
  return anyOf(tokens, item, values);
}

function anyOf(tokens: string[], item: Item | undefined, values: JsonObject): boolean {
  let holds = allOf(tokens, item, values);
  while (tokens[0] === 'OR') {
    tokens.shift();
    holds = allOf(tokens, item, values) || holds;
  }
  return holds;
}

function allOf(tokens: string[], item: Item | undefined, values: JsonObject): boolean {
  let holds = one(tokens, item, values);
  while (tokens[0] === 'AND') {
    tokens.shift();
    holds = one(tokens, item, values) && holds;
  }
  return holds;
}

function one(tokens: string[], item: Item | undefined, values: JsonObject): boolean {
  const token = tokens.shift() ?? '';
  if (token === '(') {
    const holds = anyOf(tokens, item, values);
    tokens.shift();
    return holds;
  }
  if (token === 'attribute_exists') {
    const [, attribute = ''] = tokens.splice(0, 3);
    return item?.[attribute] !== undefined;
  }
  const [, value = ''] = tokens.splice(0, 2);
  return item?.[token] !== undefined && item[token].S === (values[value] as { S: string } | undefined)?.S;
}

/** Applies an UpdateExpression of `SET a = :b, …` and `REMOVE a, …`. */
export function updated(expression: string, item: Item, values: JsonObject): Item {
  const [, set = '', remove = ''] = /^SET (.*?)(?: REMOVE (.*))?$/.exec(expression) ?? [];
  const changed = { ...item };
  for (const assignment of set.split(', ')) {
    const [attribute = '', value = ''] = assignment.split(' = ');
    changed[attribute] = values[value] as { S: string };
  }
  for (const attribute of remove.split(', ')) delete changed[attribute];
  return changed;
}
