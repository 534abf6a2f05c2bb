import type { Fields } from './fields';

/** A query parameter as it stands in the URL, not decoded; `value` is undefined where there is no `=`. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string | undefined;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
}

/** Who sent the request, as far as CloudFront knows. */
export interface Viewer {
  readonly ip: string;
  readonly port: number;
  readonly httpVersion: string;
  /** ISO 3166-1 alpha-2; undefined where the location is unknown. */
  readonly country: string | undefined;
}

/** A request as an edge location received it, or as a viewer-request function changed it. */
export interface ViewerRequest {
  readonly method: string;
  /** The path as in the URL, not decoded. */
  readonly uri: string;
  readonly query: readonly QueryParameter[];
  /** Without `cookie`. */
  readonly fields: Fields;
  readonly cookies: readonly Cookie[];
  readonly body: Buffer;
  readonly viewer: Viewer;
}

/** The parameters of a query string. Only `&` separates them. */
export function parseQuery(query: string): QueryParameter[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0
        ? { name: part, value: undefined }
        : { name: part.slice(0, at), value: part.slice(at + 1) };
    });
}

export function queryText(query: readonly QueryParameter[]): string {
  return query.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)).join('&');
}

export function parseCookies(lines: readonly string[]): Cookie[] {
  return lines
    .flatMap((line) => line.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? { name: pair, value: '' } : { name: pair.slice(0, at), value: pair.slice(at + 1) };
    });
}

export function cookieText(cookies: readonly Cookie[]): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
