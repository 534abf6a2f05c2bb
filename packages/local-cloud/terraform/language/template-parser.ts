import type { Expression } from './expression';
import type { Lexer } from './lexer';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const UNICODE_ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;
/** What ends a run of plain characters. */
const SPECIAL = /["\\\n]|\$\{|%\{|\$\$\{|%%\{/g;

/**
 * Parses text with `${…}` in it from the lexer's position on. `quoted` text ends at its closing quote and has
 * backslash escapes; other text (a string of the JSON, a file) goes on to the end and takes backslashes as
 * they are. `$${` and `%%{` stand for `${` and `%{`.
 */
export function parseTemplate(
  lexer: Lexer,
  quoted: boolean,
  expression: (lexer: Lexer) => Expression,
): Expression {
  const parts: Expression[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'literal', value: text });
    text = '';
  };
  for (;;) {
    text += plainRun(lexer);
    const { source, position } = lexer;
    if (position >= source.length) {
      if (quoted) lexer.fail('the closing quote is missing', position);
      break;
    }
    if (source.startsWith('$${', position) || source.startsWith('%%{', position)) {
      text += source.slice(position + 1, position + 3);
      lexer.position += 3;
    } else if (source.startsWith('${', position)) {
      flush();
      parts.push(interpolation(lexer, expression));
    } else if (source.startsWith('%{', position)) {
      lexer.fail(
        `the template directive \`${directive(source, position)}\` is not supported locally`,
        position,
      );
    } else if (!quoted) {
      text += source[position];
      lexer.position += 1;
    } else if (source[position] === '"') {
      lexer.position += 1;
      break;
    } else if (source[position] === '\n') {
      lexer.fail('a quoted string cannot go over a line break', position);
    } else {
      text += escaped(lexer);
    }
  }
  flush();
  return simplify(parts);
}

/** A template of one part is that part, with its type; of none, the empty string. */
function simplify(parts: readonly Expression[]): Expression {
  const [first, ...more] = parts;
  if (!first) return { kind: 'literal', value: '' };
  return more.length === 0 ? first : { kind: 'template', parts };
}

function plainRun(lexer: Lexer): string {
  SPECIAL.lastIndex = lexer.position;
  const end = SPECIAL.exec(lexer.source)?.index ?? lexer.source.length;
  const run = lexer.source.slice(lexer.position, end);
  lexer.position = end;
  return run;
}

function interpolation(lexer: Lexer, expression: (lexer: Lexer) => Expression): Expression {
  lexer.position += 2;
  if (lexer.source[lexer.position] === '~') {
    lexer.fail('the strip marker `~` is not supported locally', lexer.position);
  }
  const value = expression(lexer);
  lexer.expect('}');
  return value;
}

function escaped(lexer: Lexer): string {
  const { source, position } = lexer;
  const simple = ESCAPES[source[position + 1] ?? ''];
  if (simple !== undefined) {
    lexer.position += 2;
    return simple;
  }
  UNICODE_ESCAPE.lastIndex = position;
  const unicode = UNICODE_ESCAPE.exec(source);
  if (!unicode)
    return lexer.fail(`\`${source.slice(position, position + 2)}\` is no escape of Terraform`, position);
  lexer.position += unicode[0].length;
  return String.fromCodePoint(Number.parseInt(unicode[1] ?? unicode[2] ?? '', 16));
}

function directive(source: string, position: number): string {
  const end = source.indexOf('}', position);
  return source.slice(position, end < 0 ? undefined : end + 1).slice(0, 60);
}
