import type { HttpRequest } from '../http/message';
import type { JsonObject } from '../json';

/** A call as its protocol reads it from a request. */
export interface ParsedCall {
  readonly action: string;
  readonly input: JsonObject;
}

/** One action of a REST API: its method and path, and what the call is. */
export interface Route {
  readonly method: string;
  /** Each group is a part that the path names. */
  readonly path: RegExp;
  /** `names` are those parts, decoded, in their order. */
  readonly parse: (request: HttpRequest, ...names: string[]) => ParsedCall;
}

/** The call of the first route that a request takes; undefined where it takes none. */
export function parseRoute(routes: readonly Route[], request: HttpRequest): ParsedCall | undefined {
  for (const { method, path, parse } of routes) {
    const match = method === request.method ? path.exec(request.path) : null;
    if (match) return parse(request, ...match.slice(1).map(decodeURIComponent));
  }
  return undefined;
}
