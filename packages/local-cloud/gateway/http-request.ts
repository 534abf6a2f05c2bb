import type { IncomingMessage } from 'node:http';
import { type HttpRequest, splitTarget } from '../core/http/message';

/** A request whose body is known, or that has none. */
export function requestOf(incoming: IncomingMessage, body: Buffer = Buffer.alloc(0)): HttpRequest {
  const { path, query } = splitTarget(incoming.url);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: flatten(incoming.headers),
    body,
  };
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}
