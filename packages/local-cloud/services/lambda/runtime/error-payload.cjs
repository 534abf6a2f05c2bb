'use strict';

const { isNativeError } = require('node:util').types;

/**
 * An error as Lambda hands it to the caller (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html).
 * @param {unknown} error whatever was thrown
 * @returns {{errorType: string, errorMessage: string, trace: string[]}}
 */
function errorPayload(error) {
  if (isNativeError(error) || looksLikeError(error)) {
    return {
      errorType: String(error.name),
      errorMessage: String(error.message),
      trace: String(error.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function looksLikeError(value) {
  return (
    typeof value === 'object' && value !== null && 'name' in value && 'message' in value && 'stack' in value
  );
}

module.exports = { errorPayload };
