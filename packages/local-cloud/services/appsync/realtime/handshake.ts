import type { HttpRequest } from '../../../core/http/message';
import { parseObject } from '../../../core/json';
import { TransportError } from '../wire-error';
import { headersIn } from './messages';

/** The protocol of AppSync's realtime endpoint, named after Apollo's first one. */
export const SUBPROTOCOL = 'graphql-ws';
const HEADER_PREFIX = 'header-';

/**
 * `/graphql` at the realtime host; `/graphql/realtime` at a custom domain, and so what aws-amplify makes of
 * any address that it does not know; below `/v1/apis/<id>` where several APIs run.
 */
const PATH = /^(?:\/v1\/apis\/([a-z0-9]+))?\/graphql(?:\/realtime)?$/;

export interface RealtimePath {
  readonly apiId: string | undefined;
}

/** Undefined where the path is not the realtime endpoint's. */
export function realtimePath(path: string): RealtimePath | undefined {
  const match = PATH.exec(path);
  return match ? { apiId: match[1] } : undefined;
}

/**
 * The headers that authorize a connection, in any of the three forms: the query parameter `header` (base64,
 * with `payload` `{}`), the subprotocol `header-…` (base64url without padding), the request's own headers.
 * https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html#handshake-details-to-establish-the-websocket-connection
 * @throws TransportError 400
 */
export function authorizationOf({ query, headers }: HttpRequest): Record<string, string> {
  const parameter = query.get('header');
  if (parameter !== null) {
    requireEmptyPayload(query.get('payload'));
    return decoded(parameter, 'The query parameter "header"');
  }
  const subprotocol = subprotocolsOf(headers).find((name) => name.startsWith(HEADER_PREFIX));
  if (subprotocol === undefined) return { ...headers };
  return decoded(subprotocol.slice(HEADER_PREFIX.length), 'The subprotocol "header-…"');
}

/** @throws TransportError 400 where the client does not offer the protocol (both words are AppSync's) */
export function requireSubprotocol({ headers }: HttpRequest): void {
  const offered = subprotocolsOf(headers);
  if (offered.length === 0) throw new TransportError(400, 'NoProtocolError', 'NoProtocolError');
  if (offered.includes(SUBPROTOCOL)) return;
  throw new TransportError(400, 'SubProtocolNotSupportedError', 'SubProtocolNotSupportedError');
}

function subprotocolsOf(headers: Readonly<Record<string, string>>): string[] {
  const names = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

function requireEmptyPayload(payload: string | null): void {
  const value = payload === null ? undefined : parseObject(fromBase64(payload));
  if (value && Object.keys(value).length === 0) return;
  throw badRequest('The query parameter "payload" must be the base64 of {}: e30=.');
}

function decoded(text: string, what: string): Record<string, string> {
  const value = parseObject(fromBase64(text));
  if (!value) throw badRequest(`${what} must be the base64 of a JSON object.`);
  return headersIn(value);
}

/** Of either alphabet, padded or not. In a query, `+` reads as a space. */
function fromBase64(text: string): string {
  return Buffer.from(text.replaceAll(' ', '+'), 'base64').toString('utf8');
}

function badRequest(message: string): TransportError {
  return new TransportError(400, 'BadRequestException', message);
}
