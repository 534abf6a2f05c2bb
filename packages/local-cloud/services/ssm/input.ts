import { AwsError } from '../../core/errors';
import type { Json, JsonObject } from '../../core/json';

/** Reads fields of a request; what does not fit is the error that AWS answers. */

export function optionalText(input: JsonObject, field: string): string | undefined {
  const value = input[field] ?? undefined;
  if (value !== undefined && typeof value !== 'string')
    throw new AwsError('SerializationException', `${field} must be a string.`);
  return value;
}

export function requiredText(input: JsonObject, field: string): string {
  const value = optionalText(input, field);
  if (value === undefined) throw constraint(field, null, 'Member must not be null');
  if (value === '') throw constraint(field, value, 'Member must have length greater than or equal to 1');
  return value;
}

export function flag(input: JsonObject, field: string): boolean {
  const value = input[field] ?? false;
  if (typeof value !== 'boolean')
    throw new AwsError('SerializationException', `${field} must be true or false.`);
  return value;
}

/** One of a closed list; undefined where it is not given. */
export function oneOf<T extends string>(
  input: JsonObject,
  field: string,
  values: readonly T[],
): T | undefined {
  const value = optionalText(input, field);
  if (value === undefined) return undefined;
  const known = values.find((each) => each === value);
  if (known === undefined)
    throw constraint(field, value, `Member must satisfy enum value set: [${values.join(', ')}]`);
  return known;
}

export function texts(value: Json | undefined, field: string): string[] {
  if (!Array.isArray(value ?? [])) throw new AwsError('SerializationException', `${field} must be a list.`);
  return ((value ?? []) as Json[]).map((item) => {
    if (typeof item !== 'string')
      throw new AwsError('SerializationException', `${field} must be of strings.`);
    return item;
  });
}

/** `MaxResults`, or as many as there can be. */
export function pageSize(input: JsonObject, longest: number): number {
  const value = input['MaxResults'] ?? longest;
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new AwsError('SerializationException', 'MaxResults must be an integer.');
  if (value < 1) throw constraint('MaxResults', value, 'Member must have value greater than or equal to 1');
  if (value > longest)
    throw constraint('MaxResults', value, `Member must have value less than or equal to ${longest}`);
  return value;
}

/** What is not supported is said, not passed over. */
export function refuse(input: JsonObject, action: string, fields: readonly string[]): void {
  const given = fields.find((field) => (input[field] ?? undefined) !== undefined);
  if (given !== undefined)
    throw new AwsError('ValidationException', `${given} of ${action} is not supported locally.`);
}

export function constraint(field: string, value: Json, rule: string): AwsError {
  const member = field.charAt(0).toLowerCase() + field.slice(1);
  const shown = value === null ? 'null' : `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${rule}`,
  );
}
