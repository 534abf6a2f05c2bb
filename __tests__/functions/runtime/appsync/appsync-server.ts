import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Published {
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

/** What it answers: a status and a body, or nothing for ever, half an answer and then nothing, or the connection cut. */
export type Reply = { readonly status: number; readonly body: unknown } | 'SILENCE' | 'HALF' | 'CUT';

export interface AppSyncServer {
  readonly endpoint: string;
  readonly requests: Published[];
  /** What the next requests are answered; after these all are answered with success. */
  readonly replies: Reply[];
  stop(): Promise<void>;
}

/** An AppSync that answers as it is told. */
export async function startAppSyncServer(): Promise<AppSyncServer> {
  const requests: Published[] = [];
  const replies: Reply[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({
      headers: request.headers,
      path: request.url ?? '',
      body: Buffer.concat(chunks).toString(),
    });
    const reply = replies.shift() ?? { status: 200, body: SUCCESS };
    if (reply === 'SILENCE') return;
    if (reply === 'HALF') {
      response.writeHead(200, { 'content-length': '100' }).write('{');
      return;
    }
    if (reply === 'CUT') {
      request.socket.destroy();
      return;
    }
    const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    replies,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const SUCCESS = { data: { publishApartmentChange: { id: '7' } } };

/** An answer of an operation that was refused or failed. */
export function failed(errorType: string, message = 'No.'): Reply {
  return {
    status: 200,
    body: {
      data: null,
      errors: [{ path: ['publishApartmentChange'], data: null, errorType, errorInfo: null, message }],
    },
  };
}
