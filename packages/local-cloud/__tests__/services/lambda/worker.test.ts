import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { JsonObject } from '../../../core/json';
import { FunctionsUnderTest } from './functions-under-test';

let functions: FunctionsUnderTest;

beforeEach(() => {
  functions = new FunctionsUnderTest();
});

afterEach(() => functions.stop());

test('the environment is what Lambda sets and the configuration says, nothing of the shell', async () => {
  process.env['LEAKED_FROM_THE_SHELL'] = 'yes';
  await functions.add('env', 'exports.handler = async () => process.env', {
    memory_size: 256,
    environment: [{ variables: { TABLE_NAME: 'orders', LIMIT: 20 } }],
    logging_config: { log_format: 'JSON', application_log_level: 'WARN' },
  });
  const { payload } = await functions.invoke('env', {});
  delete process.env['LEAKED_FROM_THE_SHELL'];
  const { LAMBDA_TASK_ROOT, HOME, AWS_LAMBDA_LOG_STREAM_NAME, ...rest } = payload as JsonObject;
  expect(LAMBDA_TASK_ROOT).toBe(HOME);
  expect(AWS_LAMBDA_LOG_STREAM_NAME).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  expect(rest).toEqual({
    TABLE_NAME: 'orders',
    LIMIT: '20',
    _HANDLER: 'index.handler',
    _X_AMZN_TRACE_ID: 'Root=trace-1;Sampled=0',
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
    AWS_LAMBDA_FUNCTION_NAME: 'env',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: 'WARN',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/env',
    AWS_ACCESS_KEY_ID: 'ASIAKEY',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'token',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  });
});

test("the context is Lambda's", async () => {
  const source =
    'exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() })';
  await functions.add('context', source, {
    timeout: 10,
    memory_size: 512,
    logging_config: { log_group: '/own/group' },
  });
  const { payload } = await functions.invoke('context', {});
  expect(payload).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'context',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:context',
    memoryLimitInMB: '512',
    awsRequestId: expect.stringMatching(/^request-\d+$/),
    logGroupName: '/own/group',
    logStreamName: expect.stringContaining('[$LATEST]'),
    left: expect.any(Number),
  });
  const { left } = payload as { left: number };
  expect(left).toBeGreaterThan(9_000);
  expect(left).toBeLessThanOrEqual(10_000);
});

test('what a function writes goes to the log, complete and before its answer', async () => {
  const source = `const { Console } = require('node:console');
    const own = new Console({ stdout: process.stdout, stderr: process.stderr });
    exports.handler = async () => { console.log('one', { two: 2 }); console.error('three'); own.log('fünf') }`;
  await functions.add('talk', source);
  await functions.invoke('talk', {});
  expect(functions.cloud.lines).toEqual([
    'lambda: talk one { two: 2 }',
    'lambda: talk three',
    'lambda: talk fünf',
  ]);
});

describe('nothing leaves the machine', () => {
  const OUTSIDE = 'dynamodb.eu-central-1.amazonaws.com';
  const REFUSAL =
    `The function curious tried to reach ${OUTSIDE}; nothing leaves the machine. ` +
    'AWS clients reach the local cloud by AWS_ENDPOINT_URL, which the client must not override.';

  test.each([
    ['https', `new Promise((_, fail) => require('https').get('https://${OUTSIDE}/').on('error', fail))`],
    ['http', `new Promise((_, fail) => require('http').get('http://${OUTSIDE}/').on('error', fail))`],
    ['http2', `new Promise((_, fail) => require('http2').connect('https://${OUTSIDE}').on('error', fail))`],
    ['fetch', `fetch('https://${OUTSIDE}/').catch((error) => { throw error.cause })`],
    ['net', `new Promise((_, fail) => require('net').connect(443, '${OUTSIDE}').on('error', fail))`],
    [
      'net by options',
      `new Promise((_, fail) => require('net').connect({ port: 443, host: '${OUTSIDE}' }).on('error', fail))`,
    ],
    ['tls', `new Promise((_, fail) => require('tls').connect(443, '${OUTSIDE}').on('error', fail))`],
    [
      'dgram',
      `new Promise((_, fail) => { try { require('dgram').createSocket('udp4').send('x', 53, '${OUTSIDE}') } catch (error) { fail(error) } })`,
    ],
    ['dns.lookup', `new Promise((_, fail) => require('dns').lookup('${OUTSIDE}', fail))`],
    ['dns.promises.resolve4', `require('dns/promises').resolve4('${OUTSIDE}')`],
    ['a resolver of its own', `new (require('dns').promises.Resolver)().resolve('${OUTSIDE}')`],
  ])('%s', async (_label, call) => {
    await functions.add('curious', `exports.handler = () => ${call}`);
    expect(await functions.invoke('curious', {})).toMatchObject({
      error: 'Unhandled',
      payload: { errorType: 'OutsideConnectionRefused', errorMessage: REFUSAL },
    });
    expect(functions.cloud.lines).toContain(`lambda: curious ${REFUSAL}`);
  });

  test('an address beyond the loopback interface is outside, too', async () => {
    await functions.add(
      'curious',
      "exports.handler = () => fetch('http://169.254.169.254/').catch((error) => error.cause.code)",
    );
    expect(await functions.invoke('curious', {})).toEqual({ payload: 'ERR_OUTSIDE_CONNECTION_REFUSED' });
  });
});

describe('the loopback interface', () => {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"Table":{"TableName":"orders"}}');
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => {
    seen.length = 0;
    functions.cloud.endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  test.each(['127.0.0.1', 'localhost'])('%s is open', async (host) => {
    await functions.add(
      'near',
      'exports.handler = ({ url }) => fetch(url).then((response) => response.status)',
    );
    const url = functions.cloud.endpointUrl.replace('127.0.0.1', host);
    expect(await functions.invoke('near', { url })).toEqual({ payload: 200 });
  });

  test("the bundle's AWS SDK reaches the gateway, signed by the function's role, and warns of nothing", async () => {
    const source = `import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDBClient({});
      export const handler = async ({ TableName }) => (await client.send(new DescribeTableCommand({ TableName }))).Table`;
    const { outputFiles } = await build({
      stdin: { contents: source, resolveDir: __dirname },
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      write: false,
    });
    await functions.add('sdk', outputFiles[0]?.text ?? '');
    expect(await functions.invoke('sdk', { TableName: 'orders' })).toEqual({
      payload: { TableName: 'orders' },
    });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.headers).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.DescribeTable',
      'x-amz-security-token': 'token',
      authorization: expect.stringMatching(/Credential=ASIAKEY\/\d{8}\/eu-central-1\/dynamodb\/aws4_request/),
      'x-amzn-trace-id': 'Root=trace-1;Sampled=0',
    });
    expect(functions.cloud.lines).toEqual([]);
  });
});
