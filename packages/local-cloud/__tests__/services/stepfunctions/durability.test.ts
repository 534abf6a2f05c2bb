import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../../core/json';
import { StateMachineCloud } from '../../../testing/state-machine-cloud';
import { longWait } from './long-wait';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'states-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

describe('an execution outlives its process', () => {
  it('does again the task that was under way, and writes no event twice', async () => {
    const calls: Json[] = [];
    const neverAnswers = () => new Promise<Json>(() => undefined);
    const before = await StateMachineCloud.with(oneTask, neverAnswers, { dataDirectory: directory });
    await before.begin('e1', { question: 42 });
    await before.stop();

    const answers = async ({ input }: { input: Json }) => {
      calls.push(input);
      return { Item: { answer: { N: '42' } } };
    };
    const after = await StateMachineCloud.with(oneTask, answers, { dataDirectory: directory });
    expect(await after.finish('e1')).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toEqual([{ TableName: 't', Key: { question: 42 } }]);
    const history = await after.history('e1');
    expect(history.map(({ id }) => id)).toEqual(history.map((_, index) => index + 1));
    expect(history.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    await after.stop();
  });

  it('goes on inside Parallel and Map states', async () => {
    const before = await StateMachineCloud.with(waitingBranches, undefined, { dataDirectory: directory });
    await before.begin('e1', [1, 2, 3]);
    await before.stop();
    const after = await StateMachineCloud.with(waitingBranches, undefined, { dataDirectory: directory });
    const { status, output } = await after.finish('e1');
    expect({ status, output: JSON.parse(String(output)) }).toEqual({
      status: 'SUCCEEDED',
      output: [
        [1, 2, 3],
        [1, 2, 3],
      ],
    });
    await after.stop();
  });

  it('keeps running the definition it started with when another is deployed', async () => {
    const wait = (result: string) => ({
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 60, Next: 'End' },
        End: { Type: 'Pass', Result: result, End: true },
      },
    });
    const before = await StateMachineCloud.with(wait('old'), undefined, { dataDirectory: directory });
    await before.begin('e1');
    await before.stop();
    const after = await StateMachineCloud.with(wait('new'), undefined, { dataDirectory: directory });
    await after.begin('e2');
    expect(await after.finish('e1')).toMatchObject({ output: '"old"' });
    expect(await after.finish('e2')).toMatchObject({ output: '"new"' });
    const executionArn = after.arn('e1');
    const { definition } = await after.call('DescribeStateMachineForExecution', { executionArn });
    expect(JSON.parse(String(definition))).toEqual(wait('old'));
    await after.stop();
  });

  it('is listed and told of after it has ended and everything was restarted', async () => {
    const before = await StateMachineCloud.with(pass, undefined, { dataDirectory: directory });
    await before.begin('e1', { a: 1 });
    await before.finish('e1');
    const told = { description: await before.describe('e1'), history: await before.history('e1') };
    await before.stop();
    const after = await StateMachineCloud.with(pass, undefined, { dataDirectory: directory });
    expect({ description: await after.describe('e1'), history: await after.history('e1') }).toEqual(told);
    const { executions } = await after.call('ListExecutions', { stateMachineArn: after.machineArn });
    expect(executions).toMatchObject([{ name: 'e1', status: 'SUCCEEDED' }]);
    await after.stop();
  });

  it('survives SIGKILL once StartExecution has answered', async () => {
    const child = spawn(
      process.execPath,
      ['-r', 'tsx/cjs', join(__dirname, 'start-and-hang.ts'), directory],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await new Promise((started) => child.stdout.once('data', started));
    const killed = new Promise((exit) => child.once('exit', exit));
    child.kill('SIGKILL');
    await killed;

    const after = await StateMachineCloud.with(longWait, undefined, { dataDirectory: directory });
    expect(await after.types('e1')).toEqual(['ExecutionStarted', 'WaitStateEntered']);
    expect(await after.finish('e1')).toMatchObject({ status: 'SUCCEEDED' });
    await after.stop();
  });
});

const pass = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } };

const oneTask = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:getItem',
      Parameters: { TableName: 't', 'Key.$': '$' },
      End: true,
    },
  },
};

const waitThenPass = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'Pass' }, Pass: { Type: 'Pass', End: true } },
};

const waitingBranches = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: [
        waitThenPass,
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'Wait each',
                States: { 'Wait each': { Type: 'Wait', Seconds: 30, End: true } },
              },
              End: true,
            },
          },
        },
      ],
      End: true,
    },
  },
};
