import { FunctionsUnderTest } from './functions-under-test';

let functions: FunctionsUnderTest;

beforeEach(() => {
  functions = new FunctionsUnderTest();
});

afterEach(() => functions.stop());

describe('what a handler may be', () => {
  const cases: [string, string | Record<string, string>, string?][] = [
    ['an async function', 'exports.handler = async (event) => ({ doubled: event.n * 2 })'],
    [
      'a callback',
      'exports.handler = (event, context, callback) => callback(null, { doubled: event.n * 2 })',
    ],
    [
      'a late callback',
      'exports.handler = (event, context, done) => setImmediate(done, null, { doubled: event.n * 2 })',
    ],
    ['an ECMAScript module', { 'index.mjs': 'export const handler = async ({ n }) => ({ doubled: n * 2 })' }],
    [
      'a module by its package.json',
      {
        'index.js': 'export const handler = async ({ n }) => ({ doubled: n * 2 })',
        'package.json': '{"type":"module"}',
      },
    ],
    [
      'a file in a folder',
      { 'dist/api.js': 'exports.main = async ({ n }) => ({ doubled: n * 2 })' },
      'dist/api.main',
    ],
  ];

  test.each(cases)('%s', async (_label, source, handler = 'index.handler') => {
    await functions.add('double', source, { handler });
    expect(await functions.invoke('double', { n: 21 })).toEqual({ payload: { doubled: 42 } });
  });

  test('what a handler without promise and callback returns is dropped, as on Lambda', async () => {
    await functions.add('sync', 'exports.handler = () => ({ lost: true })');
    expect(await functions.invoke('sync', {})).toEqual({ payload: null });
  });
});

describe('what goes wrong in a function is its answer', () => {
  const cases: [string, string, object][] = [
    [
      'an error thrown, by its name',
      'class NotFound extends Error { name = "NotFound" } exports.handler = async () => { throw new NotFound("no such thing") }',
      {
        errorType: 'NotFound',
        errorMessage: 'no such thing',
        trace: expect.arrayContaining(['NotFound: no such thing']),
      },
    ],
    [
      'an error given to the callback',
      'exports.handler = (e, c, callback) => callback(new TypeError("bad"))',
      { errorType: 'TypeError', errorMessage: 'bad' },
    ],
    [
      'a text thrown',
      'exports.handler = async () => { throw "plain" }',
      { errorType: 'string', errorMessage: 'plain', trace: [] },
    ],
    [
      'a promise nobody waits for',
      'exports.handler = () => new Promise(() => { Promise.reject(new Error("lost")) })',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'an error in a timer',
      'exports.handler = () => new Promise(() => setImmediate(() => { throw new RangeError("late") }))',
      { errorType: 'RangeError', errorMessage: 'late' },
    ],
    [
      'process.exit',
      'exports.handler = async () => process.exit(3)',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(
          /^RequestId: \S+ Error: Runtime exited with error: exit status 3$/,
        ),
      },
    ],
    [
      'what JSON cannot say',
      'exports.handler = async () => 1n',
      {
        errorType: 'Runtime.MarshalError',
        errorMessage: expect.stringContaining('Unable to stringify response body'),
      },
    ],
    [
      'no such export',
      'exports.other = 1',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    ['a syntax error', 'exports.handler = async () => {', { errorType: 'Runtime.UserCodeSyntaxError' }],
    ['an import that is not in the bundle', 'require("graphql")', { errorType: 'Runtime.ImportModuleError' }],
    [
      'an error while loading',
      'throw new Error("no table name")',
      { errorType: 'Error', errorMessage: 'no table name' },
    ],
  ];

  test.each(cases)('%s', async (_label, source, payload) => {
    await functions.add('faulty', source);
    expect(await functions.invoke('faulty', {})).toEqual({
      error: 'Unhandled',
      payload: expect.objectContaining(payload),
    });
    expect(functions.cloud.lines.length).toBeGreaterThan(0);
  });

  test('a function that crashed answers the next event in a new worker', async () => {
    await functions.add('once', 'exports.handler = async ({ crash }) => crash ? process.exit(1) : "well"');
    expect(await functions.invoke('once', { crash: true })).toMatchObject({ error: 'Unhandled' });
    expect(await functions.invoke('once', {})).toEqual({ payload: 'well' });
  });

  test('a worker that crashes between two events is replaced at the next', async () => {
    await functions.add(
      'later',
      'exports.handler = async () => { setImmediate(() => { throw new Error("too late") }); return "well" }',
    );
    for (const _ of [1, 2]) {
      functions.cloud.lines.length = 0;
      expect(await functions.invoke('later', {})).toEqual({ payload: 'well' });
      await until(() => functions.cloud.lines.some((line) => line.includes('too late')));
    }
  });

  test('too much memory kills the worker, not the local cloud', async () => {
    await functions.add(
      'greedy',
      'exports.handler = async () => { const kept = []; for (;;) kept.push(new Array(1e6).fill({})) }',
      {
        timeout: 60,
      },
    );
    expect(await functions.invoke('greedy', {})).toEqual({
      error: 'Unhandled',
      payload: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('signal: killed') },
    });
  });
});

describe('time', () => {
  const ENDLESS =
    'exports.handler = ({ spin }) => { console.log("begun"); for (; spin;); return new Promise(() => {}) }';

  test.each([
    ['waits for ever', false],
    ['never yields', true],
  ])('a function that %s is stopped at its timeout and replaced', async (_label, spin) => {
    await functions.add(
      'endless',
      ENDLESS.replace('return', 'if (spin === undefined) return Promise.resolve("well"); return'),
    );
    const answer = functions.invoke('endless', { spin });
    await begun();
    functions.cloud.clock.advance(2_999);
    functions.cloud.clock.advance(60_000);
    expect(await answer).toEqual({
      error: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 3\.00 seconds$/),
      },
    });
    expect(await functions.invoke('endless', {})).toEqual({ payload: 'well' });
  });

  test("a function's clock is the cloud's, in UTC", async () => {
    await functions.add(
      'clock',
      'exports.handler = async () => [Date.now(), new Date().getTime(), new Date(2026, 0, 1).toISOString()]',
    );
    functions.cloud.clock.advance(86_400_000);
    const before = functions.cloud.clock.now();
    const [now, date, midnight] = (await functions.invoke('clock', {})).payload as [number, number, string];
    expect(now).toBeGreaterThanOrEqual(before - 1);
    expect(date).toBeLessThanOrEqual(functions.cloud.clock.now());
    expect(midnight).toBe('2026-01-01T00:00:00.000Z');
  });

  function begun(): Promise<void> {
    return new Promise((resolve) => {
      const look = () =>
        functions.cloud.lines.some((line) => line.includes('begun')) ? resolve() : setImmediate(look);
      look();
    });
  }
});

describe('several events', () => {
  test('a worker is used again while it is warm', async () => {
    await functions.add('warm', 'let calls = 0; exports.handler = async () => ++calls');
    for (const calls of [1, 2, 3]) expect((await functions.invoke('warm', {})).payload).toBe(calls);
  });

  const TOGETHER =
    'let busy = 0; exports.handler = async () => { const n = ++busy; await new Promise(setImmediate); busy--; return [n, require("worker_threads").threadId] }';

  test('come one at a time to a worker, and to eight workers at most; the rest wait', async () => {
    await functions.add('many', TOGETHER, { timeout: 30 });
    const answers = await Promise.all(Array.from({ length: 40 }, () => functions.invoke('many', {})));
    const payloads = answers.map(({ payload }) => payload as [number, number]);
    expect(payloads.every(([busy]) => busy === 1)).toBe(true);
    expect(new Set(payloads.map(([, thread]) => thread)).size).toBe(8);
  });

  test('that waited for a worker that crashed are answered by a new one', async () => {
    await functions.add('fragile', 'exports.handler = async () => process.exit(1)');
    const answers = await Promise.all(Array.from({ length: 12 }, () => functions.invoke('fragile', {})));
    expect(answers).toEqual(
      Array(12).fill({
        error: 'Unhandled',
        payload: expect.objectContaining({ errorType: 'Runtime.ExitError' }),
      }),
    );
  });

  test('beyond the reserved concurrency are throttled', async () => {
    await functions.add('few', TOGETHER, { reserved_concurrent_executions: 2 });
    const answers = await Promise.allSettled(Array.from({ length: 3 }, () => functions.invoke('few', {})));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(answers[2]).toMatchObject({ reason: { code: 'TooManyRequestsException', statusCode: 429 } });
    expect(await functions.invoke('few', {})).toMatchObject({ payload: [1, expect.any(Number)] });
  });
});

describe('kinds of invocation', () => {
  test('DryRun runs nothing', async () => {
    await functions.add('loud', 'exports.handler = async () => console.log("ran")');
    expect(await functions.call('Invoke', { FunctionName: 'loud', InvocationType: 'DryRun' })).toEqual({
      StatusCode: 204,
    });
    expect(functions.cloud.lines).toEqual([]);
  });

  test('Event answers at once, and a function that fails is tried twice more', async () => {
    await functions.add('flaky', 'exports.handler = async () => { throw new Error("again") }', {
      timeout: 300,
    });
    const input = { FunctionName: 'flaky', InvocationType: 'Event', Payload: '{}' };
    expect(await functions.call('Invoke', input)).toEqual({ StatusCode: 202, Payload: '' });
    const said = (what: string) => functions.cloud.lines.filter((line) => line.includes(what)).length;
    for (const [delay, wait] of [
      [60_000, 'tried again in 60 s'],
      [120_000, 'tried again in 120 s'],
    ] as const) {
      await until(() => said(wait) === 1);
      functions.cloud.clock.advance(delay);
    }
    await until(() => said('gave up the event') === 1);
    expect(said('Invoke Error')).toBe(3);
  });

  test('Event that is throttled is tried again, too', async () => {
    await functions.add('none', 'exports.handler = async () => {}', { reserved_concurrent_executions: 0 });
    await functions.call('Invoke', { FunctionName: 'none', InvocationType: 'Event' });
    const told = () => functions.cloud.lines.filter((line) => line.includes('tried again in'));
    await until(() => told().length > 0);
    expect(told()).toEqual([expect.stringContaining('tried again in 60 s: Rate Exceeded.')]);
  });

  test('LogType Tail gives the log of this invocation', async () => {
    await functions.add(
      'talk',
      'exports.handler = async ({ word }) => { console.log("said", word); return null }',
    );
    await functions.invoke('talk', { word: 'one' });
    const { log } = await functions.invoke('talk', { word: 'two' }, { LogType: 'Tail' });
    expect(log).toMatch(
      /^START RequestId: request-\d+ Version: \$LATEST\nsaid two\nEND RequestId: .*\nREPORT /,
    );
  });
});

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (condition() ? resolve() : setImmediate(look));
    look();
  });
}
