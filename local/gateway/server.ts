import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '../service';

/** DynamoDB takes 16 MiB, the most of the services run here. */
const LARGEST_BODY = 16 * 1024 * 1024;

/** How long a stop waits for requests under way: longer than any of ours takes. */
const LONGEST_FINISH_MS = 5_000;

export type Answer = (request: HttpRequest, traceId: string) => Promise<HttpResponse>;

/** A port is taken, or may not be used. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
}

/** An HTTP server on the loopback interface only. */
export class HttpServer {
  private constructor(private readonly server: Server) {}

  /**
   * @param port 0 for any free one
   * @param failed is told of what `answer` throws; the client gets a 500
   * @throws PortUnavailable
   */
  static async listen(port: number, answer: Answer, failed: (error: unknown) => void): Promise<HttpServer> {
    const server = createServer((incoming, outgoing) => {
      respond(incoming, outgoing, answer).catch(failed);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(unavailable(port, error)));
      server.listen(port, '127.0.0.1', resolve);
    });
    return new HttpServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes no more requests, lets those under way finish, and closes idle connections. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      const force = setTimeout(() => this.server.closeAllConnections(), LONGEST_FINISH_MS);
      this.server.close(() => {
        clearTimeout(force);
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }
}

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): Promise<void> {
  const request = await read(incoming);
  if (!request) {
    outgoing.writeHead(413, { connection: 'close' }).end();
    return;
  }
  try {
    const { statusCode, headers, body } = await answer(request, traceIdOf(request));
    outgoing.writeHead(statusCode, headers).end(request.method === 'HEAD' ? undefined : body);
  } catch (error) {
    outgoing.writeHead(500).end();
    throw error;
  }
}

async function read(incoming: IncomingMessage): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  const target = incoming.url ?? '/';
  const queryAt = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    query: new URLSearchParams(queryAt < 0 ? '' : target.slice(queryAt + 1)),
    headers: flatten(incoming.headers),
    body: Buffer.concat(chunks),
  };
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}

/** The trace that the request is part of (X-Ray's header: `Root=…;Parent=…`), or a new one. */
function traceIdOf({ headers }: HttpRequest): string {
  return /Root=([^;]+)/.exec(headers['x-amzn-trace-id'] ?? '')?.[1] ?? randomUUID();
}

/** What failed when a port was opened, in words where it is a usual failure. */
export function unavailable(port: number, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE')
    return new PortUnavailable(`Port ${port} is in use. Stop what uses it, or choose another port.`);
  if (error.code === 'EACCES')
    return new PortUnavailable(`Port ${port} may not be used by this account. Choose one above 1023.`);
  return error;
}
