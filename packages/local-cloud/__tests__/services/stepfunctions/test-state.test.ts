import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import { ROLE, StateMachineCloud } from '../../../testing/state-machine-cloud';

const anything = { StartAt: 'S', States: { S: { Type: 'Succeed' } } };
const invoke = (more: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:getItem',
  Parameters: { TableName: 't', 'Key.$': '$.key' },
  Next: 'Done',
  ...more,
});

let cloud: StateMachineCloud;
let answer: () => Json;
let calls: number;

beforeAll(async () => {
  cloud = await StateMachineCloud.with(anything, async () => {
    calls++;
    return answer();
  });
});
afterAll(() => cloud.stop());
beforeEach(() => {
  calls = 0;
  answer = () => ({ Item: { a: { S: 'x' } } });
});

function run(state: JsonObject, more: JsonObject = {}): Promise<JsonObject> {
  return cloud.call('TestState', { definition: JSON.stringify(state), roleArn: ROLE, ...more });
}

const fails = (code: string) => () => {
  throw new AwsError(code, 'no', 400);
};

test.each<[string, JsonObject, JsonObject, JsonObject]>([
  [
    'Pass',
    { Type: 'Pass', Result: 7, ResultPath: '$.b', Next: 'N' },
    { a: 1 },
    { output: '{"a":1,"b":7}', nextState: 'N' },
  ],
  [
    'Wait, at once',
    { Type: 'Wait', Seconds: 3600, Next: 'N' },
    { a: 1 },
    { output: '{"a":1}', nextState: 'N' },
  ],
  [
    'Choice',
    { Type: 'Choice', Choices: [{ Variable: '$.a', NumericEquals: 1, Next: 'One' }], Default: 'Other' },
    { a: 1 },
    { output: '{"a":1}', nextState: 'One' },
  ],
  ['Succeed', { Type: 'Succeed', OutputPath: '$.a' }, { a: 1 }, { output: '1' }],
])('a %s state shows its output and where it leads', async (_, state, input, expected) => {
  expect(await run(state, { input: JSON.stringify(input) })).toEqual({ status: 'SUCCEEDED', ...expected });
});

test('a Fail state fails, as it should', async () => {
  const answered = await run({ Type: 'Fail', Error: 'E', Cause: 'why' });
  expect(answered).toEqual({ status: 'FAILED', error: 'E', cause: 'why' });
});

test('a Task is done by its role, and nothing is left of it', async () => {
  const state = invoke({ ResultSelector: { 'item.$': '$.Item' } });
  const answered = await run(state, { input: '{"key":{"Id":{"S":"1"}}}' });
  expect(answered).toEqual({ status: 'SUCCEEDED', output: '{"item":{"a":{"S":"x"}}}', nextState: 'Done' });
  const { executions } = await cloud.call('ListExecutions', { stateMachineArn: cloud.machineArn });
  expect(executions).toEqual([]);
});

describe('a failure', () => {
  const Retry = [{ ErrorEquals: ['DynamoDB.ThrottlingException'], IntervalSeconds: 2, MaxAttempts: 2 }];
  const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' }];
  const input = '{"key":{}}';

  test('that a retrier names is RETRIABLE, until its attempts are used up', async () => {
    answer = fails('ThrottlingException');
    const debug = { input, inspectionLevel: 'DEBUG' };
    expect(await run(invoke({ Retry, Catch }), debug)).toMatchObject({
      status: 'RETRIABLE',
      error: 'DynamoDB.ThrottlingException',
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 2 } },
    });
    expect(calls).toBe(1);
    const used = { ...debug, stateConfiguration: { retrierRetryCount: 2 } };
    expect(await run(invoke({ Retry, Catch }), used)).toMatchObject({ status: 'CAUGHT_ERROR' });
  });

  test('that a catcher names is CAUGHT_ERROR, with its output; the task is done once', async () => {
    answer = fails('ConditionalCheckFailedException');
    const caught = await run(invoke({ Retry, Catch }), { input });
    expect(caught).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'DynamoDB.ConditionalCheckFailedException',
      nextState: 'Caught',
    });
    expect(JSON.parse(String(caught['output']))).toMatchObject({
      key: {},
      error: { Error: 'DynamoDB.ConditionalCheckFailedException' },
    });
    expect(calls).toBe(1);
  });

  test('that nobody names is FAILED', async () => {
    answer = fails('ValidationException');
    const answered = await run(invoke(), { input });
    expect(answered).toMatchObject({ status: 'FAILED', error: 'DynamoDB.AmazonDynamoDBException' });
    expect(answered).not.toHaveProperty('output');
  });
});

test('DEBUG shows the data at each stage', async () => {
  const state = invoke({
    InputPath: '$.in',
    ResultSelector: { 'got.$': '$.Item.a.S' },
    ResultPath: '$.result',
    OutputPath: '$.result.got',
  });
  const answered = await run(state, { input: '{"in":{"key":{"k":1}}}', inspectionLevel: 'DEBUG' });
  expect(answered).toMatchObject({ status: 'SUCCEEDED', output: '"x"' });
  const stages = Object.entries(answered['inspectionData'] as JsonObject).map(([stage, text]) => [
    stage,
    JSON.parse(String(text)),
  ]);
  expect(Object.fromEntries(stages)).toEqual({
    input: { in: { key: { k: 1 } } },
    afterInputPath: { key: { k: 1 } },
    afterParameters: { TableName: 't', Key: { k: 1 } },
    result: expect.objectContaining({ Item: { a: { S: 'x' } } }),
    afterResultSelector: { got: 'x' },
    afterResultPath: { in: { key: { k: 1 } }, result: { got: 'x' } },
  });
});

test('JSONata sees the variables', async () => {
  const state = {
    Type: 'Pass',
    QueryLanguage: 'JSONata',
    Output: '{% $guest & $states.input.a %}',
    End: true,
  };
  const answered = await run(state, { input: '{"a":"!"}', variables: '{"guest":"Ada"}' });
  expect(answered).toEqual({ status: 'SUCCEEDED', output: '"Ada!"' });
});

describe('a mock', () => {
  const map = {
    Type: 'Map',
    ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
    ResultPath: '$.all',
    Next: 'Done',
  };

  test('stands for the task: nothing is called, and no role is needed', async () => {
    const mock = { result: '{"Item":{}}' };
    const state = JSON.stringify(invoke());
    const answered = await cloud.call('TestState', { definition: state, input: '{"key":1}', mock });
    expect(answered).toMatchObject({ status: 'SUCCEEDED', output: '{"Item":{}}' });
    expect(calls).toBe(0);
  });

  test('may fail', async () => {
    const mock = { errorOutput: { error: 'Custom', cause: 'why' } };
    expect(await run(invoke(), { input: '{"key":1}', mock })).toEqual({
      status: 'FAILED',
      error: 'Custom',
      cause: 'why',
    });
  });

  test('is what a Map is tested with', async () => {
    expect(await run(map, { input: '{"a":1}', mock: { result: '[1]' } })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1,"all":[1]}',
    });
    await expect(run(map)).rejects.toThrow('A Map state is tested with a mock only.');
  });
});

test('a state of a whole definition is tested by its name', async () => {
  const whole = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Result: 2, End: true } },
  };
  expect(await run(whole, { stateName: 'B' })).toEqual({ status: 'SUCCEEDED', output: '2' });
  await expect(run(whole, { stateName: 'C' })).rejects.toThrow("has no state 'C'");
});

test.each<[string, JsonObject, JsonObject, string]>([
  ['a definition that is not valid', { Type: 'Pass' }, {}, 'Invalid State Machine Definition'],
  ['input that is not JSON', { Type: 'Succeed' }, { input: '{' }, 'input is not JSON'],
  [
    'a resource that does not run',
    invoke({ Resource: 'arn:aws:states:::batch:submitJob' }),
    {},
    'does not run locally',
  ],
  ['a task without a role', invoke(), { roleArn: '' }, 'needs a roleArn'],
  ['what is not supported', { Type: 'Succeed' }, { context: '{}' }, 'context is not supported'],
])('%s is refused', async (_, state, more, message) => {
  await expect(run(state, more)).rejects.toThrow(message);
});
