import { ExpressionError } from '../errors';

export type Token = (
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end' }
) & { readonly start: number; readonly end: number; readonly afterNewline: boolean };

/** Longest first, so that `...` is not read as three dots. */
const SYMBOLS = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||[()[\]{},.?:=<>!+\-*/%"]/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** A name of Terraform may hold dashes: `aws_iam_role.workflow-role`. */
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const BLANK = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/**
 * Reads a source token by token, or from `position` on character by character: the parser of a template
 * takes over after a `"` or a `${` and gives back where the template or the expression ends.
 */
export class Lexer {
  position = 0;
  private lookahead: { readonly from: number; readonly token: Token } | undefined;

  constructor(readonly source: string) {}

  /** The next token, without consuming it. */
  peek(): Token {
    if (this.lookahead?.from !== this.position) {
      this.lookahead = { from: this.position, token: this.read() };
    }
    return this.lookahead.token;
  }

  next(): Token {
    const token = this.peek();
    this.position = token.end;
    return token;
  }

  at(symbol: string): boolean {
    const token = this.peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  atWord(name: string): boolean {
    const token = this.peek();
    return token.kind === 'identifier' && token.name === name;
  }

  /** Consumes the symbol if it is next. */
  take(symbol: string): boolean {
    const found = this.at(symbol);
    if (found) this.next();
    return found;
  }

  expect(symbol: string): void {
    if (!this.take(symbol)) this.fail(`\`${symbol}\` is missing`);
  }

  name(): string {
    const token = this.next();
    if (token.kind !== 'identifier') return this.fail('a name is missing', token.start);
    return token.name;
  }

  fail(problem: string, position = this.peek().start): never {
    const before = this.source.slice(Math.max(0, position - 30), position);
    const after = this.source.slice(position, position + 30);
    throw new ExpressionError(`${problem} at character ${position + 1}: …${before}⟪here⟫${after}…`);
  }

  private read(): Token {
    const blank = this.match(BLANK, this.position) ?? '';
    const start = this.position + blank.length;
    const common = { start, afterNewline: blank.includes('\n') };
    if (start >= this.source.length) return { kind: 'end', end: start, ...common };
    if (this.source.startsWith('<<', start))
      return this.fail('heredocs (`<<`) are not supported locally', start);
    if (this.source.startsWith('::', start)) {
      return this.fail('functions of providers (`::`) are not supported locally', start);
    }
    const number = this.match(NUMBER, start);
    if (number)
      return { kind: 'number', value: this.number(number, start), end: start + number.length, ...common };
    const name = this.match(IDENTIFIER, start);
    if (name) return { kind: 'identifier', name, end: start + name.length, ...common };
    const text = this.match(SYMBOLS, start);
    if (text) return { kind: 'symbol', text, end: start + text.length, ...common };
    return this.fail(`the character \`${this.source[start]}\` has no meaning here`, start);
  }

  /** Terraform computes with 512 bits, this with 53: what it would get wrong is refused. */
  private number(text: string, start: number): number {
    const value = Number(text);
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[eE]/.test(text)) {
      return this.fail(`the number ${text} has more digits than are supported locally`, start);
    }
    return value;
  }

  private match(pattern: RegExp, from: number): string | undefined {
    pattern.lastIndex = from;
    return pattern.exec(this.source)?.[0];
  }
}
