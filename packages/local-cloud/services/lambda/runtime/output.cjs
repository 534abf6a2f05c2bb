'use strict';

const { StringDecoder } = require('node:string_decoder');

/**
 * Sends what the function writes to its output by the same port as its answers, so that no line of an
 * invocation comes after its answer or gets lost when the thread ends.
 * @param {import('node:worker_threads').MessagePort} port
 */
function sendOutput(port) {
  for (const stream of [process.stdout, process.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream.write = (chunk, encodingOrDone, done) => {
      const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : 'utf8';
      const text = decoder.write(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
      if (text !== '') port.postMessage({ kind: 'output', text });
      const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
      if (callback) process.nextTick(callback);
      return true;
    };
  }
}

module.exports = { sendOutput };
