import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../../../core/errors';
import type { Json, JsonObject } from '../../../core/json';
import type { OutgoingCall } from '../../../core/service';
import { StateMachineCloud } from '../../../testing/state-machine-cloud';

const task = (name: string, more: JsonObject = {}): JsonObject => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: name, 'Payload.$': '$' },
  ResultSelector: { 'by.$': '$.Payload.by' },
  End: true,
  ...more,
});

/** Functions that fail while they are broken, and count how often they are called. */
class Functions {
  readonly broken = new Set<string>();
  readonly calls: string[] = [];

  readonly handle = async ({ input }: OutgoingCall): Promise<Json> => {
    const name = String(input['FunctionName']);
    this.calls.push(name);
    if (this.broken.has(name)) throw new AwsError('TooBusy', `${name} is broken`, 429);
    const payload = Buffer.from(JSON.stringify({ by: name })).toString('utf8');
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: payload };
  };
}

let cloud: StateMachineCloud;
let functions: Functions;
let directory: string | undefined;

beforeEach(() => {
  functions = new Functions();
});
afterEach(async () => {
  await cloud.stop();
  if (directory !== undefined) rmSync(directory, { recursive: true });
  directory = undefined;
});

async function machine(states: JsonObject, more: JsonObject = {}): Promise<void> {
  const [StartAt = ''] = Object.keys(states);
  cloud = await StateMachineCloud.with({ StartAt, States: states, ...more }, functions.handle);
}

function redrive(name = 'r', clientToken?: string): Promise<JsonObject> {
  const token = clientToken === undefined ? {} : { clientToken };
  return cloud.call('RedriveExecution', { executionArn: cloud.arn(name), ...token });
}

test('goes on from the state that failed, with its input, and does nothing over that succeeded', async () => {
  await machine({
    First: task('first', { End: undefined as never, Next: 'Second' }),
    Second: task('second'),
  });
  functions.broken.add('second');
  await cloud.begin('r', { guest: 7 });
  expect(await cloud.finish('r')).toMatchObject({
    status: 'FAILED',
    redriveCount: 0,
    redriveStatus: 'REDRIVABLE',
  });
  const before = (await cloud.history('r')).length;

  functions.broken.clear();
  const { redriveDate } = await redrive();
  const ended = await cloud.finish('r');
  expect(ended).toMatchObject({
    status: 'SUCCEEDED',
    redriveCount: 1,
    redriveDate,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    output: '{"by":"second"}',
  });
  expect(ended['error']).toBeUndefined();
  expect(functions.calls.filter((name) => name === 'first')).toHaveLength(1);
  const history = (await cloud.history('r')).slice(before);
  expect(history.map(({ type }) => type)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(history[0]).toMatchObject({ executionRedrivenEventDetails: { redriveCount: 1 } });
  expect(history[1]?.previousEventId).toBe(history[0]?.id);
});

test('retries begin anew', async () => {
  const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 1 }];
  await machine({ Work: task('work', { Retry }) });
  functions.broken.add('work');
  await cloud.begin('r');
  await cloud.finish('r');
  expect(functions.calls).toHaveLength(3);
  await redrive();
  expect(await cloud.finish('r')).toMatchObject({ status: 'FAILED', redriveCount: 1 });
  expect(functions.calls).toHaveLength(6);
});

test('branches of a Parallel that succeeded stay; those that failed or were cut off are done again', async () => {
  const branch = (name: string, more: JsonObject = {}) => ({
    StartAt: name,
    States: { [name]: task(name, more) },
  });
  const Branches = [
    branch('done'),
    {
      StartAt: 'Second',
      States: { Second: { Type: 'Wait', Seconds: 1, Next: 'broken' }, broken: task('broken') },
    },
    { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, Next: 'late' }, late: task('late') } },
  ];
  await machine({ Both: { Type: 'Parallel', Branches, End: true } });
  functions.broken.add('broken');
  await cloud.begin('r');
  expect(await cloud.finish('r')).toMatchObject({ status: 'FAILED' });
  functions.broken.clear();
  await redrive();
  expect(await cloud.finish('r')).toMatchObject({
    status: 'SUCCEEDED',
    output: '[{"by":"done"},{"by":"broken"},{"by":"late"}]',
  });
  expect(functions.calls.filter((name) => name === 'done')).toHaveLength(1);
});

test('iterations of a Map that succeeded stay', async () => {
  const ItemProcessor = {
    StartAt: 'Each',
    States: { Each: task('x', { Parameters: { 'FunctionName.$': '$' } }) },
  };
  await machine({ All: { Type: 'Map', ItemProcessor, MaxConcurrency: 1, End: true } });
  functions.broken.add('b');
  await cloud.begin('r', ['a', 'b', 'c']);
  expect(await cloud.finish('r')).toMatchObject({ status: 'FAILED' });
  functions.broken.clear();
  await redrive();
  expect(await cloud.finish('r')).toMatchObject({
    status: 'SUCCEEDED',
    output: '[{"by":"a"},{"by":"b"},{"by":"c"}]',
  });
  expect(functions.calls.filter((name) => name === 'a')).toHaveLength(1);
});

test('what was stopped or timed out goes on as well, with its whole time anew', async () => {
  await machine({ Hold: { Type: 'Wait', Seconds: 50, End: true } }, { TimeoutSeconds: 60 });
  await cloud.begin('r');
  await cloud.reaches('r', 'WaitStateEntered');
  cloud.clock.advance(40_000);
  await cloud.call('StopExecution', { executionArn: cloud.arn('r') });
  expect(await cloud.describe('r')).toMatchObject({ status: 'ABORTED', redriveStatus: 'REDRIVABLE' });
  await redrive();
  expect(await cloud.finish('r')).toMatchObject({ status: 'SUCCEEDED' });
});

test.each([
  ['runs', async () => {}, 'Execution is RUNNING and cannot be redriven'],
  [
    'succeeded',
    async () => {
      await cloud.finish('r');
    },
    'Execution is SUCCEEDED and cannot be redriven',
  ],
  [
    'ended over 14 days ago',
    async () => {
      await cloud.call('StopExecution', { executionArn: cloud.arn('r') });
      cloud.clock.advance(15 * 24 * 3600_000);
    },
    'Execution redrivable period exceeded',
  ],
])('an execution that %s is not redrivable', async (_, act, reason) => {
  await machine({ Hold: { Type: 'Wait', Seconds: 3600, End: true } });
  await cloud.begin('r');
  await act();
  await expect(redrive()).rejects.toMatchObject({ code: 'ExecutionNotRedrivable', message: reason });
  expect(await cloud.describe('r')).toMatchObject({
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: reason,
  });
});

test('asked twice with one token it does what once does; of two at once one is refused', async () => {
  await machine({ Work: task('work') });
  functions.broken.add('work');
  await cloud.begin('r');
  await cloud.finish('r');
  const first = await redrive('r', 'token');
  await cloud.finish('r');
  expect(await redrive('r', 'token')).toEqual(first);
  expect(await cloud.describe('r')).toMatchObject({ redriveCount: 1 });

  functions.broken.clear();
  const both = await Promise.allSettled([redrive('r', 'one'), redrive('r', 'two')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await cloud.finish('r')).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
});

test('a redrive outlives the process, and the list shows it', async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-cloud-redrive-'));
  const definition = { StartAt: 'Hold', States: { Hold: { Type: 'Wait', Seconds: 60, End: true } } };
  cloud = await StateMachineCloud.with(definition, functions.handle, { dataDirectory: directory });
  await cloud.begin('r');
  await cloud.call('StopExecution', { executionArn: cloud.arn('r') });
  await cloud.stop();
  cloud = await StateMachineCloud.with(definition, functions.handle, { dataDirectory: directory });
  await redrive();
  await cloud.stop();
  cloud = await StateMachineCloud.with(definition, functions.handle, { dataDirectory: directory });
  const listed = await cloud.call('ListExecutions', { stateMachineArn: cloud.machineArn });
  expect(listed['executions']).toMatchObject([{ name: 'r', status: 'RUNNING', redriveCount: 1 }]);
  expect(await cloud.finish('r')).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  const ids = (await cloud.history('r')).map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
});
