import { type GraphQLSchema, Kind, type SelectionSetNode } from 'graphql';
import { type GraphqlRequest, graphqlRequest } from './request';
import { TransportError } from './wire-error';

/** The root fields of a request; none where the request is not valid. */
export function rootFields(body: string, schema: GraphQLSchema): { type: string; field: string }[] {
  const request = requestOf(body);
  const type = request && schema.getRootType(request.operation.operation)?.name;
  if (!request || !type) return [];
  const names = fieldsIn(request.operation.selectionSet, request, new Set()).filter(
    (name) => !name.startsWith('__'),
  );
  return [...new Set(names)].map((field) => ({ type, field }));
}

function requestOf(body: string): GraphqlRequest | undefined {
  try {
    return graphqlRequest(body);
  } catch (error) {
    if (error instanceof TransportError) return undefined;
    throw error;
  }
}

/** @param seen fragments already entered: before validation, fragments may form a circle */
function fieldsIn(set: SelectionSetNode, request: GraphqlRequest, seen: Set<string>): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsIn(selection.selectionSet, request, seen);
    const name = selection.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    const fragment = request.document.definitions.find(
      (node) => node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === name,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsIn(fragment.selectionSet, request, seen) : [];
  });
}
