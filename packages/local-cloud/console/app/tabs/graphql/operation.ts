import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';

export interface Problem {
  readonly message: string;
  /** From 1; undefined where it is about no line. */
  readonly line: number | undefined;
}

/** What is wrong with a document by the schema; an empty one is not wrong. */
export function problemsIn(schema: GraphQLSchema, text: string): Problem[] {
  if (text.replace(/#.*/g, '').trim() === '') return [];
  try {
    return validate(schema, parse(text)).map(problemOf);
  } catch (error) {
    return [problemOf(error as Parameters<typeof problemOf>[0])];
  }
}

/** The operation that the caret is in, else the first; undefined where there is none. */
export function operationAt(text: string, caret: number): OperationDefinitionNode | undefined {
  const operations = documentOf(text)?.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const around = operations?.find(({ loc }) => loc && loc.start <= caret && caret <= loc.end);
  return around ?? operations?.[0];
}

/** An operation that asks for one field with all of its arguments, and what to fill in for them. */
export function operationFor(
  operation: 'mutation' | 'query' | 'subscription',
  field: GraphQLField<unknown, unknown>,
): { query: string; variables: Readonly<Record<string, unknown>> } {
  const { name, args, type } = field;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const declared = args.map((argument) => `$${argument.name}: ${argument.type}`).join(', ');
  const given = args.map((argument) => `${argument.name}: $${argument.name}`).join(', ');
  const lines = [
    `${operation} ${title}${declared && `(${declared})`} {`,
    `  ${name}${given && `(${given})`}${selection(type, 1)}`,
    '}',
    '',
  ];
  const needed = args.filter(isRequiredArgument);
  return {
    query: lines.join('\n'),
    variables: Object.fromEntries(needed.map((argument) => [argument.name, exampleOf(argument.type)])),
  };
}

/** How deep a selection goes by itself: further in, people say what they want. */
const DEEPEST = 3;

function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return isLeafType(named) ? '' : ' { __typename }';
  const indent = '  '.repeat(depth + 1);
  const lines = Object.values(named.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .filter((field) => depth < DEEPEST || isLeafType(getNamedType(field.type)))
    .map((field) => `${indent}${field.name}${selection(field.type, depth + 1)}`);
  return ` {\n${(lines.length > 0 ? lines : [`${indent}__typename`]).join('\n')}\n${'  '.repeat(depth)}}`;
}

function exampleOf(type: Parameters<typeof getNamedType>[0]): unknown {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return { Int: 0, Float: 0, Boolean: false }[named?.name ?? ''] ?? '';
  const needed = Object.values(named.getFields()).filter((field) => String(field.type).endsWith('!'));
  return Object.fromEntries(needed.map((field) => [field.name, exampleOf(field.type)]));
}

function documentOf(text: string): DocumentNode | undefined {
  try {
    return parse(text);
  } catch {
    // Not whole yet: `problemsIn` says where.
    return undefined;
  }
}

function problemOf(error: { message: string; locations?: readonly { line: number }[] | undefined }): Problem {
  return { message: error.message, line: error.locations?.[0]?.line };
}
