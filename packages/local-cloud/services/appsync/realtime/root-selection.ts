import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getVariableValues,
  Kind,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import type { GraphqlRequest } from '../request';

/** The fields that a valid operation selects of its root type. */
export interface RootSelection {
  /** By their response names. */
  readonly fields: ReadonlyMap<string, FieldNode>;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** With fragments expanded, and `@skip` and `@include` applied. */
export function rootSelection(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  { document, operation, variables }: GraphqlRequest,
): RootSelection {
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...variables });
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  const collected = collectFields(schema, fragments, coerced, type, operation.selectionSet);
  const fields = [...collected].flatMap(([key, [node]]): [string, FieldNode][] =>
    node ? [[key, node]] : [],
  );
  return { fields: new Map(fields), variables: coerced };
}
