import { failed, run, story, succeeded, task } from './played-back';

const caught = { Type: 'Pass', End: true };
const fail = (error: string) => ({ Type: 'Fail', Error: error, Cause: `cause of ${error}` });

describe('Catch', () => {
  it.each([
    ['its own name', ['Custom'], 'Custom', true],
    ['States.ALL', ['States.ALL'], 'Custom', true],
    ['States.TaskFailed', ['States.TaskFailed'], 'Custom', true],
    ['another name', ['Other'], 'Custom', false],
    ['States.TaskFailed does not match a timeout', ['States.TaskFailed'], 'States.Timeout', false],
    ['States.ALL matches a timeout', ['States.ALL'], 'States.Timeout', true],
    ['States.ALL does not match States.Runtime', ['States.ALL'], 'States.Runtime', false],
    ['States.DataLimitExceeded of a task', ['States.ALL'], 'States.DataLimitExceeded', true],
  ])('matches by %s', (_what, names, error, expected) => {
    const states = { Work: task({ Catch: [{ ErrorEquals: names, Next: 'Caught' }] }), Caught: caught };
    const result = run(states, {}, [failed('Work', error, 'why')]);
    if (expected)
      expect(result).toMatchObject({ status: 'SUCCEEDED', output: { Error: error, Cause: 'why' } });
    else expect(result).toMatchObject({ status: 'FAILED', error, cause: 'why' });
  });

  it('takes the first catcher that matches', () => {
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'A' },
      { ErrorEquals: ['Custom'], Next: 'B' },
      { ErrorEquals: ['States.ALL'], Next: 'A' },
    ];
    const result = run({ Work: task({ Catch }), A: caught, B: caught }, {}, [failed('Work', 'Custom')]);
    expect(story(result)).toContain('PassStateEntered B');
  });

  it('puts the error beside the input', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.problem', Next: 'Caught' }];
    const result = run({ Work: task({ Catch }), Caught: caught }, { a: 1 }, [
      failed('Work', 'Custom', 'why'),
    ]);
    expect(result.output).toEqual({ a: 1, problem: { Error: 'Custom', Cause: 'why' } });
  });

  it('does not see what fails in its own catcher', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'Caught' }];
    const { Parameters, ...work } = task({ Catch, Arguments: {} });
    const states = { Work: work, Caught: caught };
    const result = run(states, {}, [failed('Work', 'Custom')], { QueryLanguage: 'JSONata' });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  it('never sees States.Runtime: it ends the execution, also from inside branches', () => {
    const Catch = [{ ErrorEquals: ['States.ALL', 'States.Runtime'], Next: 'Caught' }];
    const broken = { Type: 'Pass', Parameters: { 'a.$': '$.nothing' }, End: true };
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'Broken', States: { Broken: broken } }],
        Catch,
        End: true,
      },
      Caught: caught,
    };
    const result = run(states);
    expect(story(result)).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered Both',
      'ParallelStateStarted Both',
      'PassStateEntered Broken',
      'ExecutionFailed',
    ]);
    expect(result.cause).toBe(
      "An error occurred while executing the state 'Broken' (entered at the event id #4). The JSONPath '$.nothing' specified for the field 'a.$' could not be found in the input '{}'",
    );
  });
});

describe('Retry', () => {
  it('tries again as often as MaxAttempts says, three times unless told, then the error is caught', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const outcomes = Array.from({ length: 9 }, () => failed('Work', 'Custom'));
    const attempts = (retrier: object) => {
      const Retry = [{ ErrorEquals: ['Custom'], ...retrier }];
      const result = run({ Work: task({ Retry, Catch }), Caught: caught }, {}, outcomes);
      expect(result.status).toBe('SUCCEEDED');
      return story(result).filter((each) => each === 'TaskScheduled Work').length;
    };
    expect(attempts({})).toBe(4);
    expect(attempts({ MaxAttempts: 0 })).toBe(1);
    expect(attempts({ MaxAttempts: 6 })).toBe(7);
  });

  it('counts for each retrier apart', () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ];
    const outcomes = ['A', 'B', 'B', 'A'].map((error) => failed('Work', error));
    const result = run({ Work: task({ Retry }) }, {}, outcomes);
    expect(result).toMatchObject({ status: 'FAILED', error: 'A' });
    expect(story(result).filter((each) => each === 'TaskScheduled Work')).toHaveLength(4);
  });

  it('tells the state how often it was retried', () => {
    const Parameters = { FunctionName: 'f', Payload: { 'retries.$': '$$.State.RetryCount' } };
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const outcomes = [failed('Work', 'A'), failed('Work', 'B'), succeeded('Work', {})];
    const { events } = run({ Work: task({ Parameters, Retry }) }, {}, outcomes);
    const scheduled = (events ?? []).filter(({ type }) => type === 'TaskScheduled');
    expect(scheduled.map(({ parameters }) => parameters)).toMatchObject(
      [0, 1, 2].map((retries) => ({ Payload: { retries } })),
    );
  });

  it('begins a Parallel anew', () => {
    const Both = {
      Type: 'Parallel',
      Branches: [{ StartAt: 'Bad', States: { Bad: fail('Custom') } }],
      Retry: [{ ErrorEquals: ['Custom'], MaxAttempts: 1 }],
      End: true,
    };
    expect(story(run({ Both }))).toEqual([
      'ExecutionStarted',
      'ParallelStateEntered Both',
      'ParallelStateStarted Both',
      'FailStateEntered Bad',
      'ParallelStateStarted Both',
      'FailStateEntered Bad',
      'ParallelStateFailed Both',
      'ExecutionFailed',
    ]);
  });
});

describe('a failure inside Parallel and Map', () => {
  const slow = { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 60, End: true } } };

  it('cuts off the other branches', () => {
    const Branches = [slow, { StartAt: 'Work', States: { Work: task() } }];
    const result = run({ Both: { Type: 'Parallel', Branches, End: true } }, {}, [
      failed('Work', 'Custom', 'why'),
    ]);
    expect(story(result).slice(-5)).toEqual([
      'TaskFailed Work',
      'WaitStateAborted Slow',
      'TaskStateAborted Work',
      'ParallelStateFailed Both',
      'ExecutionFailed',
    ]);
    expect(result).toMatchObject({ status: 'FAILED', error: 'Custom', cause: 'why' });
  });

  it('cuts off the other iterations', () => {
    const choose = {
      Type: 'Choice',
      Choices: [{ Variable: '$', NumericEquals: 2, Next: 'Bad' }],
      Default: 'Slow',
    };
    const ItemProcessor = {
      StartAt: 'Choose',
      States: { Choose: choose, Bad: fail('Custom'), ...slow.States },
    };
    const result = run({ Each: { Type: 'Map', ItemProcessor, End: true } }, [1, 2, 3]);
    // The third iteration had not entered its second state yet.
    expect(story(result).slice(-7)).toEqual([
      'FailStateEntered Bad',
      'MapIterationFailed Each[1]',
      'WaitStateAborted Slow',
      'MapIterationAborted Each[0]',
      'MapIterationAborted Each[2]',
      'MapStateFailed Each',
      'ExecutionFailed',
    ]);
  });

  it('is tolerated by a distributed Map up to its limit', () => {
    const Choices = [{ Variable: '$', NumericGreaterThan: 2, Next: 'Bad' }];
    const States = {
      Choose: { Type: 'Choice', Choices, Default: 'Good' },
      Bad: fail('Custom'),
      Good: { Type: 'Pass', End: true },
    };
    const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Choose', States };
    const each = (count: number) => ({
      Each: { Type: 'Map', ToleratedFailureCount: count, ItemProcessor, End: true },
    });
    expect(run(each(2), [1, 2, 3, 4])).toMatchObject({ status: 'SUCCEEDED', output: [1, 2] });
    expect(run(each(1), [1, 2, 3, 4])).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });
});

describe('limits', () => {
  it('ends an execution whose history is full with event 25,000', () => {
    const Choices = [{ Variable: '$', IsPresent: true, Next: 'Loop' }];
    const result = run({ Loop: { Type: 'Choice', Choices } });
    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
    expect(result.events).toHaveLength(25_000);
    expect(result.events?.at(-1)).toMatchObject({
      id: 25_000,
      previousEventId: 24_999,
      type: 'ExecutionFailed',
    });
  });

  it('fails a state whose output is larger than 256 KiB, in bytes', () => {
    const pass = (length: number) => ({
      Pass: { Type: 'Pass', Parameters: { text: 'é'.repeat(length) }, End: true },
    });
    expect(run(pass(131_000))).toMatchObject({ status: 'SUCCEEDED' });
    expect(run(pass(131_072))).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('ends an execution at its own TimeoutSeconds, without error or cause', () => {
    const Wait = { Type: 'Wait', Seconds: 60, End: true };
    const result = run({ Wait }, {}, [], { TimeoutSeconds: 5 });
    expect(result).toEqual({ status: 'TIMED_OUT', events: expect.any(Array) });
    expect(result.events?.at(-1)).toMatchObject({
      type: 'ExecutionTimedOut',
      error: 'States.Timeout',
      previousEventId: 0,
    });
  });

  it('has no way on from a Choice without a match', () => {
    const Choices = [{ Variable: '$.a', NumericEquals: 1, Next: 'End' }];
    const states = { Choose: { Type: 'Choice', Choices }, End: { Type: 'Succeed' } };
    expect(run(states, { a: 2 })).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Choose' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
    });
  });
});
