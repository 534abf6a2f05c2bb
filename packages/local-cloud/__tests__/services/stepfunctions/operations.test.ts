import type { JsonObject } from '../../../core/json';
import { ROLE, StateMachineCloud } from '../../../testing/state-machine-cloud';

const definition = {
  StartAt: 'Wait',
  TimeoutSeconds: 3600,
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'Pass' }, Pass: { Type: 'Pass', End: true } },
};

let cloud: StateMachineCloud;

beforeEach(async () => {
  cloud = await StateMachineCloud.with(definition);
});

afterEach(() => cloud.stop());

const rejection = (action: string, input: JsonObject) =>
  cloud.call(action, input).then(
    () => 'answered',
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  );

describe('StartExecution', () => {
  const start = (more: JsonObject = {}) =>
    cloud.call('StartExecution', {
      stateMachineArn: cloud.machineArn,
      name: 'e1',
      input: '{"a":1}',
      ...more,
    });

  it('answers the ARN and the start in seconds', async () => {
    const now = cloud.clock.now();
    const { executionArn, startDate } = await start();
    expect(executionArn).toBe(cloud.arn('e1'));
    expect(Number(startDate) * 1000).toBeGreaterThanOrEqual(now);
  });

  it('is answered the same while the execution runs with the same input', async () => {
    const first = await start();
    cloud.clock.advance(10_000);
    expect(await start()).toEqual(first);
    const { executions } = await cloud.call('ListExecutions', { stateMachineArn: cloud.machineArn });
    expect(executions).toHaveLength(1);
  });

  it('starts one execution when asked many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => start()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await cloud.types('e1')).toEqual(['ExecutionStarted', 'WaitStateEntered']);
  });

  it('says that it exists when asked with another input, or after its end', async () => {
    await start();
    const exists = `ExecutionAlreadyExists: Execution Already Exists: '${cloud.arn('e1')}'`;
    const input = { stateMachineArn: cloud.machineArn, name: 'e1' };
    expect(await rejection('StartExecution', { ...input, input: '{"a":2}' })).toBe(exists);
    await cloud.finish('e1');
    expect(await rejection('StartExecution', { ...input, input: '{"a":1}' })).toBe(exists);
  });

  it('makes a name where none is given', async () => {
    const { executionArn } = await cloud.call('StartExecution', { stateMachineArn: cloud.machineArn });
    expect(executionArn).toMatch(/:execution:machine:[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it.each(['null', '1', '"text"', '[]'])('takes any JSON value as input: %s', async (input) => {
    await start({ input });
    expect(await cloud.finish('e1')).toMatchObject({ status: 'SUCCEEDED', input, output: input });
  });

  it.each([
    ['an empty name', { name: '' }, /^ValidationException: .*'name' failed/],
    ['a name of 81 characters', { name: 'n'.repeat(81) }, /^ValidationException: .*less than or equal to 80/],
    ['a name with white space', { name: 'a b' }, /^InvalidName: Invalid Name: 'a b'$/],
    ...[...'<>{}[]?*"#%\\^|~`$&,;:/', '\u0007'].map((character): [string, JsonObject, RegExp] => [
      `a name with ${JSON.stringify(character)}`,
      { name: `a${character}b` },
      /^InvalidName: /,
    ]),
    [
      'an input that is no JSON',
      { input: '{' },
      /^InvalidExecutionInput: Invalid State Machine Execution Input: '/,
    ],
    [
      'an input over 256 KiB',
      { input: JSON.stringify('x'.repeat(262_143)) },
      /^ValidationException: .*'input'/,
    ],
    ['no ARN', { stateMachineArn: null }, /^ValidationException: .*Value null at 'stateMachineArn'/],
    ['an ARN that is none', { stateMachineArn: 'x' }, /^InvalidArn: Invalid Arn: 'Invalid ARN prefix: x'$/],
    ['the ARN of something else', { stateMachineArn: 'arn:aws:sns:a:b:topic' }, /^InvalidArn: /],
    [
      'a machine that does not exist',
      { stateMachineArn: 'arn:aws:states:a:b:stateMachine:x' },
      /^StateMachineDoesNotExist: State Machine Does Not Exist: 'arn:aws:states:a:b:stateMachine:x'$/,
    ],
  ])('refuses %s', async (_what, more, expected) => {
    expect(await rejection('StartExecution', { stateMachineArn: cloud.machineArn, ...more })).toMatch(
      expected,
    );
  });
});

describe('DescribeExecution', () => {
  it('tells of a running execution', async () => {
    await cloud.begin('e1', { a: 1 });
    expect(await cloud.describe('e1')).toEqual({
      executionArn: cloud.arn('e1'),
      stateMachineArn: cloud.machineArn,
      name: 'e1',
      status: 'RUNNING',
      startDate: expect.any(Number),
      input: '{"a":1}',
      inputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
  });

  it('tells output and end of one that succeeded', async () => {
    await cloud.begin('e1', { a: 1 });
    expect(await cloud.finish('e1')).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: expect.any(Number),
      output: '{"a":1}',
      outputDetails: { included: true },
    });
  });

  it('does not know an execution that never was', async () => {
    const executionArn = cloud.arn('none');
    const expected = `ExecutionDoesNotExist: Execution Does Not Exist: '${executionArn}'`;
    expect(await rejection('DescribeExecution', { executionArn })).toBe(expected);
  });
});

describe('ListExecutions', () => {
  const list = (more: JsonObject = {}) =>
    cloud.call('ListExecutions', { stateMachineArn: cloud.machineArn, ...more });
  const names = ({ executions }: JsonObject) => (executions as { name: string }[]).map(({ name }) => name);

  it('lists the newest first, in pages', async () => {
    for (const name of ['e1', 'e2', 'e3', 'e4', 'e5']) await cloud.begin(name);
    const first = await list({ maxResults: 2 });
    const second = await list({ maxResults: 2, nextToken: first.nextToken ?? null });
    const third = await list({ maxResults: 2, nextToken: second.nextToken ?? null });
    expect([names(first), names(second), names(third)]).toEqual([['e5', 'e4'], ['e3', 'e2'], ['e1']]);
    expect(third.nextToken).toBeUndefined();
  });

  it('lists those of one status', async () => {
    await cloud.begin('e1');
    await cloud.finish('e1');
    await cloud.begin('e2');
    expect(names(await list({ statusFilter: 'SUCCEEDED' }))).toEqual(['e1']);
    expect(names(await list({ statusFilter: 'RUNNING' }))).toEqual(['e2']);
  });

  it.each([
    ['a status that does not exist', { statusFilter: 'DONE' }, /^ValidationException: .*'statusFilter'/],
    ['a page of 1,001', { maxResults: 1001 }, /^ValidationException: .*'maxResults'/],
    ['a token that is none', { nextToken: '!' }, /^InvalidToken: Invalid Token: 'Invalid token'$/],
  ])('refuses %s', async (_what, more, expected) => {
    expect(await rejection('ListExecutions', { stateMachineArn: cloud.machineArn, ...more })).toMatch(
      expected,
    );
  });
});

describe('GetExecutionHistory', () => {
  const history = (more: JsonObject = {}) =>
    cloud.call('GetExecutionHistory', { executionArn: cloud.arn('e1'), ...more });
  const ids = ({ events }: JsonObject) => (events as { id: number }[]).map(({ id }) => id);

  beforeEach(async () => {
    await cloud.begin('e1', { a: 1 });
    await cloud.finish('e1');
  });

  it('tells each event as AWS does', async () => {
    const { events } = await history();
    const timestamp = expect.any(Number);
    const whole = { truncated: false };
    expect(events).toEqual([
      {
        timestamp,
        type: 'ExecutionStarted',
        id: 1,
        previousEventId: 0,
        executionStartedEventDetails: { input: '{"a":1}', inputDetails: whole, roleArn: ROLE },
      },
      {
        timestamp,
        type: 'WaitStateEntered',
        id: 2,
        previousEventId: 0,
        stateEnteredEventDetails: { name: 'Wait', input: '{"a":1}', inputDetails: whole },
      },
      {
        timestamp,
        type: 'WaitStateExited',
        id: 3,
        previousEventId: 2,
        stateExitedEventDetails: { name: 'Wait', output: '{"a":1}', outputDetails: whole },
      },
      expect.objectContaining({ type: 'PassStateEntered', id: 4, previousEventId: 3 }),
      expect.objectContaining({ type: 'PassStateExited', id: 5, previousEventId: 4 }),
      {
        timestamp,
        type: 'ExecutionSucceeded',
        id: 6,
        previousEventId: 5,
        executionSucceededEventDetails: { output: '{"a":1}', outputDetails: whole },
      },
    ]);
  });

  it('leaves data out when it is not wanted', async () => {
    const { events } = await history({ includeExecutionData: false });
    expect((events as JsonObject[])[1]?.stateEnteredEventDetails).toEqual({ name: 'Wait' });
  });

  it('comes in pages, forwards and backwards', async () => {
    const pages = async (reverseOrder: boolean) => {
      const first = await history({ maxResults: 4, reverseOrder });
      return [
        ids(first),
        ids(await history({ maxResults: 4, reverseOrder, nextToken: first.nextToken ?? null })),
      ];
    };
    expect(await pages(false)).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
    expect(await pages(true)).toEqual([
      [6, 5, 4, 3],
      [2, 1],
    ]);
  });
});

describe('StopExecution', () => {
  it('aborts what runs, with error and cause', async () => {
    await cloud.begin('e1');
    const executionArn = cloud.arn('e1');
    const { stopDate } = await cloud.call('StopExecution', {
      executionArn,
      error: 'Manual',
      cause: 'by hand',
    });
    expect(await cloud.describe('e1')).toMatchObject({
      status: 'ABORTED',
      error: 'Manual',
      cause: 'by hand',
      stopDate,
    });
    expect((await cloud.types('e1')).at(-1)).toBe('ExecutionAborted');
    expect(cloud.clock.nextAlarm()).toBeUndefined();
  });

  it('leaves what has ended as it is', async () => {
    await cloud.begin('e1');
    const ended = await cloud.finish('e1');
    await cloud.call('StopExecution', { executionArn: cloud.arn('e1') });
    expect(await cloud.describe('e1')).toEqual(ended);
  });
});

describe('state machines', () => {
  it('has the attributes that Terraform expressions refer to', async () => {
    expect(await cloud.provision({ definition: JSON.stringify(definition) })).toEqual({
      arn: cloud.machineArn,
      id: cloud.machineArn,
      name: 'machine',
      status: 'ACTIVE',
      creation_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      revision_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      state_machine_version_arn: '',
    });
  });

  it('publishes a version for each new revision', async () => {
    const publish = (seconds: number) => {
      const { States: states } = definition;
      const text = JSON.stringify({
        ...definition,
        States: { ...states, Wait: { ...states.Wait, Seconds: seconds } },
      });
      return cloud.provision({ definition: text, publish: true });
    };
    expect(await publish(1)).toMatchObject({ state_machine_version_arn: `${cloud.machineArn}:1` });
    expect(await publish(2)).toMatchObject({ state_machine_version_arn: `${cloud.machineArn}:2` });
    expect(await publish(2)).toMatchObject({ state_machine_version_arn: `${cloud.machineArn}:2` });
    const { stateMachineVersions } = await cloud.call('ListStateMachineVersions', {
      stateMachineArn: cloud.machineArn,
    });
    expect(stateMachineVersions).toMatchObject([
      { stateMachineVersionArn: `${cloud.machineArn}:2` },
      { stateMachineVersionArn: `${cloud.machineArn}:1` },
    ]);
  });

  it('is described as it was deployed', async () => {
    await cloud.provision({
      definition: JSON.stringify(definition),
      logging_configuration: { level: 'ALL', include_execution_data: true, log_destination: 'arn:log:*' },
      tracing_configuration: [{ enabled: true }],
      tags: { project: 'shop' },
    });
    const stateMachineArn = cloud.machineArn;
    expect(await cloud.call('DescribeStateMachine', { stateMachineArn })).toMatchObject({
      stateMachineArn,
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      roleArn: ROLE,
      definition: JSON.stringify(definition),
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: true,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:log:*' } }],
      },
      tracingConfiguration: { enabled: true },
    });
    expect(await cloud.call('ListTagsForResource', { resourceArn: stateMachineArn })).toEqual({
      tags: [{ key: 'project', value: 'shop' }],
    });
    const { stateMachines } = await cloud.call('ListStateMachines', {});
    expect(stateMachines).toMatchObject([{ stateMachineArn, name: 'machine', type: 'STANDARD' }]);
  });

  it.each([
    ['text that is no JSON', '{', /^aws_sfn_state_machine.machine: .*INVALID_JSON_DESCRIPTION/],
    ['a state without a way on', { StartAt: 'A', States: { A: { Type: 'Pass' } } }, /MISSING_TERMINAL_STATE/],
    [
      'a resource that does not run here',
      {
        StartAt: 'A',
        States: { A: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
      },
      /state 'A' has the resource arn:aws:states:::sqs:sendMessage, which does not run locally/,
    ],
  ])('refuses a definition with %s, naming the resource', async (_what, broken, expected) => {
    const text = typeof broken === 'string' ? broken : JSON.stringify(broken);
    await expect(cloud.provision({ definition: text })).rejects.toThrow(expected);
  });
});

describe('ValidateStateMachineDefinition', () => {
  const validate = (text: unknown) =>
    cloud.call('ValidateStateMachineDefinition', { definition: JSON.stringify(text), type: 'STANDARD' });

  it('finds nothing wrong with what is right', async () => {
    expect(await validate(definition)).toEqual({ result: 'OK', diagnostics: [], truncated: false });
  });

  it('says what is wrong, and where', async () => {
    const wrong = { StartAt: 'A', States: { A: { Type: 'Pass', InputPath: 'no path', End: true } } };
    const { result, diagnostics } = await validate(wrong);
    expect(result).toBe('FAIL');
    expect(diagnostics).toContainEqual({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message: expect.any(String),
      location: '/States/A/InputPath',
    });
  });
});

test('an operation that is not supported is refused by its name', async () => {
  expect(await rejection('CreateActivity', {})).toBe(
    'UnknownOperationException: The operation CreateActivity does not run locally.',
  );
});
