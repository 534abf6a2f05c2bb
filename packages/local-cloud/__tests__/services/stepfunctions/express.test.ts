import type { Json, JsonObject } from '../../../core/json';
import { StateMachineCloud } from '../../../testing/state-machine-cloud';

const express = (definition: Json, handler?: () => Promise<Json>) =>
  StateMachineCloud.with(definition, handler, { config: { type: 'EXPRESS' } });

const pass = { StartAt: 'Pass', States: { Pass: { Type: 'Pass', End: true } } };

describe('an EXPRESS state machine', () => {
  it('is run by StartSyncExecution, which answers how it ended', async () => {
    const cloud = await express(pass);
    const stateMachineArn = cloud.machineArn;
    expect(
      await cloud.call('StartSyncExecution', { stateMachineArn, name: 'e1', input: '{"a":1}' }),
    ).toMatchObject({
      executionArn: expect.stringMatching(/:express:machine:e1:[0-9a-f-]{36}$/),
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"a":1}',
      billingDetails: { billedMemoryUsedInMB: 64 },
    });
    await cloud.stop();
  });

  it('tells error and cause of one that failed', async () => {
    const cloud = await express({
      StartAt: 'Bad',
      States: { Bad: { Type: 'Fail', Error: 'E', Cause: 'C' } },
    });
    const answer = await cloud.call('StartSyncExecution', { stateMachineArn: cloud.machineArn });
    expect(answer).toMatchObject({ status: 'FAILED', error: 'E', cause: 'C' });
    await cloud.stop();
  });

  it('ends after five minutes', async () => {
    const cloud = await express({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } },
    });
    const answer = cloud.call('StartSyncExecution', { stateMachineArn: cloud.machineArn });
    while (cloud.clock.nextAlarm() === undefined) await new Promise(setImmediate);
    cloud.clock.advance(5 * 60_000);
    expect(await answer).toMatchObject({ status: 'TIMED_OUT' });
    await cloud.stop();
  });

  it('starts as many executions of one name as are asked for', async () => {
    let calls = 0;
    const work = {
      StartAt: 'Work',
      States: {
        Work: { Type: 'Task', Resource: 'arn:aws:states:::dynamodb:getItem', Parameters: {}, End: true },
      },
    };
    const cloud = await express(work, async () => {
      calls++;
      return {};
    });
    const start = () => cloud.call('StartExecution', { stateMachineArn: cloud.machineArn, name: 'e1' });
    const [first, second] = [await start(), await start()] as [JsonObject, JsonObject];
    expect(first.executionArn).not.toBe(second.executionArn);
    while (calls < 2) await new Promise(setImmediate);
    await cloud.stop();
  });

  it('has no limit of history events', async () => {
    const Choices = [{ Variable: '$.left', NumericEquals: 0, Next: 'End' }];
    const Parameters = { 'left.$': 'States.MathAdd($.left, -1)' };
    const States = {
      Choose: { Type: 'Choice', Choices, Default: 'Count' },
      Count: { Type: 'Pass', Parameters, Next: 'Choose' },
      End: { Type: 'Succeed' },
    };
    const cloud = await express({ StartAt: 'Choose', States });
    const input = { stateMachineArn: cloud.machineArn, input: '{"left":10000}' };
    expect(await cloud.call('StartSyncExecution', input)).toMatchObject({ status: 'SUCCEEDED' });
    await cloud.stop();
  });

  it('is not listed, and does not wait for jobs or tokens', async () => {
    const cloud = await express(pass);
    const listing = cloud.call('ListExecutions', { stateMachineArn: cloud.machineArn });
    await expect(listing).rejects.toMatchObject({ code: 'StateMachineTypeNotSupported' });
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const waits = { StartAt: 'Work', States: { Work: { Type: 'Task', Resource, End: true } } };
    await expect(cloud.provision({ definition: JSON.stringify(waits), type: 'EXPRESS' })).rejects.toThrow(
      Resource,
    );
    await cloud.stop();
  });
});

test('a STANDARD state machine is not run by StartSyncExecution', async () => {
  const cloud = await StateMachineCloud.with(pass);
  const answer = cloud.call('StartSyncExecution', { stateMachineArn: cloud.machineArn });
  await expect(answer).rejects.toMatchObject({ code: 'StateMachineTypeNotSupported' });
  await cloud.stop();
});
