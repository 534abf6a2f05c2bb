import { matchesPattern, unknownOperator } from '../../../core/event-pattern';
import { isObject, type Json, type JsonObject, parseJson, parseObject } from '../../../core/json';
import { invalid } from '../function-settings';

/** Which records a function wants: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html */
export interface EventFilter {
  readonly pattern: JsonObject;
}

/** @throws AwsError where it is no JSON object, or has a rule that is not known */
export function parseFilter(address: string, text: Json | undefined): EventFilter {
  const pattern = parseObject(String(text));
  if (!pattern) throw invalid(address, 'the pattern of a filter must be a JSON object');
  const unknown = unknownOperator(pattern);
  if (unknown !== undefined) throw invalid(address, `the filter rule ${unknown} is not run locally`);
  return { pattern };
}

/** Whether a record is delivered: where there are filters, one of them has to match. */
export function isWanted(record: JsonObject, filters: readonly EventFilter[]): boolean {
  return (
    filters.length === 0 || filters.some(({ pattern }) => matchesPattern(pattern, matchable(record, pattern)))
  );
}

/** A body is matched as JSON where the pattern has rules for its fields, else as text. */
function matchable(record: JsonObject, pattern: JsonObject): JsonObject {
  const { body } = record;
  if (typeof body !== 'string' || !isObject(pattern['body'])) return record;
  const parsed = parseJson(body);
  return parsed === undefined ? record : { ...record, body: parsed };
}
