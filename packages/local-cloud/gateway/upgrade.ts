import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { isForeignPage } from '../core/http/loopback';
import type { WebSocketRequest } from '../core/web-sockets';

/** Takes connections that go on as WebSockets. */
export interface UpgradeTaker {
  /** True where it took the connection, and answers for it from then on. */
  accept(request: WebSocketRequest): boolean;
  /** Ends the connections that it took. */
  close(): Promise<void>;
}

/**
 * Gives the connection to the taker, or refuses it. What is not for a WebSocket (Java's own client offers
 * `h2c` with every first request) is ignored, as HTTP lets a server: `answer` gets the request as it is.
 */
export function upgrade(
  { request, incoming, socket, head }: WebSocketRequest,
  taker: UpgradeTaker | undefined,
  answer: (socket: Duplex) => void,
): void {
  // A client may break the connection at any time; that is no fault of ours.
  socket.on('error', () => socket.destroy());
  if (request.headers['upgrade']?.toLowerCase() !== 'websocket') {
    socket.unshift(Buffer.concat([withoutUpgrade(incoming), head]));
    answer(socket);
  } else if (isForeignPage(request.headers)) {
    refuse(socket, 403, 'Only pages of this machine may open a WebSocket to the local cloud.');
  } else if (!taker?.accept({ request, incoming, socket, head })) {
    refuse(socket, 404, `Nothing of this stack takes a WebSocket at ${request.path}.`);
  }
}

/** The head of the request as it was sent, but for what asks for the other protocol. */
function withoutUpgrade({ method, url, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = String(rawHeaders[at]);
    if (!/^(upgrade|connection|http2-settings)$/i.test(name)) lines.push(`${name}: ${rawHeaders[at + 1]}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function refuse(socket: Duplex, statusCode: number, sentence: string): void {
  const lines = [
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(sentence)}`,
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${sentence}`, () => socket.destroy());
}
