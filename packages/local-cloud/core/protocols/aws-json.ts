import { AwsError } from '../errors';
import type { HttpResponse } from '../http/message';
import { type JsonObject, parseObject } from '../json';
import type { Protocol } from '../service';

/**
 * AWS JSON: the action in a header, input and output as the body
 * (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html). An error's code stands in `__type`;
 * like AWS, no `x-amzn-errortype` header goes with it.
 *
 * @param targetPrefix what comes before the action in `X-Amz-Target`: `AWSStepFunctions`, `DynamoDB_20120810`
 * @param version of the protocol, as its content type names it
 */
export function awsJson(targetPrefix: string, version: '1.0' | '1.1'): Protocol {
  const respond = (statusCode: number, body: unknown, requestId: string): HttpResponse => ({
    statusCode,
    headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-requestid': requestId },
    body: JSON.stringify(body),
  });
  return {
    parse(request) {
      const target = request.headers['x-amz-target'] ?? '';
      if (request.method !== 'POST' || !target.startsWith(`${targetPrefix}.`)) return undefined;
      return { action: target.slice(targetPrefix.length + 1), input: parseInput(request.body) };
    },
    render: (output, call) => respond(200, output, call.requestId),
    renderError: (error, requestId) =>
      respond(error.statusCode, { __type: error.code, message: error.message }, requestId),
  };
}

/** An instant as AWS JSON writes it: seconds since the epoch, with a fraction. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

function parseInput(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  const input = parseObject(body.toString());
  if (input) return input;
  throw new AwsError('SerializationException', 'The body of the request must be a JSON object.');
}
