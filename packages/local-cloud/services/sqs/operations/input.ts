import type { JsonObject } from '../../../core/json';
import { missing, outOfRange } from '../errors';

/** A whole number from `least` to `most`; `defaultValue` where it is missing. @throws SqsError with AWS's `rule` */
export function wholeNumber(
  input: JsonObject,
  parameter: string,
  [least, most]: readonly [least: number, most: number],
  defaultValue: number,
  rule: string,
): number {
  const value = input[parameter] ?? defaultValue;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw outOfRange(value, parameter, rule);
}

/** @throws SqsError where it is missing, or no string */
export function requiredString(input: JsonObject, parameter: string): string {
  const value = input[parameter];
  if (typeof value !== 'string') throw missing(parameter);
  return value;
}
