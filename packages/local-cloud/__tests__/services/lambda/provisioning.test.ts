import { existsSync } from 'node:fs';
import type { JsonObject } from '../../../core/json';
import { FunctionsUnderTest } from './functions-under-test';

const HANDLER = 'exports.handler = async () => "well"';

let functions: FunctionsUnderTest;

beforeEach(() => {
  functions = new FunctionsUnderTest();
});

afterEach(() => functions.stop());

test('a function answers what AWS computes', async () => {
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:booking';
  const invokeArn = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${arn}`;
  expect(await functions.add('booking', HANDLER)).toEqual({
    id: 'booking',
    arn,
    invoke_arn: `${invokeArn}/invocations`,
    qualified_arn: `${arn}:$LATEST`,
    qualified_invoke_arn: `${invokeArn}:$LATEST/invocations`,
    version: '$LATEST',
    last_modified: expect.stringMatching(/^\d{4}-.*\+0000$/),
    code_sha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    source_code_size: expect.any(Number),
  });
});

describe('what does not run here is refused by name', () => {
  test.each<[string, JsonObject, RegExp]>([
    ['another runtime', { runtime: 'python3.12' }, /runtime runs only nodejs runtimes locally/],
    ['a container image', { package_type: 'Image', image_uri: 'x' }, /container images are not run locally/],
    [
      'layers',
      { layers: ['arn:aws:lambda:eu-central-1:123456789012:layer:sdk:1'] },
      /layers is not run locally/,
    ],
    [
      'code from S3',
      { filename: null, s3_bucket: 'code' },
      /filename is needed: code from S3 is not run locally/,
    ],
    ['a missing bundle', { filename: 'nowhere.zip' }, /bundle cannot be read .*; synthesize the stack again/],
    ['a timeout beyond 15 minutes', { timeout: 901 }, /timeout /],
    [
      'a reserved variable',
      { environment: { variables: { AWS_REGION: 'x', TABLE: 'y' } } },
      /sets AWS_REGION, which Lambda reserves/,
    ],
    ['a role that Lambda may not assume', { role: 'arn:aws:iam::123456789012:role/other' }, /may not assume/],
  ])('%s', async (_label, config, message) => {
    await expect(functions.add('refused', HANDLER, config)).rejects.toThrow(message);
    if (!config['role'])
      await expect(functions.add('refused', HANDLER, config)).rejects.toThrow(/^aws_lambda_function\.it: /);
  });

  test('a zip that is none', async () => {
    await functions.add('good', HANDLER);
    const promise = functions.add('bad', HANDLER, { filename: '../../../../../../etc/hostname' });
    await expect(promise).rejects.toThrow(/is not a zip/);
  });

  test('an entry outside of the bundle', async () => {
    await expect(functions.add('slip', { '../escaped.js': 'x' })).rejects.toThrow(
      'the entry ../escaped.js of ',
    );
  });
});

describe('names', () => {
  test.each([
    ['name', 'booking'],
    ['ARN', 'arn:aws:lambda:eu-central-1:123456789012:function:booking'],
    ['partial ARN', '123456789012:function:booking'],
    ['qualified name', 'booking:$LATEST'],
    ['published version', 'arn:aws:lambda:eu-central-1:123456789012:function:booking:1'],
  ])('%s', async (_label, name) => {
    await functions.add('booking', HANDLER, { publish: true });
    expect(await functions.invoke(name, {})).toEqual({ payload: 'well' });
  });

  test.each([
    ['nowhere', 'function:nowhere'],
    ['booking:7', 'function:booking:7'],
  ])('%s is not found', async (name, what) => {
    await functions.add('booking', HANDLER);
    await expect(functions.invoke(name, {})).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      statusCode: 404,
      message: `Function not found: arn:aws:lambda:eu-central-1:123456789012:${what}`,
    });
  });
});

test.each([
  [
    'Invoke',
    { FunctionName: 'booking' },
    {
      action: 'lambda:InvokeFunction',
      resource: 'arn:aws:lambda:eu-central-1:123456789012:function:booking',
    },
  ],
  [
    'Invoke',
    { FunctionName: 'booking', Qualifier: '1' },
    {
      action: 'lambda:InvokeFunction',
      resource: 'arn:aws:lambda:eu-central-1:123456789012:function:booking:1',
    },
  ],
  ['ListFunctions', {}, { action: 'lambda:ListFunctions', resource: '*' }],
])('%s needs its permission', (action, input, permission) => {
  const call = {
    action,
    input: input as JsonObject,
    principal: { kind: 'developer' as const },
    requestId: 'r',
    traceId: 't',
  };
  expect(functions.service.permissions(call)).toMatchObject([permission]);
});

test('permissions make the resource policy', async () => {
  await functions.add('booking', HANDLER);
  const config = {
    function_name: 'booking',
    action: 'lambda:InvokeFunctionUrl',
    principal: 'cloudfront.amazonaws.com',
  };
  await functions.provision('aws_lambda_permission', {
    ...config,
    statement_id: 'edge',
    source_arn: 'arn:aws:cloudfront::1:distribution/E',
  });
  const { Policy } = (await functions.call('GetPolicy', { FunctionName: 'booking' })) as JsonObject;
  expect(JSON.parse(String(Policy))).toMatchObject({
    Statement: [
      {
        Sid: 'edge',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 'lambda:InvokeFunctionUrl',
        Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:cloudfront::1:distribution/E' } },
      },
    ],
  });
});

test('a permission of the Cloud Control API is one like any other; its other types are named and not run', async () => {
  await functions.add('booking', HANDLER);
  const desired = { FunctionName: 'booking', Action: 'lambda:InvokeFunction', Principal: '*' };
  await functions.provision('aws_cloudcontrolapi_resource', {
    type_name: 'AWS::Lambda::Permission',
    desired_state: JSON.stringify({ ...desired, InvokedViaFunctionUrl: true }),
  });
  const { Policy } = (await functions.call('GetPolicy', { FunctionName: 'booking' })) as JsonObject;
  const [statement] = JSON.parse(String(Policy)).Statement;
  expect(statement).toMatchObject({
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  });
  const other = { type_name: 'AWS::Logs::LogGroup', desired_state: '{}' };
  expect(await functions.provision('aws_cloudcontrolapi_resource', other)).toEqual({});
});

test('a function URL has an id of its own', async () => {
  await functions.add('booking', HANDLER);
  const url = await functions.provision('aws_lambda_function_url', {
    function_name: 'booking',
    authorization_type: 'AWS_IAM',
  });
  expect(url['function_url']).toBe(`https://${url['url_id']}.lambda-url.eu-central-1.on.aws/`);
  expect(url['url_id']).toMatch(/^[a-z0-9]{32}$/);
  expect(await functions.call('GetFunctionUrlConfig', { FunctionName: 'booking' })).toMatchObject({
    AuthType: 'AWS_IAM',
    FunctionUrl: url['function_url'],
  });
});

test('stop ends the workers, fails what is under way and removes the code', async () => {
  await functions.add(
    'endless',
    'exports.handler = async ({ tell }) => tell ? process.env.LAMBDA_TASK_ROOT : new Promise(() => {})',
  );
  const { payload: taskRoot } = await functions.invoke('endless', { tell: true });
  const events = Array.from({ length: 10 }, () => functions.invoke('endless', {}));
  const outcomes = Promise.allSettled(events);
  await functions.service.stop();
  const kinds = (await outcomes).map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value.error : outcome.reason.code,
  );
  expect(kinds.sort()).toEqual([...Array(2).fill('ServiceException'), ...Array(8).fill('Unhandled')]);
  expect(existsSync(String(taskRoot))).toBe(false);
});
