import { type Json, stringOf } from '../../../core/json';
import { ANY_RUN, matchesWildcards } from '../../../core/wildcards';
import { parseTimestamp } from '../data/timestamp';

/** Is…: what a value's type is. */
export const TYPE_TESTS: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ['IsNull', (value: Json) => value === null],
  ['IsBoolean', (value: Json) => typeof value === 'boolean'],
  ['IsNumeric', (value: Json) => typeof value === 'number'],
  ['IsString', (value: Json) => typeof value === 'string'],
  ['IsTimestamp', (value: Json) => instantOf(value) !== undefined],
]);

type ChoiceComparison = (value: Json, expected: Json) => boolean;

/** Comparisons hold only between values of the operator's own type: `"1"` is not NumericEquals 1. */
export const COMPARISONS: ReadonlyMap<string, ChoiceComparison> = new Map<string, ChoiceComparison>([
  ['BooleanEquals', (value, expected) => typeof value === 'boolean' && value === expected],
  ['StringMatches', (value, expected) => matches(stringOf(value), stringOf(expected))],
  ...ordering('String', stringOf),
  ...ordering('Numeric', (value) => (typeof value === 'number' ? value : undefined)),
  ...ordering('Timestamp', instantOf),
]);

function ordering<T extends string | number>(
  type: string,
  read: (value: Json) => T | undefined,
): [string, ChoiceComparison][] {
  const comparison =
    (holds: (left: T, right: T) => boolean): ChoiceComparison =>
    (value, expected) => {
      const left = read(value);
      const right = read(expected);
      return left !== undefined && right !== undefined && holds(left, right);
    };
  return [
    [`${type}Equals`, comparison((left, right) => left === right)],
    [`${type}LessThan`, comparison((left, right) => left < right)],
    [`${type}LessThanEquals`, comparison((left, right) => left <= right)],
    [`${type}GreaterThan`, comparison((left, right) => left > right)],
    [`${type}GreaterThanEquals`, comparison((left, right) => left >= right)],
  ];
}

function instantOf(value: Json): number | undefined {
  return typeof value === 'string' ? parseTimestamp(value) : undefined;
}

/**
 * `*` stands for any run of characters; `\*` for an asterisk, `\\` for a backslash.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
function matches(text: string | undefined, pattern: string | undefined): boolean {
  if (text === undefined || pattern === undefined) return false;
  const places = pattern.split(/(\\[*\\]|\*)/).map((part) => {
    if (part === '*') return ANY_RUN;
    return part === '\\*' || part === '\\\\' ? part.slice(1) : part;
  });
  return matchesWildcards(places, text);
}
