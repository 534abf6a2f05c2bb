import type { Json } from '../../core/json';
import { isObject } from '../../core/json';
import { ExpressionError } from '../errors';
import {
  compareText,
  equal,
  sortedEntries,
  toList,
  toNumber,
  toObject,
  toText,
  typeName,
  unify,
} from '../language/values';
import { anything, type FunctionParameter, type TerraformFunction, takes, takesMany } from './definition';
import { characters } from './text';

function length(value: Json): number {
  if (typeof value === 'string') return characters(value).length;
  if (Array.isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new ExpressionError(`${typeName(value)} has no length`);
}

function lookup(map: { [key: string]: Json }, key: string, fallback: readonly Json[]): Json {
  if (Object.hasOwn(map, key)) return map[key] ?? null;
  if (fallback.length !== 1) throw new ExpressionError(`there is no key "${key}", and no default is given`);
  return fallback[0] ?? null;
}

/** Goes round: the element after the last is the first. */
function element(list: readonly Json[], index: number): Json {
  if (list.length === 0) throw new ExpressionError('an empty list has no elements');
  if (index < 0 || !Number.isInteger(index)) throw new ExpressionError(`${index} is no index`);
  return list[index % list.length] ?? null;
}

/** A set has no order of its own: Terraform walks strings in order of their bytes, numbers by size. */
function toSet(list: readonly Json[]): Json[] {
  const distinct: Json[] = [];
  for (const value of unify(list)) {
    if (!distinct.some((known) => equal(known, value))) distinct.push(value);
  }
  return distinct.sort((left, right) =>
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : typeof left === 'string' && typeof right === 'string'
        ? compareText(left, right)
        : 0,
  );
}

function coalesce(values: readonly Json[]): Json {
  const found = unify(values).find((value) => value !== null && value !== '');
  if (found === undefined) throw new ExpressionError('all arguments are null or empty');
  return found;
}

const objectOrNull: FunctionParameter<{ [key: string]: Json }> = (value) =>
  value === null ? {} : toObject(value);

function orNull<T extends Json>(convert: FunctionParameter<T>): FunctionParameter<T | null> {
  return (value) => (value === null ? null : convert(value));
}

export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  concat: takesMany([], toList, (_, lists) => lists.flat()),
  merge: takesMany([], objectOrNull, (_, objects) => Object.fromEntries(objects.flatMap(Object.entries))),
  length: takes([anything], ([value]) => length(value)),
  lookup: takesMany([toObject, toText], anything, ([map, key], fallback) => lookup(map, key, fallback)),
  element: takes([toList, toNumber], ([list, index]) => element(list, index)),
  keys: takes([toObject], ([map]) => sortedEntries(map).map(([key]) => key)),
  values: takes([toObject], ([map]) => sortedEntries(map).map(([, value]) => value)),
  tostring: takes([orNull(toText)], ([text]) => text),
  tonumber: takes([orNull(toNumber)], ([number]) => number),
  tolist: takes([toList], ([list]) => unify(list)),
  toset: takes([toList], ([list]) => toSet(list)),
  coalesce: takesMany([], anything, (_, values) => coalesce(values)),
};
