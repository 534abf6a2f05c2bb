import { isObject, type Json, type JsonObject } from '../../../core/json';

/** Reads the argument at `index` (from 0) as one kind of value; otherwise a RangeError says which was wrong. */
export function any(args: readonly Json[], index: number): Json {
  const value = args[index];
  if (value === undefined) throw new RangeError(`argument ${index + 1} is missing`);
  return value;
}

export function array(args: readonly Json[], index: number): Json[] {
  const value = any(args, index);
  if (Array.isArray(value)) return value;
  throw wrong(index, 'an array');
}

export function object(args: readonly Json[], index: number): JsonObject {
  const value = any(args, index);
  if (isObject(value)) return value;
  throw wrong(index, 'an object');
}

export function string(args: readonly Json[], index: number): string {
  const value = any(args, index);
  if (typeof value === 'string') return value;
  throw wrong(index, 'a string');
}

export function number(args: readonly Json[], index: number): number {
  const value = any(args, index);
  if (typeof value === 'number') return value;
  throw wrong(index, 'a number');
}

export function boolean(args: readonly Json[], index: number): boolean {
  const value = any(args, index);
  if (typeof value === 'boolean') return value;
  throw wrong(index, 'true or false');
}

function wrong(index: number, expected: string): RangeError {
  return new RangeError(`argument ${index + 1} must be ${expected}`);
}
