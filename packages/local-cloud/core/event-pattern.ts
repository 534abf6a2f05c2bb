import { isObject, type Json, type JsonObject, listOf } from './json';
import { ANY_RUN, matchesWildcards, type WildcardPattern } from './wildcards';

/** What an operator of a pattern takes, and what it lets through. */
interface Operator {
  readonly takes: (expected: Json) => boolean;
  readonly matches: (expected: Json, value: Json | undefined) => boolean;
}

const isText = (expected: Json) => typeof expected === 'string';

/** An operator that compares texts. */
function ofText(matches: (expected: string, value: string) => boolean): Operator {
  return {
    takes: isText,
    matches: (expected, value) => typeof value === 'string' && matches(String(expected), value),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const OPERATORS: Readonly<Record<string, Operator>> = {
  exists: {
    takes: (expected) => typeof expected === 'boolean',
    matches: (expected, value) => (value !== undefined) === expected,
  },
  prefix: ofText((expected, value) => value.startsWith(expected)),
  suffix: ofText((expected, value) => value.endsWith(expected)),
  wildcard: ofText((expected, value) => matchesWildcards(starPattern(expected), value)),
  'equals-ignore-case': ofText((expected, value) => value.toLowerCase() === expected.toLowerCase()),
  'anything-but': {
    takes: (expected) => listOf(expected).every((each) => !isObject(each) || unknownIn(each) === undefined),
    matches: (expected, value) => value !== undefined && !listOf(expected).some((each) => meets(each, value)),
  },
  numeric: {
    takes: (expected) => Array.isArray(expected) && expected.length > 0 && expected.length % 2 === 0,
    matches: (expected, value) => typeof value === 'number' && inRange(listOf(expected), value),
  },
};

/** Whether an event is as the pattern wants it: in every field that it names, and of a list in one element. */
export function matchesPattern(pattern: JsonObject, event: Json | undefined): boolean {
  const fields = isObject(event) ? event : {};
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return listOf(wanted).some((each) => isObject(each) && matchesPattern(each, event));
    if (isObject(wanted)) return matchesPattern(wanted, fields[name]);
    return listOf(wanted).some((each) => meets(each, fields[name]));
  });
}

/** The first operator in a pattern that is not supported here, or not with its value; undefined where all are. */
export function unknownOperator(pattern: JsonObject): string | undefined {
  for (const [name, wanted] of Object.entries(pattern)) {
    const nested = isObject(wanted) ? [wanted] : name === '$or' ? listOf(wanted).filter(isObject) : [];
    const operators = nested.length > 0 ? [] : listOf(wanted).filter(isObject);
    const unknown = operators.map(unknownIn).find(isDefined) ?? nested.map(unknownOperator).find(isDefined);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

function unknownIn(operators: JsonObject): string | undefined {
  const unknown = Object.entries(operators).find(([name, expected]) => !OPERATORS[name]?.takes(expected));
  return unknown && (unknown[0] in OPERATORS ? JSON.stringify(operators) : unknown[0]);
}

/** A list meets an expectation by one of its elements. */
function meets(expected: Json, value: Json | undefined): boolean {
  if (Array.isArray(value) && !(isObject(expected) && 'exists' in expected))
    return value.some((each) => meets(expected, each));
  if (!isObject(expected)) return expected === value;
  return Object.entries(expected).every(([name, than]) => OPERATORS[name]?.matches(than, value) ?? false);
}

/** `[">", 0, "<=", 5]` */
function inRange(bounds: readonly Json[], value: number): boolean {
  for (let index = 0; index < bounds.length; index += 2) {
    const [operator, bound] = [bounds[index], Number(bounds[index + 1])];
    const holds =
      (operator === '=' && value === bound) ||
      (operator === '<' && value < bound) ||
      (operator === '<=' && value <= bound) ||
      (operator === '>' && value > bound) ||
      (operator === '>=' && value >= bound);
    if (!holds) return false;
  }
  return true;
}

/** Only `*` is a wildcard; `\*` is an asterisk and `\\` a backslash. */
function starPattern(text: string): WildcardPattern {
  return text
    .split(/(\\[*\\]|\*)/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' ? ANY_RUN : part.replace(/^\\([*\\])$/, '$1')));
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
