import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest, HttpResponse } from '../service';
import { readRequest, requestOf } from './http-request';
import { type UpgradeTaker, upgrade } from './upgrade';

/** How long a stop waits for requests under way: longer than any of ours takes. */
const LONGEST_FINISH_MS = 5_000;

export type Answer = (request: HttpRequest, traceId: string) => Promise<HttpResponse>;

/** A port is taken, or may not be used. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
}

/** An HTTP server on the loopback interface only. */
export class HttpServer {
  private upgrades: UpgradeTaker | undefined;

  private constructor(private readonly server: Server) {
    server.on('upgrade', (incoming, socket, head) =>
      upgrade({ request: requestOf(incoming), incoming, socket, head }, this.upgrades, (plain) =>
        server.emit('connection', plain),
      ),
    );
  }

  /**
   * @param port 0 for any free one
   * @param failed is told of what `answer` throws; the client gets a 500
   * @throws PortUnavailable
   */
  static async listen(port: number, answer: Answer, failed: (error: unknown) => void): Promise<HttpServer> {
    const server = createServer((incoming, outgoing) => {
      respond(incoming, outgoing, answer, server).catch(failed);
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

  /** Gives connections that ask for another protocol to `taker`; without one they are refused. */
  upgradeBy(taker: UpgradeTaker): void {
    this.upgrades = taker;
  }

  /** Takes no more requests, lets those under way finish, and closes idle and upgraded connections. */
  async close(): Promise<void> {
    await Promise.all([this.closeServer(), this.upgrades?.close()]);
  }

  private closeServer(): Promise<void> {
    return new Promise((resolve) => {
      const force = setTimeout(() => this.server.closeAllConnections(), LONGEST_FINISH_MS);
      this.server.close(() => {
        clearTimeout(force);
        resolve();
      });
      // What is just being sent leaves its connection open for another request: for 5 s, unless told.
      this.server.keepAliveTimeout = 1;
      this.server.closeIdleConnections();
    });
  }
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: Answer,
  server: Server,
): Promise<void> {
  const request = await readRequest(incoming);
  if (!request) {
    outgoing.writeHead(413, { connection: 'close' }).end();
    return;
  }
  try {
    const { statusCode, headers, body } = await answer(request, traceIdOf(request));
    if (!server.listening) outgoing.shouldKeepAlive = false;
    outgoing.writeHead(statusCode, headers).end(request.method === 'HEAD' ? undefined : body);
  } catch (error) {
    outgoing.writeHead(500).end();
    throw error;
  }
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
