import { Cursor } from './cursor';
import { FilterParser } from './filter-parse';
import { isDefinite, type Path, type PathRoot, type PathStep, PathSyntaxError } from './path';

const NAME = /[^\s.[\](),'"*?@$]+/y;
const VARIABLE = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const INTEGER = /-?\d+/y;

const parsed = new Map<string, Path>();

/**
 * Parses a JSONPath as AWS does (Jayway's dialect). Each text is parsed once per process: paths come
 * from definitions only, of which there are few.
 *
 * Our own, because what executions do with paths on AWS rests on three things jsonpath-plus 10 lacks:
 * definite and indefinite paths told apart, "missing" told apart from null, and Jayway's filters
 * (`=~`, `in`, `$` inside). It also takes 5 µs for what takes 0.1 here, several times a transition.
 */
export function parsePath(text: string): Path {
  let path = parsed.get(text);
  if (!path) {
    path = parse(text);
    parsed.set(text, path);
  }
  return path;
}

function parse(text: string): Path {
  const cursor = new Cursor(text);
  const root = parseRoot(cursor);
  const steps = parseSteps(cursor);
  if (root === undefined || !cursor.done) throw new PathSyntaxError(text, cursor.position);
  return { text, root, steps, definite: isDefinite(steps) };
}

function parseRoot(cursor: Cursor): PathRoot | undefined {
  if (cursor.take('$$')) return 'context';
  if (!cursor.take('$')) return undefined;
  const variable = cursor.match(VARIABLE);
  return variable === undefined ? 'input' : { variable };
}

/** Reads steps up to the end of the path, which in a filter is not the end of the text. */
function parseSteps(cursor: Cursor): PathStep[] {
  const steps: PathStep[] = [];
  for (;;) {
    const before = cursor.position;
    const step = cursor.take('..') ? { kind: 'descendants' as const } : parseStep(cursor);
    if (!step) {
      cursor.position = before;
      return steps;
    }
    steps.push(step);
    if (step.kind === 'descendants' && cursor.peek() !== '[') {
      const next = parseDotted(cursor);
      if (!next) throw new PathSyntaxError(cursor.text, before);
      steps.push(next);
    }
  }
}

function parseStep(cursor: Cursor): PathStep | undefined {
  if (cursor.take('.')) return parseDotted(cursor);
  if (cursor.peek() !== '[') return undefined;
  cursor.take('[');
  cursor.skipSpace();
  const step = parseBracketed(cursor);
  cursor.skipSpace();
  if (!step || !cursor.take(']')) throw new PathSyntaxError(cursor.text, cursor.position);
  return step;
}

function parseDotted(cursor: Cursor): PathStep | undefined {
  if (cursor.take('*')) return { kind: 'wildcard' };
  const name = cursor.match(NAME);
  if (name === undefined) return undefined;
  return cursor.take('()') ? { kind: 'function', name } : { kind: 'property', name };
}

function parseBracketed(cursor: Cursor): PathStep | undefined {
  if (cursor.take('*')) return { kind: 'wildcard' };
  if (cursor.take('?')) {
    cursor.skipSpace();
    return { kind: 'filter', condition: new FilterParser(cursor, parseSteps).parse() };
  }
  return parseNames(cursor) ?? parseNumbers(cursor);
}

function parseNames(cursor: Cursor): PathStep | undefined {
  const names = list(cursor, () => cursor.quoted());
  const [name] = names;
  if (name === undefined) return undefined;
  return names.length === 1 ? { kind: 'property', name } : { kind: 'properties', names };
}

function parseNumbers(cursor: Cursor): PathStep | undefined {
  const from = parseInteger(cursor);
  if (cursor.take(':')) return { kind: 'slice', from, to: parseInteger(cursor) };
  if (from === undefined) return undefined;
  cursor.skipSpace();
  if (!cursor.take(',')) return { kind: 'index', index: from };
  cursor.skipSpace();
  return { kind: 'indexes', indexes: [from, ...list(cursor, () => parseInteger(cursor))] };
}

function parseInteger(cursor: Cursor): number | undefined {
  const digits = cursor.match(INTEGER);
  return digits === undefined ? undefined : Number(digits);
}

function list<T>(cursor: Cursor, item: () => T | undefined): T[] {
  const items: T[] = [];
  do {
    cursor.skipSpace();
    const next = item();
    if (next === undefined) break;
    items.push(next);
    cursor.skipSpace();
  } while (cursor.take(','));
  return items;
}
