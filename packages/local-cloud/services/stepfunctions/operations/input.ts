import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';

/** Reads fields of a request; what does not fit is the ValidationException that AWS answers. */

export function requiredText(input: JsonObject, field: string): string {
  const value = optionalText(input, field);
  if (value === undefined) throw notNull(field);
  return value;
}

export function optionalText(input: JsonObject, field: string): string | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new AwsError('SerializationException', `${field} must be a string.`);
  return value;
}

export function optionalFlag(input: JsonObject, field: string): boolean | undefined {
  const value = input[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean')
    throw new AwsError('SerializationException', `${field} must be true or false.`);
  return value;
}

/** The page size asked for; 0 and none mean 100. */
export function pageSize(input: JsonObject): number {
  const value = input.maxResults ?? 0;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new AwsError('SerializationException', 'maxResults must be an integer.');
  }
  if (value < 0) throw constraint('maxResults', value, 'Member must have value greater than or equal to 0');
  if (value > 1000)
    throw constraint('maxResults', value, 'Member must have value less than or equal to 1000');
  return value === 0 ? 100 : value;
}

export function constraint(field: string, value: Json, rule: string): AwsError {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${shown}' at '${field}' failed to satisfy constraint: ${rule}`,
  );
}

function notNull(field: string): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A page's token: where the next page starts, of no meaning to the client. */
export function pageToken(position: Json): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function positionOf(input: JsonObject): Json | undefined {
  const token = optionalText(input, 'nextToken');
  if (token === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Json;
  } catch {
    throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  }
}

/** Seconds since the epoch with a fraction: how AWS JSON writes an instant. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}
