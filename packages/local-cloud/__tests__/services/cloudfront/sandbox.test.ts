import type { Json } from '../../../core/json';
import { FunctionExecutionError, Sandbox } from '../../../services/cloudfront/functions/sandbox';

const NOW = Date.parse('2026-09-01T12:00:00Z');
const lines: string[] = [];
const sandbox = new Sandbox();
const run = (code: string, event: Json = { value: 1 }): Promise<Json> =>
  sandbox.run('example', code, event, NOW, (line) => lines.push(line));
const handler = (body: string): string => `function handler(event) { ${body} }`;

afterEach(() => lines.splice(0));
afterAll(() => sandbox.stop());

test.each([
  ['a function declaration', handler('return event;'), { value: 1 }],
  ['an arrow function', 'const handler = (event) => event.value + 1;', 2],
  ['an async function', 'async function handler(event) { await null; return event; }', { value: 1 }],
  ['strict mode', handler('return this === undefined;'), true],
  [
    'a digest',
    handler("return require('crypto').createHash('md5').update('a').update('b').digest('hex');"),
    '187ef4436122d1cc2f40dc2b92f0eba0',
  ],
  [
    'a keyed digest',
    handler("return require('crypto').createHmac('sha256', 'k').update('a').digest('base64url');"),
    'eNqRUR5nVYf1ud94vt669VYNoqu4gWLuh13N90SVHZ4',
  ],
  [
    'a query string read',
    handler("return require('querystring').parse('a=1&b=x+y&a=%202');"),
    { a: ['1', ' 2'], b: 'x y' },
  ],
  [
    'a query string written',
    handler("return require('querystring').stringify({ a: [1, 2], b: 'x y' });"),
    'a=1&a=2&b=x%20y',
  ],
  ['nothing', handler(''), null],
])('runs %s', async (_, code, expected) => {
  expect(await run(code)).toEqual(expected);
});

test.each([
  'process',
  'Buffer',
  'setTimeout',
  'fetch',
  'global',
  'module',
  'exports',
  'WebAssembly',
  'SharedArrayBuffer',
])('has no %s', async (name) => {
  expect(await run(handler(`return typeof ${name};`))).toBe('undefined');
});

test.each([
  ['eval', "(0, eval)('1')"],
  ['new Function', "new Function('return 1')()"],
  ['the constructor of the global object', "globalThis.constructor.constructor('return process')()"],
  ['the constructor of console.log', "console.log.constructor('return process')()"],
  [
    'the constructor of an error of crypto',
    "(() => { try { require('crypto').createHash('x').digest(); } catch (e) { return e.constructor.constructor('return process')(); } })()",
  ],
  ['the constructor of the event', "event.constructor.constructor('return process')()"],
  ['a hook on stack traces', '(() => { Error.prepareStackTrace = (_, frames) => frames; })()'],
  ['an Error of its own', '(() => { globalThis.Error = { prepareStackTrace: (_, frames) => frames }; })()'],
  ['require of fs', "require('fs')"],
  ['require of what every object has', "require('constructor')"],
])('does not get out by %s', async (_, expression) => {
  await expect(run(handler(`return ${expression};`))).rejects.toThrow(FunctionExecutionError);
});

test.each([
  [
    'its bridge to the thread around',
    'typeof __host + typeof __call + typeof __now',
    'undefinedundefinedundefined',
  ],
  ['what an earlier run left', '(globalThis.left = (globalThis.left ?? 0) + 1)', 1],
])('does not find %s', async (_, expression, expected) => {
  const code = `const found = ${expression}; function handler() { return found; }`;
  expect([await run(code), await run(code)]).toEqual([expected, expected]);
});

test('does not get out by the call that it is given', async () => {
  const code = `let given;
    Object.defineProperty(globalThis, '__call', { set: (call) => { given = call; }, get: () => given, configurable: true });
    function handler() { return [typeof given.settle.constructor, typeof given.constructor]; }`;
  expect(await run(code)).toEqual(['undefined', 'undefined']);
});

test("sees the present of the cloud's clock, and other dates as they are", async () => {
  const dates =
    '[Date.now(), new Date().toISOString(), new Date(0).toISOString(), new Date() instanceof Date]';
  expect(await run(handler(`return ${dates};`))).toEqual([
    NOW,
    '2026-09-01T12:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
    true,
  ]);
});

test.each([
  ['throws', handler("throw new Error('no');"), /^Error: no\n\s+at handler \(example:1:\d+\)/],
  ['throws while it is read', "throw new Error('early');", /^early$/],
  ['throws what is no error', handler('throw null;'), /^null$/],
  ['is not there', 'const other = 1;', /handler is not defined/],
  ['runs for ever', handler('for (;;);'), /ran for more than 500 ms/],
  [
    'runs for ever, promise by promise',
    'async function handler() { for (;;) await null; }',
    /ran for more than 2000 ms/,
  ],
  ['never settles', handler('return new Promise(() => {});'), /never settled/],
  ['returns what is no JSON', handler('const loop = {}; loop.self = loop; return loop;'), /circular/],
])('a handler that %s fails with a reason', async (_, code, reason) => {
  await expect(run(code)).rejects.toThrow(reason);
  expect(await run(handler('return 1;'))).toBe(1);
});

test('the reason shows frames of the function, not of the thread around', async () => {
  const reason = await run(handler("throw new Error('no');")).catch((error: Error) => error.message);
  expect(reason).toMatch(/example:1/);
  expect(reason).not.toMatch(/worker\.cjs|node:/);
});

test('a promise left rejected ends nothing, and is told', async () => {
  expect(await run(handler("Promise.reject(new Error('lost')); return 1;"))).toBe(1);
  expect(lines).toEqual(['A promise was rejected and nobody looked: lost']);
});

test('memory without end is a failure of its own', async () => {
  const eater = handler('const kept = []; for (;;) kept.push(new Array(1e6).fill(kept.length));');
  await expect(run(eater)).rejects.toThrow(/memory|ran for more/);
  expect(await run(handler('return 1;'))).toBe(1);
});

test('runs are one after the other, each with its own outcome and log', async () => {
  const code = handler("console.log(event); if (event === 2) throw new Error('two'); return event;");
  const outcomes = await Promise.allSettled([1, 2, 3].map((event) => run(code, event)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(lines).toEqual(['1', '2', '3']);
});

test('console.log goes to the log, 10 KB of it', async () => {
  await run(
    handler("console.log('a', { b: 1 }, undefined); console.log('x'.repeat(20000)); console.log('more');"),
  );
  expect(lines.map((line) => line.slice(0, 20))).toEqual(['a {"b":1} undefined', 'xxxxxxxxxxxxxxxxxxxx']);
  expect(lines.join('').length).toBe(10_240);
});

test('what still waits when it is stopped fails, and nothing is started for it', async () => {
  const stopped = new Sandbox();
  const runs = [1, 2].map(() => stopped.run('example', handler('for (;;);'), null, NOW, () => {}));
  const outcomes = Promise.allSettled(runs);
  await stopped.stop();
  expect(await outcomes).toEqual(
    Array(2).fill({ status: 'rejected', reason: new FunctionExecutionError('The local cloud was stopped.') }),
  );
});
