import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

export interface SentTask {
  readonly task: Readonly<Record<string, unknown>>;
  readonly delaySeconds: number;
}

/**
 * What payments need of SQS and Parameter Store, by AWS's JSON protocols: a queue that keeps what is sent, and
 * parameters.
 */
export class AwsServer {
  readonly parameters = new Map<string, string>();
  readonly sent: SentTask[] = [];
  /** Seconds by which messages were put off, by receipt handle. */
  readonly putOff = new Map<string, number>();
  readonly operations: string[] = [];
  /** Operations that answer with an internal error. */
  readonly broken = new Set<string>();
  endpoint = '';

  private readonly server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    this.operations.push(operation);
    const answer = this.broken.has(operation)
      ? { status: 500, body: { __type: 'InternalServerError', message: 'broken' } }
      : this.answer(operation, JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(answer.status, { 'content-type': String(request.headers['content-type']) });
    response.end(JSON.stringify(answer.body));
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.endpoint = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(operation: string, input: Json): { readonly status: number; readonly body: Json } {
    switch (operation) {
      case 'GetParameter':
        return this.parameter(String(input['Name']));
      case 'SendMessage':
        return this.send(String(input['MessageBody']), Number(input['DelaySeconds']));
      case 'ChangeMessageVisibility':
        this.putOff.set(String(input['ReceiptHandle']), Number(input['VisibilityTimeout']));
        return { status: 200, body: {} };
      default:
        return { status: 400, body: { __type: 'UnknownOperationException', message: operation } };
    }
  }

  private parameter(Name: string) {
    const Value = this.parameters.get(Name);
    return Value === undefined
      ? { status: 400, body: { __type: 'ParameterNotFound', message: Name } }
      : { status: 200, body: { Parameter: { Name, Value, Type: 'SecureString', Version: 1 } } };
  }

  private send(body: string, delaySeconds: number) {
    this.sent.push({ task: JSON.parse(body), delaySeconds });
    const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
    return { status: 200, body: { MessageId: `message-${this.sent.length}`, MD5OfMessageBody } };
  }
}
