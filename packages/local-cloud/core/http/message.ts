/** A raw HTTP request. `path` is without the query; header names are lower-case. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpResponse {
  readonly statusCode: number;
  /** HTTP's own words for the code where it is missing. */
  readonly statusText?: string;
  /** Several values where a header occurs several times: `set-cookie`. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

/** The path of a request's target, and its query without the question mark. */
export function splitTarget(target = '/'): { readonly path: string; readonly query: string } {
  const queryAt = target.indexOf('?');
  if (queryAt < 0) return { path: target, query: '' };
  return { path: target.slice(0, queryAt), query: target.slice(queryAt + 1) };
}
