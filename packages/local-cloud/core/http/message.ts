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
  /** Several values where a header occurs several times: `set-cookie`. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}
