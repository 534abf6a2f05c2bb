'use strict';
// What runs in a function's worker thread: plain JavaScript, so that a cold start loads nothing but this
// and the function's bundle. It answers one event at a time. Between two events it keeps running, while Lambda
// freezes it: work that a function leaves unfinished ends here at once, on AWS at its next event.

const { parentPort, workerData } = require('node:worker_threads');
const { followClock } = require('./clock.cjs');
const { contextOf } = require('./context.cjs');
const { errorPayload } = require('./error-payload.cjs');
const { loadHandler } = require('./handler.cjs');
const { call } = require('./call.cjs');
const { refuseOtherHosts } = require('./loopback-only.cjs');
const { sendOutput } = require('./output.cjs');

/** @typedef {{requestId: string, payload: string, deadline: number, traceId: string, functionArn: string}} Invocation */
/** @typedef {import('./handler.cjs').Handler} Handler */

const { functionName, handler: handlerName, taskRoot, sharedOffset } = workerData;

followClock(sharedOffset);
sendOutput(parentPort);
refuseOtherHosts(functionName);

/** @type {Invocation | undefined} */
let current;

process.on('uncaughtException', (error) => die(error, errorPayload(error), 129));
process.on('unhandledRejection', (reason) => {
  const { errorMessage, trace, errorType } = errorPayload(reason);
  die(
    reason,
    { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: `${errorType}: ${errorMessage}`, trace },
    128,
  );
});

loadHandler(taskRoot, handlerName).then(serve, (error) => die(error, errorPayload(error), 1));

/** @param {Handler} handler */
function serve(handler) {
  parentPort.on('message', (/** @type {Invocation} */ invocation) => answer(handler, invocation));
  parentPort.postMessage({ kind: 'ready' });
}

/**
 * @param {Handler} handler
 * @param {Invocation} invocation
 */
async function answer(handler, invocation) {
  current = invocation;
  process.env._X_AMZN_TRACE_ID = `Root=${invocation.traceId};Sampled=0`;
  try {
    const result = await call(handler, JSON.parse(invocation.payload), contextOf(invocation, workerData));
    parentPort.postMessage({ kind: 'result', payload: stringify(result) });
  } catch (error) {
    report('Invoke Error', errorPayload(error));
    parentPort.postMessage({ kind: 'error', payload: JSON.stringify(errorPayload(error)) });
  } finally {
    current = undefined;
  }
}

/** @param {unknown} result */
function stringify(result) {
  try {
    return JSON.stringify(result === undefined ? null : result) ?? 'null';
  } catch (cause) {
    const error = new Error(`Unable to stringify response body: ${cause.message}`, { cause });
    error.name = 'Runtime.MarshalError';
    throw error;
  }
}

/**
 * The event under way, if any, fails with `payload`, and the thread ends, as the process of a Lambda
 * function does.
 */
function die(error, payload, exitCode) {
  report(current ? 'Invoke Error' : 'Uncaught Exception', { ...payload, stack: error?.stack });
  parentPort.postMessage({ kind: 'fatal', payload: JSON.stringify(payload) });
  process.exit(exitCode);
}

function report(what, payload) {
  process.stderr.write(`${what} ${JSON.stringify(payload)}\n`);
}
