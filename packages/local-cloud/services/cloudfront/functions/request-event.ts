import type { Json, JsonObject } from '../../../core/json';
import { isObject } from '../../../core/json';
import { only } from '../request/fields';
import type { Cookie, QueryParameter, ViewerRequest } from '../request/viewer-request';
import { type FunctionEntries, fromEvent, toEvent } from './entries';
import { FunctionValidationError, isDisallowed, refuseHeaders } from './header-rules';

/** The distribution and the request that an invocation is for. */
export interface EventContext {
  readonly distributionDomainName: string;
  readonly distributionId: string;
  readonly eventType: 'viewer-request' | 'viewer-response';
  readonly requestId: string;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html */
export function requestEvent(context: EventContext, request: ViewerRequest): JsonObject {
  return {
    version: '1.0',
    context: { ...context },
    viewer: { ip: request.viewer.ip },
    request: {
      method: request.method,
      uri: request.uri,
      querystring: toEvent(parameters(request)),
      headers: toEvent(visible(request)),
      cookies: toEvent(cookies(request)),
    },
  };
}

const READ_ONLY = ['content-length', 'host', 'transfer-encoding', 'via'];

/**
 * The request that goes on, as the function returned it.
 * @throws FunctionValidationError where CloudFront would not take it
 */
export function changedRequest(request: ViewerRequest, returned: JsonObject): ViewerRequest {
  const { method, uri } = returned;
  if (method !== undefined && method !== request.method)
    throw new FunctionValidationError('It changed the method.');
  if (typeof uri !== 'string' || !uri.startsWith('/')) {
    throw new FunctionValidationError(`The uri ${String(uri)} does not begin with a slash.`);
  }
  const headers = entries(visible(request), returned['headers'], 'headers');
  refuseHeaders(visible(request), headers, READ_ONLY);
  return {
    ...request,
    uri,
    query: unlessChanged(request.query, parameters(request), returned['querystring'], 'querystring'),
    fields: new Map([...only(request.fields, isDisallowed), ...headers]),
    cookies: unlessChanged(request.cookies, cookies(request), returned['cookies'], 'cookies'),
  };
}

/** Parameters and cookies keep their order and form where the function did not change them. */
function unlessChanged<T extends Cookie | QueryParameter>(
  before: readonly T[],
  given: FunctionEntries,
  left: Json | undefined,
  what: string,
): readonly T[] {
  const after = entries(given, left, what);
  if (same(given, after)) return before;
  return [...after].flatMap(([name, values]) => values.map((value) => ({ name, value }) as T));
}

function entries(given: FunctionEntries, left: Json | undefined, what: string): FunctionEntries {
  const result = left === undefined || left === null || isObject(left) ? fromEvent(given, left) : undefined;
  if (!result) throw new FunctionValidationError(`${what} is not of the form {name: {value}}.`);
  return result;
}

function same(before: FunctionEntries, after: FunctionEntries): boolean {
  return JSON.stringify([...before]) === JSON.stringify([...after]);
}

function visible(request: ViewerRequest): FunctionEntries {
  return only(request.fields, (name) => !isDisallowed(name));
}

function parameters({ query }: ViewerRequest): FunctionEntries {
  return grouped(query.map(({ name, value }) => [name, value ?? '']));
}

function cookies(request: ViewerRequest): FunctionEntries {
  return grouped(request.cookies.map(({ name, value }) => [name, value]));
}

function grouped(pairs: readonly (readonly [string, string])[]): FunctionEntries {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = groups.get(name);
    if (values) values.push(value);
    else groups.set(name, [value]);
  }
  return groups;
}
