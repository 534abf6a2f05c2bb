import { isDeepStrictEqual } from 'node:util';
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  getArgumentValues,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Json } from '../../../core/json';

/** Whether a subscription matches a mutation's answer. */
export type Filter = (item: Json) => boolean;

/**
 * Every argument given must equal the field of its name in the answer; null matches null and absent; an
 * argument that is omitted matches anything.
 * https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html#using-subscription-arguments
 * @param variables coerced
 */
export function argumentFilter(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): Filter {
  const given = getArgumentValues(field, node, variables);
  const wanted = field.args.flatMap(({ name, type }) =>
    name in given ? [{ name, value: answered(given[name], type) }] : [],
  );
  return (item) => wanted.every(({ name, value }) => isDeepStrictEqual(value, propertyOf(item, name)));
}

/** An argument's value as an answer has it: an ID as a string, JSON as its text. */
function answered(value: unknown, type: GraphQLInputType): Json {
  if (value === null || value === undefined) return null;
  if (isNonNullType(type)) return answered(value, type.ofType);
  if (isListType(type))
    return (Array.isArray(value) ? value : [value]).map((one) => answered(one, type.ofType));
  return plain(isLeafType(type) ? type.serialize(value) : value);
}

function propertyOf(item: Json, name: string): Json {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return null;
  return item[name] ?? null;
}

/** A copy of plain objects, which those of graphql-js are not. */
export function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
