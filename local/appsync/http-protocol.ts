import type { AwsError, HttpRequest, HttpResponse, Json, JsonObject, Protocol } from '../service';
import type { TransportError } from './wire-error';

/** The action of a GraphQL request, and its IAM action. */
export const GRAPHQL = 'GraphQL';

/** What a GraphQL request carries. */
export interface GraphqlInput {
  readonly body: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** By `/v1/apis/<id>/graphql`; undefined for `/graphql`. */
  readonly apiId: string | undefined;
}

const PATH = /^(?:\/v1\/apis\/([a-z0-9]+))?\/graphql$/;

/** GraphQL over HTTP: POST to `/graphql`, or to `/v1/apis/<id>/graphql` where several APIs run. */
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

function parse({
  method,
  path,
  headers,
  body,
}: HttpRequest): { action: string; input: JsonObject } | undefined {
  const match = method === 'POST' ? PATH.exec(path) : null;
  if (!match) return undefined;
  const [, apiId] = match;
  return {
    action: GRAPHQL,
    input: { body: body.toString('utf8'), headers: { ...headers }, ...(apiId && { apiId }) },
  };
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

/** What the gateway refused before the API was asked: AppSync tells no reasons. */
function renderError(error: AwsError, requestId: string): HttpResponse {
  const refused = error.code.startsWith('AccessDenied');
  const errorType = refused ? 'UnauthorizedException' : error.code;
  return {
    statusCode: refused ? 401 : error.statusCode,
    headers: { ...commonHeaders(requestId), 'x-amzn-errortype': errorType },
    body: JSON.stringify({ errors: [{ errorType, message: refused ? 'Permission denied' : error.message }] }),
  };
}

/** The output of a request that never became an operation. */
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
