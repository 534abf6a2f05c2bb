import { type GraphQLError, type GraphQLSchema, getNullableType, isObjectType } from 'graphql';
import { ScalarError } from './scalars';
import { FieldError, fieldError, plainError, type WireError } from './wire-error';

/** An error of the execution of a field, as AppSync writes it. */
export function executionError(error: GraphQLError, schema: GraphQLSchema): WireError {
  const { originalError, path = [], locations = [], message } = error;
  if (originalError instanceof FieldError) return fieldError(originalError, path, locations);
  const sentence =
    originalError instanceof ScalarError ? cannotSerialize(path, originalError.message) : inAppSyncsWords();
  return sentence === undefined ? plainError(message, locations, path) : plainError(sentence, null, path);

  /** An error that graphql-js itself found in a resolver's answer. */
  function inAppSyncsWords(): string | undefined {
    const [, type, field] = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/.exec(message) ?? [];
    if (type && field) return nullRefused(schema, type, field, path);
    if (message.startsWith('Expected Iterable'))
      return `Can't resolve value (${shown(path)}) : type mismatch error, expected type LIST`;
    const [, scalar, value] = /^(\w+) cannot represent .*?value: (.+)$/.exec(message) ?? [];
    if (scalar) return cannotSerialize(path, `Expected type '${scalar}' but was '${value}'.`);
    const [, enumName, name] = /^Enum "(\w+)" cannot represent value: "?(.*?)"?$/.exec(message) ?? [];
    if (enumName)
      return cannotSerialize(path, `Invalid input for Enum '${enumName}'. No value found for name '${name}'`);
    return undefined;
  }
}

type ErrorPath = readonly (string | number)[];

function nullRefused(schema: GraphQLSchema, type: string, field: string, path: ErrorPath): string {
  const parent = schema.getType(type);
  const declared = isObjectType(parent) ? parent.getFields()[field]?.type : undefined;
  const nullable = declared ? String(getNullableType(declared)) : field;
  return `Cannot return null for non-nullable type: '${nullable}' within parent '${type}' (${shown(path)})`;
}

function cannotSerialize(path: ErrorPath, why: string): string {
  return `Can't serialize value (${shown(path)}) : ${why}`;
}

/** `/listOrders/items[0]/name` */
function shown(path: ErrorPath): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `/${key}`)).join('');
}
