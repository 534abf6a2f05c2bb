import type { Json } from '../../core/json';
import { isObject } from '../../core/json';
import { ExpressionError } from '../errors';
import type { Expression, ForExpression } from './expression';
import { applyBinary } from './operators';
import { sortedEntries, toBool, toList, toNumber, toText, typeName, unify } from './values';

/** What the names in an expression mean. */
export interface EvaluationScope {
  /** The value of a reference such as `aws_dynamodb_table.orders.arn`, or an ExpressionError. */
  resolve(path: readonly string[]): Json;
  call(name: string, values: readonly Json[]): Json;
  /** Whether a string stands for a value that nobody knows: whatever is taken out of it is that string again. */
  isPlaceholder(text: string): boolean;
}

/** The value of an expression; an ExpressionError says what cannot be evaluated. */
export function evaluate(expression: Expression, scope: EvaluationScope): Json {
  return evaluateAt(expression, scope, null);
}

/** `element` is what the innermost splat is at. */
function evaluateAt(expression: Expression, scope: EvaluationScope, element: Json): Json {
  const value = (part: Expression): Json => evaluateAt(part, scope, element);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'element':
      return element;
    case 'reference':
      return scope.resolve(expression.path);
    case 'template':
      return expression.parts.map((part) => interpolated(value(part))).join('');
    case 'attribute':
      return member(value(expression.of), expression.name, scope);
    case 'index':
      return indexed(value(expression.of), value(expression.key), scope);
    case 'splat': {
      const of = value(expression.of);
      const items = Array.isArray(of) ? of : of === null ? [] : [of];
      return items.map((item) => evaluateAt(expression.each, scope, item));
    }
    case 'call':
      return call(expression, scope, value);
    case 'unary':
      return expression.operator === '-'
        ? -toNumber(value(expression.operand))
        : !toBool(value(expression.operand));
    case 'binary':
      return applyBinary(expression.operator, value(expression.left), value(expression.right));
    case 'conditional':
      return conditional(expression, value);
    case 'tuple':
      return expression.items.map(value);
    case 'object':
      return Object.fromEntries(expression.entries.map(([key, item]) => [toText(value(key)), value(item)]));
    case 'for':
      return comprehension(expression, value(expression.collection), scope, element);
  }
}

/** What a name or a key in the expression stands for in a value: `.arn`, `["arn"]`. */
function member(of: Json, name: string, scope: EvaluationScope): Json {
  if (typeof of === 'string' && scope.isPlaceholder(of)) return of;
  if (!isObject(of)) throw new ExpressionError(`${typeName(of)} has no attribute \`${name}\``);
  if (!Object.hasOwn(of, name)) throw new ExpressionError(`there is no attribute \`${name}\``);
  return of[name] ?? null;
}

function indexed(of: Json, key: Json, scope: EvaluationScope): Json {
  if (typeof of === 'string' && scope.isPlaceholder(of)) return of;
  // A block that is given once may be an object in the JSON; in the language it is a list of one.
  if (isObject(of) && key === 0 && !Object.hasOwn(of, '0')) return of;
  if (isObject(of)) return member(of, toText(key), scope);
  const list = toList(of);
  const index = toNumber(key);
  if (!Number.isInteger(index) || index < 0 || index >= list.length) {
    throw new ExpressionError(`there is no element ${index} in a list of ${list.length}`);
  }
  return list[index] ?? null;
}

function interpolated(value: Json): string {
  if (value === null || typeof value === 'object') {
    throw new ExpressionError(`${typeName(value)} cannot be put into a string`);
  }
  return toText(value);
}

type ValueOf = (part: Expression) => Json;

function call(
  expression: Extract<Expression, { kind: 'call' }>,
  scope: EvaluationScope,
  value: ValueOf,
): Json {
  if (expression.name === 'try') return firstThatWorks(expression.arguments, value);
  const values = expression.arguments.map(value);
  const last = expression.expandLast ? toList(values.pop() ?? null) : [];
  return scope.call(expression.name, [...values, ...last]);
}

/** `try` is no function like the others: it evaluates its arguments one by one until one has no error. */
function firstThatWorks(candidates: readonly Expression[], value: ValueOf): Json {
  const problems: string[] = [];
  for (const candidate of candidates) {
    try {
      return value(candidate);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push(error.message);
    }
  }
  throw new ExpressionError(`no argument of \`try\` can be evaluated: ${problems.join('; ')}`);
}

/** Both branches have one type, so the one not taken still decides whether the result is a string. */
function conditional(expression: Extract<Expression, { kind: 'conditional' }>, value: ValueOf): Json {
  const condition = toBool(value(expression.condition));
  const chosen = value(condition ? expression.then : expression.otherwise);
  let other: Json;
  try {
    other = value(condition ? expression.otherwise : expression.then);
  } catch (error) {
    if (error instanceof ExpressionError) return chosen;
    throw error;
  }
  return unify([chosen, other])[0] ?? null;
}

function comprehension(
  expression: ForExpression,
  collection: Json,
  scope: EvaluationScope,
  element: Json,
): Json {
  const results: Json[] = [];
  const groups = new Map<string, Json[]>();
  for (const [key, item] of elements(collection)) {
    const inner = withNames(scope, expression, key, item);
    if (expression.condition && !toBool(evaluateAt(expression.condition, inner, element))) continue;
    const result = evaluateAt(expression.value, inner, element);
    if (!expression.key) {
      results.push(result);
      continue;
    }
    const name = toText(evaluateAt(expression.key, inner, element));
    const group = groups.get(name);
    if (group && !expression.group) throw new ExpressionError(`a \`for\` makes the key "${name}" twice`);
    groups.set(name, [...(group ?? []), result]);
  }
  if (!expression.key) return results;
  return Object.fromEntries(
    [...groups].map(([name, group]) => [name, expression.group ? group : (group[0] ?? null)]),
  );
}

function elements(collection: Json): [Json, Json][] {
  return isObject(collection)
    ? sortedEntries(collection)
    : toList(collection).map((item, index) => [index, item]);
}

function withNames(
  scope: EvaluationScope,
  { keyName, valueName }: ForExpression,
  key: Json,
  item: Json,
): EvaluationScope {
  const descend = (names: readonly string[], from: Json) =>
    names.reduce<Json>((of, name) => member(of, name, scope), from);
  return {
    ...scope,
    resolve: ([root = '', ...rest]) => {
      if (root === valueName) return descend(rest, item);
      if (root === keyName) return descend(rest, key);
      return scope.resolve([root, ...rest]);
    },
  };
}
