'use strict';

/**
 * The context object of a Node.js function (https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html).
 * @param {import('./worker.cjs').Invocation} invocation `deadline` in ms since the epoch, of the cloud's clock
 * @param {{functionName: string, functionVersion: string, memoryMegabytes: number, logGroup: string, logStream: string}} settings
 */
function contextOf({ requestId, functionArn, deadline }, settings) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: settings.functionVersion,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(settings.memoryMegabytes),
    awsRequestId: requestId,
    logGroupName: settings.logGroup,
    logStreamName: settings.logStream,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

module.exports = { contextOf };
