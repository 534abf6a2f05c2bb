import type { Json } from '../../core/json';
import { isObject } from '../../core/json';
import { ExpressionError } from '../errors';

/** What Terraform calls the type of a value, for messages. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'a bool' : `a ${typeof value}`;
}

/** A string, or what Terraform turns into one by itself: a number, a bool. */
export function toText(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  throw new ExpressionError(`a string is needed, not ${typeName(value)}`);
}

/** A number, or a string that holds one. */
export function toNumber(value: Json): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Number(value);
  throw new ExpressionError(`a number is needed, not ${describe(value)}`);
}

/** A bool, or one of the strings `true` and `false`. */
export function toBool(value: Json): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new ExpressionError(`a bool is needed, not ${describe(value)}`);
}

export function toList(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw new ExpressionError(`a list is needed, not ${typeName(value)}`);
}

export function toObject(value: Json): { [key: string]: Json } {
  if (isObject(value)) return value;
  throw new ExpressionError(`an object is needed, not ${typeName(value)}`);
}

/** Terraform writes numbers without an exponent. */
export function numberText(value: number): string {
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  if (!text.includes('e')) return text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [digits = '', exponent] = text.split('e');
  const decimals = (digits.split('.')[1]?.length ?? 0) - Number(exponent);
  return value.toFixed(Math.min(100, decimals));
}

/** Orders strings as Terraform does: by their UTF-8 bytes. */
export function compareText(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** The entries of an object in the order in which Terraform walks it: by key. */
export function sortedEntries(value: { [key: string]: Json }): [string, Json][] {
  return Object.entries(value).sort(([left], [right]) => compareText(left, right));
}

/** Equality of Terraform's `==`: of the same type, and deep. */
export function equal(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => equal(item, right[index] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    const same = keys.length === Object.keys(right).length;
    return (
      same && keys.every((key) => Object.hasOwn(right, key) && equal(left[key] ?? null, right[key] ?? null))
    );
  }
  return left === right;
}

/**
 * The values as elements of one list or branches of one conditional, which have one type: where strings meet
 * numbers or bools, all are strings (https://developer.hashicorp.com/terraform/language/expressions/type-constraints).
 */
export function unify(values: readonly Json[]): Json[] {
  const primitive = values.every((value) => value === null || typeof value !== 'object');
  if (!primitive || !values.some((value) => typeof value === 'string')) return [...values];
  return values.map((value) => (value === null ? null : toText(value)));
}

function describe(value: Json): string {
  return typeof value === 'string' ? `"${value}"` : typeName(value);
}
