import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface QueueServer {
  readonly endpoint: string;
  /** Every message that was taken: its queue and its body. */
  readonly messages: { readonly QueueUrl: string; readonly MessageBody: string }[];
  /** While true it takes none. */
  away: boolean;
  stop(): Promise<void>;
}

/** Speaks SQS's SendMessage (AWS JSON 1.0). */
export async function startQueueServer(): Promise<QueueServer> {
  const messages: { QueueUrl: string; MessageBody: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if (request.headers['x-amz-target'] !== 'AmazonSQS.SendMessage' || queue.away) {
      response.writeHead(queue.away ? 503 : 400).end('{"__type":"ServiceUnavailable"}');
      return;
    }
    const message: { QueueUrl: string; MessageBody: string } = JSON.parse(Buffer.concat(chunks).toString());
    messages.push(message);
    const MD5OfMessageBody = createHash('md5').update(message.MessageBody).digest('hex');
    response.end(JSON.stringify({ MessageId: String(messages.length), MD5OfMessageBody }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const queue: QueueServer = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    away: false,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return queue;
}
