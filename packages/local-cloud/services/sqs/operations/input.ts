import type { Json, JsonObject } from '../../../core/json';
import { isObject } from '../../../core/json';
import { missing, outOfRange } from '../errors';

/** A whole number from `least` to `most`; `usual` where none is given. @throws SqsError with AWS's `rule` */
export function wholeNumber(
  input: JsonObject,
  parameter: string,
  [least, most]: readonly [least: number, most: number],
  usual: number,
  rule: string,
): number {
  const value = input[parameter] ?? usual;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw outOfRange(value, parameter, rule);
}

export function requiredText(input: JsonObject, parameter: string): string {
  const value = input[parameter];
  if (typeof value !== 'string') throw missing(parameter);
  return value;
}

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
