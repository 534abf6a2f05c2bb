import { AwsError } from '../../core/errors';
import type { HttpResponse } from '../../core/http/message';
import type { JsonObject } from '../../core/json';
import type { Protocol } from '../../core/service';

/**
 * AWS JSON: the action in a header, input and output as the body
 * (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html). An error's code stands in `__type`;
 * like AWS, no `x-amzn-errortype` header goes with it.
 *
 * @param targetPrefix what comes before the action in `X-Amz-Target`: `AWSStepFunctions`, `DynamoDB_20120810`
 * @param contentType `application/x-amz-json-1.0` or `…-1.1`
 */
export function awsJson(targetPrefix: string, contentType: string): Protocol {
  const respond = (statusCode: number, body: unknown, requestId: string): HttpResponse => ({
    statusCode,
    headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
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

function parseInput(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString());
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as JsonObject;
  } catch {
    // Answered below: a body that is no JSON is as wrong as one that is no object.
  }
  throw new AwsError('SerializationException', 'The body of the request must be a JSON object.');
}
