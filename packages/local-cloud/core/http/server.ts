import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { UserError } from '../errors';
import type { HttpResponse } from './message';

/** How long a stop waits for requests under way: longer than any of ours takes. */
const LONGEST_FINISH_MS = 5_000;

/** DynamoDB takes 16 MiB, the most of the services that run here. */
export const LARGEST_BODY = 16 * 1024 * 1024;

/** What a server does with its requests. */
export interface RequestHandler {
  /** Answers a request. `body` is undefined where it is larger than {@link LARGEST_BODY}. */
  answer(incoming: IncomingMessage, body: Buffer | undefined): Promise<HttpResponse>;
  /** The answer where `answer` has thrown. */
  failed(error: unknown, incoming: IncomingMessage): HttpResponse;
}

export interface ServerOptions {
  /** Bytes of headers that Node takes; its own default where it is missing. */
  readonly maxHeaderSize?: number;
  /** True where responses have their own date: Node adds none. */
  readonly ownDate?: boolean;
}

/** Takes a connection that asks for another protocol. `replay` gives it back as a plain one. */
export type UpgradeListener = (
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  replay: (socket: Duplex) => void,
) => void;

/**
 * An HTTP server on the loopback interface only. Its connections stay open until the client or a stop closes
 * them: a client that comes back after a pause is never cut off, however long it keeps its connections.
 */
export class LoopbackServer {
  private constructor(private readonly server: Server) {}

  /**
   * @param port 0 for any free one
   * @throws UserError where the port is taken or may not be used
   */
  static async listen(
    port: number,
    handler: RequestHandler,
    options: ServerOptions = {},
  ): Promise<LoopbackServer> {
    const { maxHeaderSize, ownDate = false } = options;
    const server = createServer({ ...(maxHeaderSize && { maxHeaderSize }) }, async (incoming, outgoing) => {
      outgoing.sendDate = !ownDate;
      const response = await answerTo(incoming, handler);
      if (!server.listening) outgoing.shouldKeepAlive = false;
      send(outgoing, response);
    });
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(unavailable(port, error)));
      // A thousand clients may connect at once: Node's own queue for them holds 511.
      server.listen({ port, host: '127.0.0.1', backlog: 4_096 }, resolve);
    });
    return new LoopbackServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Without a listener, a request for another protocol is answered as any other. */
  onUpgrade(listener: UpgradeListener): void {
    this.server.on('upgrade', (incoming, socket, head) =>
      listener(incoming, socket, head, (plain) => this.server.emit('connection', plain)),
    );
  }

  /** Takes no more requests, lets those under way finish for 5 s at most, and closes every connection. */
  close(): Promise<void> {
    const { server } = this;
    return new Promise((resolve) => {
      const force = setTimeout(() => server.closeAllConnections(), LONGEST_FINISH_MS);
      server.close(() => {
        clearTimeout(force);
        resolve();
      });
      // Connections that are busy now are closed as soon as they have nothing more to do.
      server.keepAliveTimeout = 1;
      server.closeIdleConnections();
    });
  }
}

async function answerTo(incoming: IncomingMessage, handler: RequestHandler): Promise<HttpResponse> {
  try {
    return await handler.answer(incoming, await readBody(incoming));
  } catch (error) {
    return handler.failed(error, incoming);
  }
}

/** The whole body; undefined where it is too large. It is read to its end all the same, so that the client reads the answer. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks);
}

function send(outgoing: ServerResponse, { statusCode, statusText, headers, body }: HttpResponse): void {
  if (statusText) outgoing.writeHead(statusCode, statusText, headers);
  else outgoing.writeHead(statusCode, headers);
  outgoing.end(body);
}

/** Why a port was not opened. */
function unavailable(port: number, error: NodeJS.ErrnoException): Error {
  const refuse = (problem: string, nextStep: string) =>
    new UserError('PortUnavailable', `Port ${port} ${problem}.`, nextStep, { cause: error });
  if (error.code === 'EADDRINUSE') return refuse('is in use', 'Stop what uses it, or choose another port.');
  if (error.code === 'EACCES') return refuse('may not be used by this account', 'Choose one above 1023.');
  return error;
}
