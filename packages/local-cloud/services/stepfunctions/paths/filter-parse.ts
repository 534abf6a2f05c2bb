import type { Cursor } from './cursor';
import {
  type FilterCondition,
  type FilterOperand,
  type FilterPath,
  isDefinite,
  type PathStep,
  PathSyntaxError,
} from './path';

const OPERATOR = /==|!=|<=|>=|=~|<|>|(?:in|nin|subsetof|anyof|noneof|size|empty|contains)\b/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const PATTERN = /\/((?:\\.|[^/\\])+)\/([a-z]*)/y;

const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Reads a filter's condition, `(@.price < 10 && @.kind in ['a', 'b'])`, by precedence: or, and, not. */
export class FilterParser {
  constructor(
    private readonly cursor: Cursor,
    /** Reads the steps of a path inside the filter. */
    private readonly readSteps: (cursor: Cursor) => PathStep[],
  ) {}

  parse(): FilterCondition {
    return this.chain('or', '||', () => this.chain('and', '&&', () => this.negatable()));
  }

  private chain(kind: 'or' | 'and', separator: string, parsePart: () => FilterCondition): FilterCondition {
    const { cursor } = this;
    const first = parsePart();
    const all = [first];
    for (cursor.skipSpace(); cursor.take(separator); cursor.skipSpace()) all.push(parsePart());
    return all.length === 1 ? first : { kind, all };
  }

  private negatable(): FilterCondition {
    const { cursor } = this;
    cursor.skipSpace();
    if (cursor.take('!')) return { kind: 'not', condition: this.negatable() };
    if (!cursor.take('(')) return this.comparison();
    const inner = this.parse();
    cursor.skipSpace();
    if (!cursor.take(')')) throw this.notUnderstood();
    return inner;
  }

  private comparison(): FilterCondition {
    const left = this.operand();
    this.cursor.skipSpace();
    const operator = this.cursor.match(OPERATOR);
    if (operator !== undefined) return { kind: 'compare', operator, left, right: this.operand() };
    if (left.kind !== 'path') throw this.notUnderstood();
    return { kind: 'exists', path: left };
  }

  private operand(): FilterOperand {
    const { cursor } = this;
    cursor.skipSpace();
    const path = this.path();
    if (path) return path;
    if (cursor.peek() !== '/') return { kind: 'literal', value: this.literal() };
    const [, source = '', flags = ''] = new RegExp(PATTERN.source).exec(cursor.match(PATTERN) ?? '') ?? [];
    return { kind: 'pattern', pattern: new RegExp(`^(?:${source})$`, flags) };
  }

  private path(): FilterPath | undefined {
    const { cursor } = this;
    const start = cursor.position;
    const from = cursor.take('@') ? 'element' : cursor.take('$') ? 'document' : undefined;
    if (!from) return undefined;
    const steps = this.readSteps(cursor);
    const text = cursor.text.slice(start, cursor.position);
    return { kind: 'path', from, path: { text, root: 'input', steps, definite: isDefinite(steps) } };
  }

  private literal(): unknown {
    const { cursor } = this;
    const text = cursor.quoted();
    if (text !== undefined) return text;
    const number = cursor.match(NUMBER);
    if (number !== undefined) return Number(number);
    for (const [word, value] of WORDS) if (cursor.take(word)) return value;
    if (cursor.take('[')) return this.array();
    throw this.notUnderstood();
  }

  private array(): unknown[] {
    const { cursor } = this;
    const values: unknown[] = [];
    for (;;) {
      cursor.skipSpace();
      if (cursor.take(']')) return values;
      values.push(this.literal());
      cursor.skipSpace();
      cursor.take(',');
    }
  }

  private notUnderstood(): PathSyntaxError {
    return new PathSyntaxError(this.cursor.text, this.cursor.position);
  }
}
