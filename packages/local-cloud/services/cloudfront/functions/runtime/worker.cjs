'use strict';
// What runs in the thread of the sandboxes: plain JavaScript. It runs one function at a time, each run in a
// world of its own, as CloudFront does: nothing that a run leaves behind is there for the next.

const { createContext, Script } = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');
const { hostOf, sealed, unrooted } = require('./host.cjs');
const { prelude } = require('./prelude.cjs');

/** @typedef {{name: string, code: string, event: string, now: number}} Run `event` is JSON */

const preludeScript = new Script(
  `(${prelude})(globalThis.__host, globalThis.__now); delete globalThis.__host; delete globalThis.__now;`,
  { filename: 'cloudfront-js-2.0' },
);

/** Starts the handler, in the time limit of the script; what a promise of it comes to is told later. */
const startScript = new Script(
  `(() => {
    const { settle, event } = globalThis.__call;
    delete globalThis.__call;
    const failed = (error) => settle('!' + String((error && error.stack) || error));
    const done = (value) => settle('=' + (JSON.stringify(value) ?? 'null'));
    try {
      const returned = handler(JSON.parse(event));
      if (returned && typeof returned.then === 'function') Promise.resolve(returned).then(done).catch(failed);
      else done(returned);
    } catch (error) {
      failed(error);
    }
  })();`,
  { filename: 'cloudfront-js-2.0' },
);

/** @type {Map<string, Script>} */
const compiled = new Map();

/** @type {string[]} */
let lines = [];

process.on('unhandledRejection', (reason) => {
  lines.push(`A promise was rejected and nobody looked: ${reasonOf(reason)}`);
});

parentPort.on('message', (/** @type {Run} */ run) => {
  lines = [];
  let settled = false;
  const settle = (outcome) => {
    if (settled || typeof outcome !== 'string') return;
    settled = true;
    // What is rejected in the same turn is still told.
    setImmediate(() => parentPort.postMessage({ outcome: ownFrames(outcome), lines }));
  };
  start(run, settle);
  // Nothing but promises goes on in a sandbox: when all of them have run, nothing more will come.
  setImmediate(() => settle('!The handler did not finish: a promise never settled.'));
});

parentPort.postMessage('ready');

/** @param {Run} run @param {(outcome: string) => void} settle */
function start({ name, code, event, now }, settle) {
  const world = unrooted({ __host: hostOf(lines), __now: now });
  const context = createContext(world, { codeGeneration: { strings: false, wasm: false } });
  const limit = { timeout: workerData.timeLimit };
  try {
    preludeScript.runInContext(context);
    scriptOf(name, code).runInContext(context, limit);
    world.__call = sealed({ settle: sealed(settle), event });
    startScript.runInContext(context, limit);
  } catch (error) {
    settle(`!${reasonOf(error)}`);
  }
}

/** The runtime is always in strict mode. On one line, so that line numbers stay the author's. */
function scriptOf(name, code) {
  const script = compiled.get(code) ?? new Script(`'use strict';${code}`, { filename: name });
  compiled.set(code, script);
  return script;
}

/** A stack without the frames of this thread. */
function ownFrames(stack) {
  return stack.split(/\n\s+at [^\n]*node:vm/)[0];
}

/** Never touches more than strings: what is thrown may be any object of the sandbox. */
function reasonOf(error) {
  if (typeof error !== 'object' || error === null) return String(error);
  const { code, message } = error;
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
    return `The function ran for more than ${workerData.timeLimit} ms.`;
  return typeof message === 'string' ? message : 'It threw something that is no error.';
}
