'use strict';

const { createHash, createHmac } = require('node:crypto');

/** AWS truncates the logs of one invocation at 10 KB. */
const LONGEST_LOG = 10 * 1024;
const ALGORITHMS = ['md5', 'sha1', 'sha256'];
const ENCODINGS = ['hex', 'base64', 'base64url'];

/**
 * Without its prototype an object of this thread leads nowhere: not to its constructor, not to `Function`.
 * @template {object} T
 * @param {T} object
 * @returns {T}
 */
function unrooted(object) {
  return Object.setPrototypeOf(object, null);
}

/** @template {object} T @param {T} object @returns {T} */
function sealed(object) {
  return Object.freeze(unrooted(object));
}

/** What the code in a sandbox may call of this thread: it takes and gives strings only. @param {string[]} lines */
function hostOf(lines) {
  let left = LONGEST_LOG;
  const log = (line) => {
    if (typeof line !== 'string' || left <= 0) return;
    lines.push(line.slice(0, left));
    left -= line.length;
  };
  return sealed({ log: sealed(log), digest: sealed(digest) });
}

/** `=` and the digest, or `!` and what is wrong: an error thrown from here would carry this thread's own classes. */
function digest(algorithm, key, text, encoding) {
  if (!ALGORITHMS.includes(algorithm)) return `!The algorithms are ${ALGORITHMS.join(', ')}.`;
  if (!ENCODINGS.includes(encoding) || typeof text !== 'string')
    return `!A digest is given in ${ENCODINGS.join(', ')}.`;
  const hash = typeof key === 'string' ? createHmac(algorithm, key) : createHash(algorithm);
  return `=${hash.update(text).digest(encoding)}`;
}

module.exports = { hostOf, sealed, unrooted };
