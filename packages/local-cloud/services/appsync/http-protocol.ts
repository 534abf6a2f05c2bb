import type { AwsError } from '../../core/errors';
import type { HttpRequest, HttpResponse } from '../../core/http/message';
import type { Json, JsonObject } from '../../core/json';
import type { Protocol } from '../../core/service';
import type { TransportError } from './wire-error';

/** The action of a GraphQL request, and its IAM action. */
export const GRAPHQL = 'GraphQL';

/** The action that starts a subscription; to IAM, a GraphQL request for its field. */
export const SUBSCRIBE = 'Subscribe';

/** The input of a GraphQL request. */
export interface GraphqlInput {
  readonly body: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** By `/v1/apis/<id>/graphql`; undefined for `/graphql`. */
  readonly apiId: string | undefined;
}

const PATH = /^(?:\/v1\/apis\/([a-z0-9]+))?\/graphql$/;

/**
 * GraphQL over HTTP: POST or GET to `/graphql`, or to `/v1/apis/<id>/graphql` where several APIs run.
 * https://github.com/graphql/graphql-over-http/issues/81, by AppSync's team: a GET has query and variables as
 * query parameters.
 */
export const httpProtocol: Protocol = { parse, render, renderError };

/** The input of a call of the action {@link GRAPHQL}. */
export function graphqlInput(input: JsonObject): GraphqlInput {
  const { body, headers, apiId } = input;
  return {
    body: String(body),
    headers: (headers ?? {}) as Record<string, string>,
    apiId: typeof apiId === 'string' ? apiId : undefined,
  };
}

function parse(request: HttpRequest): { action: string; input: JsonObject } | undefined {
  const { method, path, query, headers, body } = request;
  const match = method === 'POST' || method === 'GET' ? PATH.exec(path) : null;
  // AppSync takes signatures in the header only. A signed URL would let any web page make its viewer's browser
  // send a mutation as the developer.
  if (!match || query.has('X-Amz-Credential')) return undefined;
  const [, apiId] = match;
  const text = method === 'GET' ? bodyOf(query) : body.toString('utf8');
  return { action: GRAPHQL, input: { body: text, headers: { ...headers }, ...(apiId && { apiId }) } };
}

/** The body that is equivalent to the parameters of a GET; not JSON where the variables are not. */
function bodyOf(query: URLSearchParams): string {
  const variables = query.get('variables') || '{}';
  try {
    return JSON.stringify({
      query: query.get('query'),
      operationName: query.get('operationName'),
      variables: JSON.parse(variables) as Json,
    });
  } catch {
    return variables;
  }
}

/** The answer of `handle`, `{statusCode, headers, body}`, with what AppSync adds to each. */
function render(output: Json, { requestId }: { requestId: string }): HttpResponse {
  const { statusCode, headers, body } = output as {
    statusCode: number;
    headers: Record<string, string>;
    body: Json;
  };
  return { statusCode, headers: { ...commonHeaders(requestId), ...headers }, body: JSON.stringify(body) };
}

/** A request that the gateway refused before it reached the API: AppSync gives no reasons. */
function renderError(error: AwsError, requestId: string): HttpResponse {
  const refused = error.code.startsWith('AccessDenied');
  const errorType = refused ? 'UnauthorizedException' : error.code;
  return {
    statusCode: refused ? 401 : error.statusCode,
    headers: { ...commonHeaders(requestId), 'x-amzn-errortype': errorType },
    body: JSON.stringify({ errors: [{ errorType, message: refused ? 'Permission denied' : error.message }] }),
  };
}

/** The output of a request that was refused before any operation ran. */
export function refusal({ statusCode, errorType, message }: TransportError): JsonObject {
  return {
    statusCode,
    headers: { 'x-amzn-errortype': errorType },
    body: { errors: [{ errorType, message }] },
  };
}

function commonHeaders(requestId: string): Record<string, string> {
  return { 'content-type': 'application/json;charset=UTF-8', 'x-amzn-requestid': requestId };
}
