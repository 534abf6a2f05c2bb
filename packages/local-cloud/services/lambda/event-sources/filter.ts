import { isObject, type Json, type JsonObject, listOf, parseJson, parseObject } from '../../../core/json';
import { invalid } from '../function-settings';

/** Which records a function wants: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export interface EventFilter {
  readonly pattern: JsonObject;
}

/** @throws AwsError where it is no JSON object, or has a rule that is not known */
export function parseFilter(address: string, text: Json | undefined): EventFilter {
  const pattern = parseObject(String(text));
  if (!pattern) throw invalid(address, 'the pattern of a filter must be a JSON object');
  const unknown = unknownRule(pattern);
  if (unknown !== undefined) throw invalid(address, `the filter rule ${unknown} is not run locally`);
  return { pattern };
}

/** Whether a record is delivered: where there are filters, one of them has to match. */
export function isWanted(record: JsonObject, filters: readonly EventFilter[]): boolean {
  return filters.length === 0 || filters.some(({ pattern }) => matches(pattern, matchable(record, pattern)));
}

/** A body is matched as JSON where the pattern has rules for its fields, else as text. */
function matchable(record: JsonObject, pattern: JsonObject): JsonObject {
  const { body } = record;
  if (typeof body !== 'string' || !isObject(pattern['body'])) return record;
  const parsed = parseJson(body);
  return parsed === undefined ? record : { ...record, body: parsed };
}

type Rule = (expected: Json, value: Json | undefined) => boolean;

const RULES: Readonly<Record<string, Rule>> = {
  exists: (expected, value) => (value !== undefined) === expected,
  prefix: (expected, value) => typeof value === 'string' && value.startsWith(String(expected)),
  suffix: (expected, value) => typeof value === 'string' && value.endsWith(String(expected)),
  'equals-ignore-case': (expected, value) =>
    typeof value === 'string' && value.toLowerCase() === String(expected).toLowerCase(),
  'anything-but': (expected, value) =>
    value !== undefined && !listOf(expected).some((each) => meets(each, value)),
  numeric: (expected, value) => typeof value === 'number' && inRange(listOf(expected), value),
};

function matches(pattern: JsonObject, value: Json | undefined): boolean {
  const fields = isObject(value) ? value : {};
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return listOf(wanted).some((each) => isObject(each) && matches(each, value));
    if (isObject(wanted)) return matches(wanted, fields[name]);
    return listOf(wanted).some((rule) => meets(rule, fields[name]));
  });
}

/** A list meets a rule where one of its elements does. */
function meets(rule: Json, value: Json | undefined): boolean {
  if (Array.isArray(value) && !(isObject(rule) && 'exists' in rule))
    return value.some((each) => meets(rule, each));
  if (!isObject(rule)) return rule === value;
  return Object.entries(rule).every(([name, expected]) => RULES[name]?.(expected, value) ?? false);
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

/** The first unknown rule of a pattern; undefined where all are known. */
function unknownRule(pattern: JsonObject): string | undefined {
  for (const [name, wanted] of Object.entries(pattern)) {
    const nested = isObject(wanted) ? [wanted] : name === '$or' ? listOf(wanted).filter(isObject) : [];
    const rules = nested.length > 0 ? [] : listOf(wanted).filter(isObject).flatMap(Object.keys);
    const unknown = rules.find((rule) => !(rule in RULES)) ?? nested.map(unknownRule).find(Boolean);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}
