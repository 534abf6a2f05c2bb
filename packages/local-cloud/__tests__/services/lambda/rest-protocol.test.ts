import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { AwsError } from '../../../core/errors';
import type { HttpResponse } from '../../../core/http/message';
import { FunctionsUnderTest } from './functions-under-test';

let functions: FunctionsUnderTest;
let client: LambdaClient;
const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));

beforeAll(async () => {
  functions = new FunctionsUnderTest();
  await functions.add(
    'echo',
    'exports.handler = async (event) => { if (event.fail) throw new Error("told to"); console.log("hi"); return event }',
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new LambdaClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
});

afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  await functions.stop();
});

describe("AWS's own client", () => {
  test('invokes', async () => {
    const output = await client.send(
      new InvokeCommand({ FunctionName: 'echo', Payload: '{"n":1}', LogType: 'Tail' }),
    );
    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(output.FunctionError).toBeUndefined();
    expect(output.Payload?.transformToString()).toBe('{"n":1}');
    expect(Buffer.from(output.LogResult ?? '', 'base64').toString()).toContain('\nhi\n');
  });

  test('invokes by ARN, without an event', async () => {
    const FunctionName = 'arn:aws:lambda:eu-central-1:123456789012:function:echo';
    const output = await client.send(new InvokeCommand({ FunctionName }));
    expect(output.Payload?.transformToString()).toBe('{}');
  });

  test('reads a function error', async () => {
    const output = await client.send(new InvokeCommand({ FunctionName: 'echo', Payload: '{"fail":true}' }));
    expect(output).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(output.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'Error',
      errorMessage: 'told to',
    });
  });

  test.each([
    ['Event', 202],
    ['DryRun', 204],
  ] as const)('invokes by %s', async (InvocationType, status) => {
    const output = await client.send(
      new InvokeCommand({ FunctionName: 'echo', InvocationType, Payload: '{}' }),
    );
    expect(output.StatusCode).toBe(status);
  });

  test('lists and describes functions', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['echo']);
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'echo' }));
    expect(Configuration).toMatchObject({
      Runtime: 'nodejs22.x',
      Timeout: 3,
      MemorySize: 128,
      State: 'Active',
    });
  });

  test.each([
    ['nowhere', '{}', { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } }],
    ['echo', '{', { name: 'InvalidRequestContentException', $metadata: { httpStatusCode: 400 } }],
    [
      'echo',
      `"${'x'.repeat(6 * 1024 * 1024)}"`,
      { name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } },
    ],
  ])('reads the error of %s with %.10s', async (FunctionName, Payload, error) => {
    await expect(client.send(new InvokeCommand({ FunctionName, Payload }))).rejects.toMatchObject(error);
  });
});

test('requests of other services are not taken', () => {
  const request = {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
  };
  expect(functions.service.protocol.parse(request)).toBeUndefined();
});

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://local');
  const headers = incoming.headers as Record<string, string>;
  const request = {
    method: incoming.method ?? '',
    path: pathname,
    query: searchParams,
    headers,
    body: Buffer.concat(chunks),
  };
  const response = await respond(request);
  outgoing.writeHead(response.statusCode, response.headers).end(response.body);
}

async function respond(
  request: Parameters<typeof functions.service.protocol.parse>[0],
): Promise<HttpResponse> {
  const { protocol } = functions.service;
  const parsed = protocol.parse(request);
  if (!parsed) return { statusCode: 404, headers: {}, body: '' };
  const call = {
    ...parsed,
    principal: { kind: 'developer' as const },
    requestId: 'request-1',
    traceId: 'trace-1',
  };
  try {
    return protocol.render(await functions.service.handle(call), call);
  } catch (error) {
    if (error instanceof AwsError) return protocol.renderError(error, call.requestId);
    throw error;
  }
}
