'use strict';

/**
 * Calls a handler of either form: one that returns a promise, or one that answers by its callback
 * (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html). The callback's answer is taken at
 * once; Lambda waits until nothing is under way in the function's event loop.
 * @param {import('./handler.cjs').Handler} handler
 * @param {unknown} event
 * @param {object} context
 * @returns {Promise<unknown>}
 */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, result) => (error === null || error === undefined ? resolve(result) : reject(error));
    Object.assign(context, { done, succeed: resolve, fail: reject });
    const returned = handler(event, context, done);
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
    // Neither a promise nor a callback: Lambda drops what such a handler returns.
    else if (handler.length < 3) resolve(null);
  });
}

module.exports = { call };
