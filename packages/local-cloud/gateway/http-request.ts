import type { IncomingMessage } from 'node:http';
import type { HttpRequest } from '../core/http/message';

/** DynamoDB takes 16 MiB, the most of the services run here. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** The request with its body; undefined where the body is larger than any service takes. */
export async function readRequest(incoming: IncomingMessage): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return requestOf(incoming, Buffer.concat(chunks));
}

/** A request whose body is known, or that has none. */
export function requestOf(incoming: IncomingMessage, body: Buffer = Buffer.alloc(0)): HttpRequest {
  const target = incoming.url ?? '/';
  const queryAt = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    query: new URLSearchParams(queryAt < 0 ? '' : target.slice(queryAt + 1)),
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
