import { executeSync, type GraphQLFieldResolver } from 'graphql';
import type { Json, JsonObject } from '../../../core/json';
import type { Caller } from '../caller';
import { executionError } from '../execution-error';
import { requireAccess } from '../field';
import type { GraphqlApi } from '../graphql-api';
import type { GraphqlRequest } from '../request';
import { mutationsBehind } from '../subscribe-directive';
import { argumentFilter } from './filter';
import type { MutationEvent } from './mutation-events';
import { rootSelection } from './root-selection';

/** An accepted subscription. */
export interface Subscription {
  /** The payload of `data` for an event; undefined where the event is not for this subscriber. */
  payloadOf(event: MutationEvent): JsonObject | undefined;
}

/** @param request a valid operation of type subscription */
export function subscription(api: GraphqlApi, request: GraphqlRequest, caller: Caller): Subscription {
  const { schema } = api.settings;
  const type = schema.getSubscriptionType();
  const { fields, variables } = type ? rootSelection(schema, type, request) : NOTHING;
  const [node] = fields.values();
  const field = node && type?.getFields()[node.name.value];
  if (!node || !field) return { payloadOf: () => undefined };
  const mutations = mutationsBehind(schema, field);
  const wants = argumentFilter(field, node, variables);
  return {
    payloadOf: ({ mutation, item }) =>
      mutations.includes(mutation) && wants(item)
        ? selected(api, request, caller, { [field.name]: item })
        : undefined,
  };
}

const NOTHING = { fields: new Map<string, never>(), variables: {} };

/** The subscriber's own selection from the event. No resolver runs: the event has all the data there is. */
function selected(api: GraphqlApi, request: GraphqlRequest, caller: Caller, event: JsonObject): JsonObject {
  const { schema } = api.settings;
  const { data, errors = [] } = executeSync({
    schema,
    document: request.document,
    operationName: request.operation.name?.value ?? null,
    variableValues: request.variables,
    rootValue: event,
    contextValue: { api, caller },
    fieldResolver: fieldOfEvent,
  });
  const told = { data: (data ?? null) as Json };
  return errors.length > 0 ? { ...told, errors: errors.map((error) => executionError(error, schema)) } : told;
}

const fieldOfEvent: GraphQLFieldResolver<JsonObject, { api: GraphqlApi; caller: Caller }> = (
  source,
  _arguments,
  { api, caller },
  info,
) => {
  requireAccess(api, caller, info);
  return source[info.fieldName] ?? null;
};
