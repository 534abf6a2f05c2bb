import { RuntimeError } from '../execution/failure';
import { Cursor } from '../paths/cursor';

/** A call of an intrinsic function, `States.Format('{}', $.name)`, or one of its arguments. */
export type IntrinsicExpression =
  | {
      readonly kind: 'call';
      readonly text: string;
      readonly name: string;
      readonly arguments: readonly IntrinsicExpression[];
    }
  | { readonly kind: 'path'; readonly path: string }
  /** `raw` is the text between the quotes: States.Format reads its escapes itself. */
  | { readonly kind: 'string'; readonly raw: string }
  | { readonly kind: 'value'; readonly value: number | boolean | null };

/** The text is not a valid call of an intrinsic function. */
export class IntrinsicSyntaxError extends RuntimeError {
  constructor(text: string, position: number) {
    super(`Invalid intrinsic function '${text}' : not understood from '${text.slice(position)}' on.`);
  }
}

const FUNCTION_NAME = /States\.[A-Za-z0-9]+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const STRING = /'((?:\\[\s\S]|[^'\\])*)'/y;

const parsed = new Map<string, IntrinsicExpression>();

/** Whether a string of a payload template calls an intrinsic function; otherwise it is a path. */
export function isIntrinsic(text: string): boolean {
  return text.startsWith('States.');
}

export function parseIntrinsic(text: string): IntrinsicExpression {
  let expression = parsed.get(text);
  if (!expression) {
    const cursor = new Cursor(text.trim());
    expression = parseExpression(cursor);
    cursor.skipSpace();
    if (!cursor.done) throw new IntrinsicSyntaxError(text, cursor.position);
    parsed.set(text, expression);
  }
  return expression;
}

function parseExpression(cursor: Cursor): IntrinsicExpression {
  cursor.skipSpace();
  const start = cursor.position;
  const name = cursor.match(FUNCTION_NAME);
  if (name !== undefined) {
    const args = parseArguments(cursor);
    return { kind: 'call', text: cursor.text.slice(start, cursor.position), name, arguments: args };
  }
  const string = cursor.match(STRING);
  if (string !== undefined) return { kind: 'string', raw: string.slice(1, -1) };
  const number = cursor.match(NUMBER);
  if (number !== undefined) return { kind: 'value', value: Number(number) };
  const word = cursor.match(WORD);
  if (word !== undefined) return { kind: 'value', value: JSON.parse(word) as boolean | null };
  return { kind: 'path', path: readPath(cursor) };
}

function parseArguments(cursor: Cursor): IntrinsicExpression[] {
  cursor.skipSpace();
  if (!cursor.take('(')) throw new IntrinsicSyntaxError(cursor.text, cursor.position);
  const all: IntrinsicExpression[] = [];
  for (;;) {
    cursor.skipSpace();
    if (cursor.take(')')) return all;
    if (all.length > 0 && !cursor.take(',')) throw new IntrinsicSyntaxError(cursor.text, cursor.position);
    all.push(parseExpression(cursor));
  }
}

/** A path ends at the comma or parenthesis that is not inside its own brackets, quotes or parentheses. */
function readPath(cursor: Cursor): string {
  const start = cursor.position;
  if (cursor.peek() !== '$') throw new IntrinsicSyntaxError(cursor.text, start);
  let depth = 0;
  while (!cursor.done) {
    const next = cursor.peek();
    if (depth === 0 && (next === ',' || next === ')')) break;
    if (cursor.quoted() !== undefined) continue;
    if (next === '[' || next === '(') depth++;
    if (next === ']' || next === ')') depth--;
    cursor.position++;
  }
  return cursor.text.slice(start, cursor.position).trim();
}
