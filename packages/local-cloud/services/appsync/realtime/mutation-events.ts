import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Json, JsonObject } from '../../../core/json';
import type { GraphqlRequest } from '../request';
import { plain } from './filter';
import { rootSelection } from './root-selection';

/** What one field of a mutation published. */
export interface MutationEvent {
  readonly mutation: string;
  /**
   * The field's value as the mutation's client got it: without fields that the client did not select, and with
   * aliases in place of names (aws/aws-appsync-community#160).
   */
  readonly item: Json;
}

/** The events of an answer: each field of a mutation that has an answer and, at any depth, no error. */
export function mutationEvents(
  schema: GraphQLSchema,
  request: GraphqlRequest,
  { data, errors }: JsonObject,
): MutationEvent[] {
  const type = schema.getMutationType();
  if (!type || request.operation.operation !== OperationTypeNode.MUTATION) return [];
  if (data === undefined || data === null) return [];
  const answers = data as JsonObject;
  const failed = failedKeys(errors);
  return [...rootSelection(schema, type, request).fields].flatMap(([key, node]) => {
    const item = answers[key];
    if (item === undefined || item === null || failed.has(key)) return [];
    return [{ mutation: node.name.value, item: plain(item) }];
  });
}

function failedKeys(errors: Json | undefined): Set<Json | undefined> {
  const paths = ((errors ?? []) as JsonObject[]).map(({ path }) => path);
  return new Set(paths.map((path) => (Array.isArray(path) ? path[0] : undefined)));
}
