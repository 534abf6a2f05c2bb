import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { OutgoingCall } from '../../../core/service';
import { ROLE, StateMachineCloud } from '../../../testing/state-machine-cloud';

const machine = (Resource: string, more: JsonObject = {}): Json => ({
  StartAt: 'Work',
  States: { Work: { Type: 'Task', Resource, End: true, ...more } },
});

/** Runs one task whose call is answered by `answer`; gives its end and the calls made. */
async function run(definition: Json, answer: (call: OutgoingCall) => Json, input: Json = {}) {
  const calls: OutgoingCall[] = [];
  const cloud = await StateMachineCloud.with(definition, async (call) => {
    calls.push(call);
    return answer(call);
  });
  await cloud.begin('e1', input);
  const { status, output, error, cause } = await cloud.finish('e1');
  const types = await cloud.types('e1');
  await cloud.stop();
  return {
    calls,
    types,
    status,
    error,
    cause,
    output: output === undefined ? undefined : JSON.parse(String(output)),
  };
}

const fails =
  (code: string, message: string, statusCode = 400) =>
  () => {
    throw new AwsError(code, message, statusCode);
  };

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

describe('dynamodb', () => {
  const getItem = machine('arn:aws:states:::dynamodb:getItem', { Parameters: { TableName: 't', Key: {} } });

  it("calls with the machine's role, and answers with what the SDK knows of the call", async () => {
    const { calls, output } = await run(getItem, () => ({ Item: { a: { S: 'x' } } }));
    expect(calls).toEqual([
      {
        service: 'dynamodb',
        action: 'GetItem',
        input: { TableName: 't', Key: {} },
        principal: { kind: 'role', roleArn: ROLE, sessionName: 'test' },
        traceId: 't',
      },
    ]);
    expect(output).toEqual({
      Item: { a: { S: 'x' } },
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ Server: ['Server'], 'Content-Length': ['24'] }),
        HttpHeaders: expect.objectContaining({ 'Content-Type': 'application/x-amz-json-1.0' }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: expect.stringMatching(UUID) },
    });
  });

  it.each([
    ['ConditionalCheckFailedException', 'DynamoDB.ConditionalCheckFailedException'],
    ['ProvisionedThroughputExceededException', 'DynamoDB.ProvisionedThroughputExceededException'],
    ['RequestLimitExceeded', 'DynamoDB.RequestLimitExceededException'],
    ['InternalServerError', 'DynamoDB.InternalServerErrorException'],
    ['ThrottlingException', 'DynamoDB.ThrottlingException'],
    ['ResourceNotFoundException', 'DynamoDB.ResourceNotFoundException'],
    ['ValidationException', 'DynamoDB.AmazonDynamoDBException'],
    ['AccessDeniedException', 'DynamoDB.AmazonDynamoDBException'],
  ])('names the error %s as %s', async (code, name) => {
    const { error, cause } = await run(getItem, fails(code, 'What went wrong'));
    expect(error).toBe(name);
    expect(cause).toMatch(
      new RegExp(
        `^What went wrong \\(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: ${code}; Request ID: ${UUID}; Proxy: null\\)$`,
      ),
    );
  });

  it('takes a fault of ours for an internal error of the service', async () => {
    const { error } = await run(getItem, () => {
      throw new TypeError('x is not a function');
    });
    expect(error).toBe('DynamoDB.InternalServerErrorException');
  });
});

describe('aws-sdk:dynamodb', () => {
  const query = machine('arn:aws:states:::aws-sdk:dynamodb:query', { Parameters: { TableName: 't' } });

  it("answers the API's output alone", async () => {
    const { calls, output } = await run(query, () => ({ Items: [] }));
    expect(calls).toMatchObject([{ service: 'dynamodb', action: 'Query' }]);
    expect(output).toEqual({ Items: [] });
  });

  it.each([
    ['ResourceNotFoundException', 'DynamoDb.ResourceNotFoundException'],
    ['InternalServerError', 'DynamoDb.InternalServerErrorException'],
    ['ValidationException', 'DynamoDb.DynamoDbException'],
  ])('names the error %s as %s', async (code, name) => {
    const { error, cause } = await run(query, fails(code, 'What went wrong'));
    expect(error).toBe(name);
    expect(cause).toMatch(
      new RegExp(
        `^What went wrong \\(Service: DynamoDb, Status Code: 400, Request ID: ${UUID}\\) \\(SDK Attempt Count: 1\\)$`,
      ),
    );
  });
});

describe('lambda', () => {
  const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
  const answered = (payload: Json) => ({
    StatusCode: 200,
    ExecutedVersion: '$LATEST',
    Payload: JSON.stringify(payload),
  });
  const failing = (payload: string) => ({ ...answered(null), FunctionError: 'Unhandled', Payload: payload });
  const invoke = machine('arn:aws:states:::lambda:invoke', {
    Parameters: { FunctionName: 'f', 'Payload.$': '$' },
  });

  it('is called by the ARN of a function: the answer is the result', async () => {
    const { calls, output, types } = await run(machine(functionArn), () => answered({ a: [1] }), { q: 1 });
    expect(calls).toMatchObject([
      { service: 'lambda', action: 'Invoke', input: { FunctionName: functionArn, Payload: '{"q":1}' } },
    ]);
    expect(output).toEqual({ a: [1] });
    expect(types).toContain('LambdaFunctionSucceeded');
  });

  it('is called by lambda:invoke: the answer is the Payload of the result', async () => {
    const { calls, output } = await run(invoke, () => answered('text'), { q: 1 });
    expect(calls).toMatchObject([{ input: { FunctionName: 'f', Payload: '{"q":1}' } }]);
    expect(output).toMatchObject({
      ExecutedVersion: '$LATEST',
      Payload: 'text',
      StatusCode: 200,
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  it("fails by the type of the function's error", async () => {
    const payload = '{"errorType":"NoRoom","errorMessage":"full","trace":[]}';
    expect(await run(invoke, () => failing(payload))).toMatchObject({ error: 'NoRoom', cause: payload });
    expect(await run(machine(functionArn), () => failing(payload))).toMatchObject({
      error: 'NoRoom',
      cause: payload,
      types: expect.arrayContaining(['LambdaFunctionFailed']),
    });
  });

  it('fails as Lambda.Unknown when the function did not say how', async () => {
    const payload = '{"errorMessage":"Task timed out after 3.00 seconds"}';
    expect(await run(invoke, () => failing(payload))).toMatchObject({
      error: 'Lambda.Unknown',
      cause: `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
    });
  });

  it.each([
    ['ResourceNotFoundException', 404, 'Lambda.ResourceNotFoundException'],
    ['TooManyRequestsException', 429, 'Lambda.TooManyRequestsException'],
    ['AccessDeniedException', 403, 'Lambda.AWSLambdaException'],
  ])('names the error %s as %s', async (code, statusCode, name) => {
    const { error, cause } = await run(invoke, fails(code, 'What went wrong', statusCode));
    expect(error).toBe(name);
    expect(cause).toContain(
      `(Service: AWSLambda; Status Code: ${statusCode}; Error Code: ${code}; Request ID: `,
    );
  });
});

describe('a task that waits for its token', () => {
  const waiting = machine('arn:aws:states:::lambda:invoke.waitForTaskToken', {
    Parameters: { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } },
    HeartbeatSeconds: 60,
  });
  let cloud: StateMachineCloud;
  let taskToken: string;
  const rejection = (action: string, input: JsonObject) =>
    cloud.call(action, input).then(
      () => 'answered',
      ({ code }: { code: string }) => code,
    );

  beforeEach(async () => {
    cloud = await StateMachineCloud.with(waiting, async ({ input }) => {
      taskToken = (JSON.parse(String(input.Payload)) as { token: string }).token;
      return { StatusCode: 200, Payload: 'null' };
    });
    await cloud.begin('e1');
    await cloud.reaches('e1', 'TaskSubmitted');
  });

  afterEach(() => cloud.stop());

  it('succeeds by SendTaskSuccess, once', async () => {
    await cloud.call('SendTaskSuccess', { taskToken, output: '{"ok":true}' });
    expect(await cloud.describe('e1')).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    expect(await rejection('SendTaskSuccess', { taskToken, output: '{}' })).toBe('TaskTimedOut');
  });

  it('fails by SendTaskFailure', async () => {
    await cloud.call('SendTaskFailure', { taskToken, error: 'Refused', cause: 'no room' });
    expect(await cloud.describe('e1')).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
      cause: 'no room',
    });
  });

  it('stays alive by SendTaskHeartbeat', async () => {
    cloud.clock.advance(50_000);
    await cloud.call('SendTaskHeartbeat', { taskToken });
    expect(cloud.clock.nextAlarm()).toBeGreaterThan(cloud.clock.now() + 59_000);
    expect(await cloud.finish('e1')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('refuses what is no token, and an output that is no JSON', async () => {
    expect(await rejection('SendTaskSuccess', { taskToken: 'x', output: '{}' })).toBe('InvalidToken');
    expect(await rejection('SendTaskSuccess', { taskToken, output: '{' })).toBe('InvalidOutput');
    expect(await rejection('SendTaskSuccess', { taskToken })).toBe('ValidationException');
  });
});

describe('states:startExecution', () => {
  const child = {
    StartAt: 'Wait',
    States: {
      Wait: { Type: 'Wait', Seconds: 5, Next: 'Choose' },
      Choose: {
        Type: 'Choice',
        Choices: [{ Variable: '$.fail', IsPresent: true, Next: 'Bad' }],
        Default: 'Good',
      },
      Bad: { Type: 'Fail', Error: 'Bad', Cause: 'as asked' },
      Good: { Type: 'Succeed' },
    },
  };
  const childArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:child';
  const starting = (pattern: string) =>
    machine(`arn:aws:states:::states:startExecution${pattern}`, {
      Parameters: { StateMachineArn: childArn, Name: 'c1', 'Input.$': '$' },
    });
  const parent = async (pattern: string, dataDirectory?: string) => {
    const options = dataDirectory === undefined ? {} : { dataDirectory };
    const cloud = await StateMachineCloud.with(child, undefined, { ...options, config: { name: 'child' } });
    await cloud.provision({ definition: JSON.stringify(starting(pattern)) });
    return cloud;
  };

  it('starts a child and does not wait for it', async () => {
    const cloud = await parent('');
    await cloud.begin('e1', { a: 1 });
    await cloud.reaches('e1', 'ExecutionSucceeded');
    const { output } = await cloud.describe('e1');
    expect(JSON.parse(String(output))).toMatchObject({
      ExecutionArn: 'arn:aws:states:eu-west-1:123456789012:execution:child:c1',
      StartDate: expect.any(Number),
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    await cloud.stop();
  });

  it('waits for the child with .sync: its description is the result', async () => {
    const cloud = await parent('.sync');
    await cloud.begin('e1', { a: 1 });
    const { output } = await cloud.finish('e1');
    expect(JSON.parse(String(output))).toEqual({
      ExecutionArn: 'arn:aws:states:eu-west-1:123456789012:execution:child:c1',
      Input: '{"a":1}',
      InputDetails: { Included: true },
      Name: 'c1',
      Output: '{"a":1}',
      OutputDetails: { Included: true },
      RedriveCount: 0,
      RedriveStatus: 'NOT_REDRIVABLE',
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
      StartDate: expect.any(Number),
      StateMachineArn: childArn,
      Status: 'SUCCEEDED',
      StopDate: expect.any(Number),
    });
    expect(await cloud.types('e1')).toEqual(expect.arrayContaining(['TaskSubmitted', 'TaskSucceeded']));
    await cloud.stop();
  });

  it('gives input and output as JSON with .sync:2', async () => {
    const cloud = await parent('.sync:2');
    await cloud.begin('e1', { a: 1 });
    const { output } = await cloud.finish('e1');
    expect(JSON.parse(String(output))).toMatchObject({ Input: { a: 1 }, Output: { a: 1 } });
    await cloud.stop();
  });

  it('fails when the child fails, with its description as the cause', async () => {
    const cloud = await parent('.sync');
    await cloud.begin('e1', { fail: true });
    const { error, cause } = await cloud.finish('e1');
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(String(cause))).toMatchObject({ Status: 'FAILED', Error: 'Bad', Cause: 'as asked' });
    await cloud.stop();
  });

  it('names the errors of a child that cannot be started', async () => {
    const cloud = await parent('');
    await cloud.begin('e1', { a: 1 });
    await cloud.finish('e1');
    await cloud.begin('e2', { a: 2 });
    expect(await cloud.finish('e2')).toMatchObject({
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
    await cloud.stop();
  });

  it('goes on waiting for the child after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'states-'));
    const before = await parent('.sync', directory);
    await before.begin('e1', { a: 1 });
    await before.reaches('e1', 'TaskSubmitted');
    await before.stop();
    const after = await parent('.sync', directory);
    expect(await after.finish('e1')).toMatchObject({ status: 'SUCCEEDED' });
    expect((await after.types('e1')).filter((type) => type === 'TaskSubmitted')).toHaveLength(1);
    await after.stop();
    rmSync(directory, { recursive: true });
  });
});

describe('events', () => {
  const Entries = [{ Source: 'shop', DetailType: 'Held', Detail: { order: 'a1' }, Resources: ['mine'] }];
  const putEvents = machine('arn:aws:states:::events:putEvents', { Parameters: { Entries } });

  it('tells who put them, and takes a Detail that is an object', async () => {
    const { calls, status, output } = await run(putEvents, () => ({
      FailedEntryCount: 0,
      Entries: [{ EventId: 'e' }],
    }));
    expect(status).toBe('SUCCEEDED');
    expect(calls[0]).toMatchObject({ service: 'events', action: 'PutEvents' });
    expect(calls[0]?.input).toEqual({
      Entries: [
        {
          Source: 'shop',
          DetailType: 'Held',
          Detail: '{"order":"a1"}',
          Resources: [
            'mine',
            expect.stringMatching(/:execution:machine:e1$/),
            expect.stringMatching(/:stateMachine:machine$/),
          ],
        },
      ],
    });
    expect(output).toMatchObject({ Entries: [{ EventId: 'e' }], SdkHttpMetadata: { HttpStatusCode: 200 } });
  });

  it('fails when one entry fails', async () => {
    const refused = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InvalidArgument', ErrorMessage: 'no' }] };
    const { status, error, cause } = await run(putEvents, () => refused);
    expect({ status, error, cause }).toEqual({
      status: 'FAILED',
      error: 'EventBridge.FailedEntry',
      cause: JSON.stringify(refused),
    });
  });
});
