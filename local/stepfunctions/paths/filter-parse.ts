import type { Cursor } from './cursor';
import { isDefinite, PathSyntaxError, parseSteps } from './parse';
import type { FilterCondition, FilterOperand, FilterPath } from './path';

const OPERATOR = /==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|size|empty|contains)\b/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PATTERN = /\/((?:\\.|[^/\\])+)\/([a-z]*)/y;

const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Reads a filter's condition, `(@.price < 10 && @.kind in ['a', 'b'])`, by precedence: or, and, not. */
export function parseFilter(cursor: Cursor): FilterCondition {
  return chain(cursor, 'or', '||', () => chain(cursor, 'and', '&&', () => parseNegatable(cursor)));
}

function chain(
  cursor: Cursor,
  kind: 'or' | 'and',
  separator: string,
  parsePart: () => FilterCondition,
): FilterCondition {
  const first = parsePart();
  const all = [first];
  for (cursor.skipSpace(); cursor.take(separator); cursor.skipSpace()) all.push(parsePart());
  return all.length === 1 ? first : { kind, all };
}

function parseNegatable(cursor: Cursor): FilterCondition {
  cursor.skipSpace();
  if (cursor.take('!')) return { kind: 'not', condition: parseNegatable(cursor) };
  if (!cursor.take('(')) return parseComparison(cursor);
  const inner = parseFilter(cursor);
  cursor.skipSpace();
  if (!cursor.take(')')) throw new PathSyntaxError(cursor.text, cursor.position);
  return inner;
}

function parseComparison(cursor: Cursor): FilterCondition {
  const left = parseOperand(cursor);
  cursor.skipSpace();
  const operator = cursor.match(OPERATOR);
  if (operator !== undefined) return { kind: 'compare', operator, left, right: parseOperand(cursor) };
  if (left.kind !== 'path') throw new PathSyntaxError(cursor.text, cursor.position);
  return { kind: 'exists', path: left };
}

function parseOperand(cursor: Cursor): FilterOperand {
  cursor.skipSpace();
  const path = parseFilterPath(cursor);
  if (path) return path;
  if (cursor.peek() === '/') {
    const [, source = '', flags = ''] = new RegExp(PATTERN.source).exec(cursor.match(PATTERN) ?? '') ?? [];
    return { kind: 'pattern', pattern: new RegExp(`^(?:${source})$`, flags) };
  }
  return { kind: 'literal', value: parseLiteral(cursor) };
}

function parseFilterPath(cursor: Cursor): FilterPath | undefined {
  const start = cursor.position;
  const from = cursor.take('@') ? 'element' : cursor.take('$') ? 'document' : undefined;
  if (!from) return undefined;
  const steps = parseSteps(cursor);
  const text = cursor.text.slice(start, cursor.position);
  return { kind: 'path', from, path: { text, root: 'input', steps, definite: isDefinite(steps) } };
}

function parseLiteral(cursor: Cursor): unknown {
  const text = cursor.quoted();
  if (text !== undefined) return text;
  const number = cursor.match(NUMBER);
  if (number !== undefined) return Number(number);
  for (const [word, value] of WORDS) if (cursor.take(word)) return value;
  if (cursor.take('[')) return parseArray(cursor);
  throw new PathSyntaxError(cursor.text, cursor.position);
}

function parseArray(cursor: Cursor): unknown[] {
  const values: unknown[] = [];
  for (;;) {
    cursor.skipSpace();
    if (cursor.take(']')) return values;
    values.push(parseLiteral(cursor));
    cursor.skipSpace();
    cursor.take(',');
  }
}
