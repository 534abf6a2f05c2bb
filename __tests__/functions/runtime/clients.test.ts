import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoDbClient, stepFunctionsClient } from '../../../functions/runtime/clients';

const environment = process.env;
let server: Server;
let statusCode: number;
let requests: number;
const sockets = new Set<Socket>();

beforeEach(async () => {
  requests = 0;
  sockets.clear();
  server = createServer((request, response) => {
    requests++;
    sockets.add(request.socket);
    request
      .resume()
      .on('end', () =>
        response.writeHead(statusCode, { 'content-type': 'application/x-amz-json-1.0' }).end('{}'),
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env = {
    ...environment,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
});
afterEach(async () => {
  process.env = environment;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const clients = {
  DynamoDB: () => {
    const client = dynamoDbClient();
    return { client, call: () => client.send(new GetCommand({ TableName: 't', Key: { Id: '7' } })) };
  },
  'Step Functions': () => {
    const client = stepFunctionsClient();
    return { client, call: () => client.send(new ListStateMachinesCommand({})) };
  },
};

describe.each(Object.entries(clients))('the client of %s', (_, create) => {
  test('goes where the standard variables say, over one connection, and gives an answer up after 3 s', async () => {
    statusCode = 200;
    const { client, call } = create();
    await call();
    await call();
    expect(requests).toBe(2);
    expect(sockets.size).toBe(1);
    const handler = client.config.requestHandler as { httpHandlerConfigs(): object };
    expect(handler.httpHandlerConfigs()).toMatchObject({
      connectionTimeout: 2_000,
      requestTimeout: 3_000,
      throwOnRequestTimeout: true,
    });
  });

  test('tries three times', async () => {
    statusCode = 500;
    await expect(create().call()).rejects.toThrow();
    expect(requests).toBe(3);
  });
});
