import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { AwsError } from '../../../core/errors';
import { awsJson } from '../../../core/protocols/aws-json';
import { StateMachineCloud } from '../../../testing/state-machine-cloud';
import { longWait } from './long-wait';

const protocol = awsJson('AWSStepFunctions', '1.0');

/** Serves a cloud's Step Functions over HTTP, as the gateway does. */
async function serve(cloud: StateMachineCloud): Promise<Server> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = request.headers as Record<string, string>;
    const body = Buffer.concat(chunks);
    const parsed = protocol.parse({
      method: request.method ?? '',
      path: '/',
      query: new URLSearchParams(),
      headers,
      body,
    });
    const call = {
      action: '',
      input: {},
      ...parsed,
      principal: { kind: 'developer' },
      requestId: 'r',
      traceId: 't',
    } as const;
    const answer = await cloud.call(call.action, call.input).then(
      (output) => protocol.render(output, call),
      (error: AwsError) => protocol.renderError(error, 'r'),
    );
    response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

test("AWS's own SDK starts, reads and stops executions, and knows the errors", async () => {
  const cloud = await StateMachineCloud.with(longWait);
  const server = await serve(cloud);
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const start = (input: string) =>
    client.send(new StartExecutionCommand({ stateMachineArn: cloud.machineArn, name: 'e1', input }));

  const { executionArn, startDate } = await start('{"a":1}');
  expect(startDate).toBeInstanceOf(Date);
  await expect(start('{"a":2}')).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  await client.send(new StopExecutionCommand({ executionArn, error: 'Manual' }));
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  expect(events?.map(({ type }) => type)).toEqual([
    'ExecutionAborted',
    'WaitStateEntered',
    'ExecutionStarted',
  ]);
  expect(events?.[0]?.executionAbortedEventDetails).toEqual({ error: 'Manual' });

  client.destroy();
  await new Promise((closed) => server.close(closed));
  await cloud.stop();
});
