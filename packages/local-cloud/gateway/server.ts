import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpRequest, HttpResponse } from '../core/http/message';
import { close, listen, urlOf } from '../core/listener';
import { readRequest, requestOf } from './http-request';
import { type UpgradeTaker, upgrade } from './upgrade';

export type Answer = (request: HttpRequest, traceId: string) => Promise<HttpResponse>;

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
   * @throws UserError where the port is taken
   */
  static async listen(port: number, answer: Answer, failed: (error: unknown) => void): Promise<HttpServer> {
    const server = createServer((incoming, outgoing) => {
      respond(incoming, outgoing, answer, server).catch(failed);
    });
    await listen(server, port);
    return new HttpServer(server);
  }

  get url(): string {
    return urlOf(this.server);
  }

  /** Gives connections that ask for another protocol to `taker`; without one they are refused. */
  upgradeBy(taker: UpgradeTaker): void {
    this.upgrades = taker;
  }

  /** Takes no more requests, lets those under way finish, and closes idle and upgraded connections. */
  async close(): Promise<void> {
    await Promise.all([close(this.server), this.upgrades?.close()]);
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
