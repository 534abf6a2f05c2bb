import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { graphqlTokens } from './highlight';

/** A name that may be written at the caret. */
export interface Suggestion {
  readonly name: string;
  readonly type: string;
}

const MOST = 12;
const OPERATIONS = ['query', 'mutation', 'subscription'] as const;

/** Where the caret is: the operation's kind, and the fields around it from the outermost. */
interface Place {
  readonly operation: (typeof OPERATIONS)[number] | undefined;
  readonly fields: readonly string[];
  /** Inside the parentheses of the last of these fields. */
  readonly inArguments: boolean;
}

/** Fields, or arguments of a field, that begin with what stands before the caret. */
export function suggestionsAt(schema: GraphQLSchema, text: string, caret: number): Suggestion[] {
  const before = text.slice(0, caret);
  const begun = /\w*$/.exec(before)?.[0] ?? '';
  const { operation, fields, inArguments } = placeOf(before.slice(0, caret - begun.length));
  if (/\$$/.test(before.slice(0, caret - begun.length))) return [];
  const names = operation === undefined ? topLevel() : namesIn(schema, operation, fields, inArguments);
  const fitting = names.filter(({ name }) => name.toLowerCase().startsWith(begun.toLowerCase()));
  return fitting.some(({ name }) => name === begun) ? [] : fitting.slice(0, MOST);
}

function topLevel(): Suggestion[] {
  return OPERATIONS.map((name) => ({ name, type: 'operation' }));
}

function namesIn(
  schema: GraphQLSchema,
  operation: (typeof OPERATIONS)[number],
  fields: readonly string[],
  inArguments: boolean,
): Suggestion[] {
  const root: GraphQLOutputType | null | undefined = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[operation];
  const around = inArguments ? fields.slice(0, -1) : fields;
  let members = root?.getFields() ?? {};
  for (const name of around) members = membersOf(members[name]?.type);
  if (inArguments) {
    const field: GraphQLField<unknown, unknown> | undefined = members[fields.at(-1) ?? ''];
    return (field?.args ?? []).map(({ name, type }) => ({ name, type: String(type) }));
  }
  return Object.values(members).map(({ name, type }) => ({ name, type: String(type) }));
}

function membersOf(type: GraphQLOutputType | undefined) {
  const named = type && getNamedType(type);
  return isObjectType(named) || isInterfaceType(named) ? named.getFields() : {};
}

/** Read from the text's pieces: what is being written need not be a whole operation. */
function placeOf(text: string): Place {
  let operation: Place['operation'];
  let fields: string[] = [];
  let last = '';
  let parentheses = 0;
  let depth = 0;
  for (const { kind, text: piece } of graphqlTokens(text)) {
    if (depth === 0 && kind === 'keyword') operation = OPERATIONS.find((name) => name === piece);
    else if (kind === 'name' && parentheses === 0) last = piece;
    if (kind !== 'plain') continue;
    for (const character of piece) {
      if (character === '(') parentheses += 1;
      else if (character === ')') parentheses -= 1;
      else if (parentheses > 0) continue;
      else if (character === '{') {
        depth += 1;
        operation ??= 'query';
        fields = [...fields, last];
      } else if (character === '}') {
        depth -= 1;
        fields = fields.slice(0, -1);
        if (depth === 0) operation = undefined;
      }
    }
  }
  // The first brace opens the operation itself, not a field.
  const inside = fields.slice(1);
  const inArguments = depth > 0 && parentheses > 0;
  return {
    operation: depth > 0 ? operation : undefined,
    fields: inArguments ? [...inside, last] : inside,
    inArguments,
  };
}
