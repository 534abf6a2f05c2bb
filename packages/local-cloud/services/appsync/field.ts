import { type GraphQLFieldResolver, type GraphQLResolveInfo, Kind, type ResponsePath } from 'graphql';
import type { Json, JsonObject } from '../../core/json';
import type { Batches } from './batches';
import type { Caller } from './caller';
import type { GraphqlApi, Resolver } from './graphql-api';
import { selectionSetOf } from './selection-set';
import { FieldError } from './wire-error';

/** The state of one request while its fields are resolved. */
export interface GraphqlOperation {
  readonly api: GraphqlApi;
  readonly caller: Caller;
  /** As sent by the client: lower-case names, no cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: JsonObject;
  readonly batches: Batches;
  readonly call: (resolver: Resolver, event: Json) => Promise<Json>;
  /** Rejects when the request's time limit has passed. */
  readonly timeout: Promise<never>;
  resolversRun: number;
}

/** Resolves any field: by its resolver if it has one, else from its parent's value. */
export const answerField: GraphQLFieldResolver<unknown, GraphqlOperation> = (
  source,
  args,
  operation,
  info,
) => {
  const { api, caller } = operation;
  const type = info.parentType.name;
  requireAccess(api, caller, info);
  if (depthOf(info.path) > api.depthLimit) {
    throw new FieldError(
      'QueryDepthLimitReached',
      `The query is deeper than the limit of ${api.depthLimit}.`,
    );
  }
  const resolver = api.resolverOf(type, info.fieldName);
  return resolver ? resolve(resolver, source, args, operation, info) : propertyOf(source, info.fieldName);
};

/** @throws FieldError where the caller's authorization type may not read the field */
export function requireAccess(
  api: GraphqlApi,
  { authorization }: Caller,
  { parentType, fieldName }: GraphQLResolveInfo,
): void {
  if (api.mayRead(parentType.name, fieldName, authorization)) return;
  throw new FieldError('Unauthorized', `Not Authorized to access ${fieldName} on type ${parentType.name}`);
}

function resolve(
  resolver: Resolver,
  source: unknown,
  args: Record<string, unknown>,
  operation: GraphqlOperation,
  info: GraphQLResolveInfo,
): Promise<Json> {
  operation.resolversRun += 1;
  const limit = operation.api.resolverLimit;
  if (operation.resolversRun > limit) {
    throw new FieldError(
      'ResolverExecutionLimitReached',
      `The request runs more resolvers than the limit of ${limit}.`,
    );
  }
  const event = eventOf(source, args, operation, info);
  const answer =
    resolver.maxBatchSize > 0 ? operation.batches.add(resolver, event) : operation.call(resolver, event);
  return Promise.race([answer, operation.timeout]);
}

/** The event of a direct resolver's function, which is the resolver's whole context. */
function eventOf(
  source: unknown,
  args: Record<string, unknown>,
  { caller, headers, variables }: GraphqlOperation,
  info: GraphQLResolveInfo,
): JsonObject {
  return {
    arguments: { ...(args as JsonObject), ...omittedAsNull(args, info) },
    identity: caller.identity,
    source: (source ?? null) as Json,
    request: { headers: { ...headers }, domainName: null },
    prev: null,
    info: {
      ...selectionSetOf(info.fieldNodes, info.fragments),
      fieldName: info.fieldName,
      parentTypeName: info.parentType.name,
      variables,
    },
    stash: {},
  };
}

/**
 * An argument given by a variable that has no value reaches the resolver as null, not as absent
 * (aws/aws-appsync-community#348).
 */
function omittedAsNull(args: Record<string, unknown>, { fieldNodes }: GraphQLResolveInfo): JsonObject {
  const given = fieldNodes[0]?.arguments ?? [];
  const omitted = given.filter(({ name, value }) => value.kind === Kind.VARIABLE && !(name.value in args));
  return Object.fromEntries(omitted.map(({ name }) => [name.value, null]));
}

/** Fields from the root down, leaves included; the indices of lists do not count. */
function depthOf(path: ResponsePath): number {
  let depth = 0;
  for (let step: ResponsePath | undefined = path; step; step = step.prev)
    if (typeof step.key === 'string') depth += 1;
  return depth;
}

function propertyOf(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null
    ? ((source as Record<string, unknown>)[name] ?? null)
    : null;
}
