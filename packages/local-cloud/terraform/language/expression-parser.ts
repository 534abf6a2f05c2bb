import type { BinaryOperator, Expression } from './expression';
import { Lexer } from './lexer';
import { parseTemplate } from './template-parser';

/** How tightly each operator binds, as in Terraform's reference on operators. */
const PRECEDENCE = new Map<string, number>([
  ['||', 1],
  ['&&', 2],
  ['==', 3],
  ['!=', 3],
  ['<', 4],
  ['<=', 4],
  ['>', 4],
  ['>=', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['%', 6],
]);

const KEYWORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Parses a string of the Terraform JSON, or a file given to `templatefile`. Throws an ExpressionError. */
export function parse(source: string): Expression {
  // Most strings are plain text; a template has at least one of these.
  if (!source.includes('${') && !source.includes('%{')) return { kind: 'literal', value: source };
  return parseTemplate(new Lexer(source), false, parseExpression);
}

function parseExpression(lexer: Lexer): Expression {
  const condition = binary(lexer, 1);
  if (!lexer.take('?')) return condition;
  const then = parseExpression(lexer);
  lexer.expect(':');
  return { kind: 'conditional', condition, then, otherwise: parseExpression(lexer) };
}

function binary(lexer: Lexer, weakest: number): Expression {
  let left = unary(lexer);
  for (;;) {
    const token = lexer.peek();
    const operator = token.kind === 'symbol' ? token.text : '';
    const precedence = PRECEDENCE.get(operator);
    if (precedence === undefined || precedence < weakest) return left;
    lexer.next();
    left = {
      kind: 'binary',
      operator: operator as BinaryOperator,
      left,
      right: binary(lexer, precedence + 1),
    };
  }
}

function unary(lexer: Lexer): Expression {
  if (lexer.take('-')) return { kind: 'unary', operator: '-', operand: unary(lexer) };
  if (lexer.take('!')) return { kind: 'unary', operator: '!', operand: unary(lexer) };
  return traversal(lexer, term(lexer));
}

function term(lexer: Lexer): Expression {
  if (lexer.take('"')) return parseTemplate(lexer, true, parseExpression);
  if (lexer.take('(')) {
    const inner = parseExpression(lexer);
    lexer.expect(')');
    return inner;
  }
  if (lexer.take('[')) return lexer.atWord('for') ? forExpression(lexer, ']') : tuple(lexer);
  if (lexer.take('{')) return lexer.atWord('for') ? forExpression(lexer, '}') : object(lexer);
  const token = lexer.next();
  if (token.kind === 'number') return { kind: 'literal', value: token.value };
  if (token.kind !== 'identifier') return lexer.fail('a value is missing', token.start);
  if (lexer.at('(') && !lexer.peek().afterNewline) return call(lexer, token.name);
  const keyword = KEYWORDS.get(token.name);
  return keyword === undefined
    ? { kind: 'reference', path: [token.name] }
    : { kind: 'literal', value: keyword };
}

/** What follows a term: `.name`, `.0`, `[key]`, `[*]`, `.*`. */
function traversal(lexer: Lexer, start: Expression): Expression {
  let value = start;
  for (;;) {
    if (lexer.take('.')) {
      if (lexer.take('*')) value = { kind: 'splat', of: value, each: attributesOnly(lexer) };
      else value = step(lexer, value);
    } else if (lexer.take('[')) {
      if (lexer.take('*')) {
        lexer.expect(']');
        value = { kind: 'splat', of: value, each: traversal(lexer, { kind: 'element' }) };
      } else {
        value = { kind: 'index', of: value, key: parseExpression(lexer) };
        lexer.expect(']');
      }
    } else return value;
  }
}

/** The older splat `.*` takes names with it, but no index: `x.*.id[0]` is the first of all ids. */
function attributesOnly(lexer: Lexer): Expression {
  let each: Expression = { kind: 'element' };
  while (lexer.take('.')) each = step(lexer, each);
  return each;
}

function step(lexer: Lexer, of: Expression): Expression {
  const token = lexer.peek();
  if (token.kind === 'number') {
    lexer.next();
    return { kind: 'index', of, key: { kind: 'literal', value: token.value } };
  }
  const name = lexer.name();
  return of.kind === 'reference'
    ? { kind: 'reference', path: [...of.path, name] }
    : { kind: 'attribute', of, name };
}

function call(lexer: Lexer, name: string): Expression {
  lexer.expect('(');
  const values: Expression[] = [];
  let expandLast = false;
  while (!lexer.take(')')) {
    values.push(parseExpression(lexer));
    if (lexer.take('...')) expandLast = true;
    if (expandLast || !lexer.take(',')) {
      lexer.expect(')');
      break;
    }
  }
  return { kind: 'call', name, arguments: values, expandLast };
}

function tuple(lexer: Lexer): Expression {
  const items: Expression[] = [];
  while (!lexer.take(']')) {
    items.push(parseExpression(lexer));
    if (!lexer.take(',')) {
      lexer.expect(']');
      break;
    }
  }
  return { kind: 'tuple', items };
}

function object(lexer: Lexer): Expression {
  const entries: [Expression, Expression][] = [];
  while (!lexer.take('}')) {
    const key = objectKey(lexer);
    if (!lexer.take('=')) lexer.expect(':');
    entries.push([key, parseExpression(lexer)]);
    if (!lexer.take(',') && !lexer.peek().afterNewline) {
      lexer.expect('}');
      break;
    }
  }
  return { kind: 'object', entries };
}

/** A bare name is the key itself; what is to be evaluated stands in parentheses or is a template. */
function objectKey(lexer: Lexer): Expression {
  const parenthesized = lexer.at('(');
  const key = parseExpression(lexer);
  if (parenthesized) return key;
  const name = key.kind === 'reference' && key.path.length === 1 ? key.path[0] : undefined;
  return name === undefined ? key : { kind: 'literal', value: name };
}

function forExpression(lexer: Lexer, close: ']' | '}'): Expression {
  lexer.next();
  const first = lexer.name();
  const second = lexer.take(',') ? lexer.name() : undefined;
  if (!lexer.atWord('in')) lexer.fail('`in` is missing');
  lexer.next();
  const collection = parseExpression(lexer);
  lexer.expect(':');
  const result = parseExpression(lexer);
  let value = result;
  if (close === '}') {
    lexer.expect('=>');
    value = parseExpression(lexer);
  }
  const group = close === '}' && lexer.take('...');
  let condition: Expression | undefined;
  if (lexer.atWord('if')) {
    lexer.next();
    condition = parseExpression(lexer);
  }
  lexer.expect(close);
  return {
    kind: 'for',
    keyName: second === undefined ? undefined : first,
    valueName: second ?? first,
    collection,
    key: close === '}' ? result : undefined,
    value,
    condition,
    group,
  };
}
