import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Json = Record<string, unknown>;

/** An error as Step Functions answers it: status 400, its name in `__type`. */
export class StepFunctionsError extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

export interface StepFunctionsServer {
  readonly endpoint: string;
  /** Every request: its operation and its input. */
  readonly requests: { readonly operation: string; readonly input: Json }[];
  stop(): Promise<void>;
}

/** Speaks the wire protocol of Step Functions (AWS JSON 1.0); `answer` says what. */
export async function startStepFunctionsServer(
  answer: (operation: string, input: Json) => Json | Promise<Json>,
): Promise<StepFunctionsServer> {
  const requests: { operation: string; input: Json }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
    const input: Json = JSON.parse(Buffer.concat(chunks).toString());
    requests.push({ operation, input });
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    try {
      response.end(JSON.stringify(await answer(operation, input)));
    } catch (error) {
      const { type, message } = error as StepFunctionsError;
      response.writeHead(400).end(JSON.stringify({ __type: `com.amazonaws.states#${type}`, message }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
