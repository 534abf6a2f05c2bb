import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { plainError, type WireError } from './wire-error';

/** The error of the first variable that does not fit its type, in AppSync's words; undefined where all do. */
export function variableError(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): WireError | undefined {
  for (const definition of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, definition.type);
    const problem = isInputType(type) ? problemOf(definition, type, variables) : undefined;
    if (problem) return problem;
  }
  return undefined;
}

function problemOf(
  definition: VariableDefinitionNode,
  type: GraphQLInputType,
  variables: Readonly<Record<string, unknown>>,
): WireError | undefined {
  const name = definition.variable.name.value;
  const value = variables[name];
  if (value === undefined && (definition.defaultValue || !isNonNullType(type))) return undefined;
  if (value === null || value === undefined)
    return isNonNullType(type) ? coercedNull(definition, String(type)) : undefined;
  const problems: WireError[] = [];
  coerceInputValue(value, type, (path, invalid, { message, originalError }) => {
    const [, required] = /^Field "\w+" of required type "(.+)" was not provided/.exec(message) ?? [];
    const [, nonNull] = /^Expected non-nullable type "(.+)" not to be null/.exec(message) ?? [];
    const [, unknown, owner] = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(message) ?? [];
    if (required ?? nonNull) problems.push(coercedNull(definition, String(required ?? nonNull)));
    else if (unknown) problems.push(undefinedField(unknown, String(owner)));
    else {
      const subject = [...path].reverse().find((key) => typeof key === 'string') ?? name;
      problems.push(
        invalidValue(definition, String(subject), originalError?.message ?? mismatch(message, invalid)),
      );
    }
  });
  return problems[0];
}

/** AppSync names the variable, whichever of its fields is null (aws/aws-appsync-community#406). */
function coercedNull(definition: VariableDefinitionNode, type: string): WireError {
  const sentence = `Variable '${definition.variable.name.value}' has coerced Null value for NonNull type '${type}'`;
  return plainError(sentence, locationOf(definition));
}

function undefinedField(field: string, owner: string): WireError {
  const sentence = `The variables input contains a field name '${field}' that is not defined for input object type '${owner}' `;
  return plainError(sentence, null);
}

function invalidValue(definition: VariableDefinitionNode, subject: string, why: string): WireError {
  return plainError(`Variable '${subject}' has an invalid value. ${why}`, locationOf(definition));
}

/** For the built-in types, by the messages of graphql-js. */
function mismatch(message: string, value: unknown): string {
  const enumName = /in "(\w+)" enum|^Enum "(\w+)"/.exec(message)?.slice(1).find(Boolean);
  if (enumName) return `Invalid input for Enum '${enumName}'. No value found for name '${String(value)}'`;
  const type = /^(\w+) cannot represent|^Expected type "(\w+)"/.exec(message)?.slice(1).find(Boolean);
  return `Expected type '${type}' but was '${Array.isArray(value) ? 'List' : typeof value}'.`;
}

function locationOf({ loc }: VariableDefinitionNode): { line: number; column: number }[] | null {
  return loc ? [{ line: loc.startToken.line, column: loc.startToken.column }] : null;
}
