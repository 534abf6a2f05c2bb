import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';
import { constraintViolation, requiredString } from '../../core/request-input';

/** @throws AwsError where it is missing, empty, or no string */
export function nonEmptyString(input: JsonObject, field: string): string {
  const value = requiredString(input, field);
  if (value === '')
    throw constraintViolation(field, value, 'Member must have length greater than or equal to 1');
  return value;
}

/** @throws AwsError where it is no list of strings */
export function stringList(value: Json | undefined, field: string): string[] {
  const items = value ?? [];
  if (!Array.isArray(items)) throw new AwsError('SerializationException', `${field} must be a list.`);
  return items.map((item) => {
    if (typeof item !== 'string')
      throw new AwsError('SerializationException', `${field} must be a list of strings.`);
    return item;
  });
}

/** @throws AwsError where the request has a field that is not supported: it is never ignored */
export function refuseFields(input: JsonObject, action: string, fields: readonly string[]): void {
  const given = fields.find((field) => (input[field] ?? undefined) !== undefined);
  if (given !== undefined)
    throw new AwsError('ValidationException', `${given} of ${action} is not supported locally.`);
}
