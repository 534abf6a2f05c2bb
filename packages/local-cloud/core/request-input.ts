import { AwsError } from './errors';
import type { Json, JsonObject } from './json';

/**
 * Reads the fields of a request's input. What does not fit is the error that AWS's JSON services answer:
 * `SerializationException` for another type, `ValidationException` for a value that is not allowed.
 * A field that is null is one that is not given.
 */

/** @throws AwsError where it is no string */
export function optionalString(input: JsonObject, field: string): string | undefined {
  const value = input[field] ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw wrongType(field, 'a string');
  return value;
}

/** @throws AwsError where it is missing, or no string */
export function requiredString(input: JsonObject, field: string): string {
  const value = optionalString(input, field);
  if (value === undefined) throw constraintViolation(field, null, 'Member must not be null');
  return value;
}

/** @throws AwsError where it is no boolean */
export function optionalBoolean(input: JsonObject, field: string): boolean | undefined {
  const value = input[field] ?? undefined;
  if (value !== undefined && typeof value !== 'boolean') throw wrongType(field, 'true or false');
  return value;
}

/** A whole number from `least` to `most`. @throws AwsError where it is none */
export function optionalInteger(
  input: JsonObject,
  field: string,
  [least, most]: readonly [least: number, most: number],
): number | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(field, 'an integer');
  if (value < least)
    throw constraintViolation(field, value, `Member must have value greater than or equal to ${least}`);
  if (value > most)
    throw constraintViolation(field, value, `Member must have value less than or equal to ${most}`);
  return value;
}

/** One of a closed list. @throws AwsError where it is another */
export function optionalEnum<T extends string>(
  input: JsonObject,
  field: string,
  values: readonly T[],
): T | undefined {
  const value = optionalString(input, field);
  if (value === undefined) return undefined;
  const known = values.find((each) => each === value);
  if (known === undefined)
    throw constraintViolation(field, value, `Member must satisfy enum value set: [${values.join(', ')}]`);
  return known;
}

/** The error for a value that breaks a rule of the API, in AWS's words. */
export function constraintViolation(field: string, value: Json, rule: string): AwsError {
  const member = field.charAt(0).toLowerCase() + field.slice(1);
  const shown = value === null ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function wrongType(field: string, expected: string): AwsError {
  return new AwsError('SerializationException', `${field} must be ${expected}.`);
}
