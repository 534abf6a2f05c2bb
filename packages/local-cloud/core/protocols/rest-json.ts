import type { AwsError } from '../errors';
import type { HttpResponse } from '../http/message';
import type { Json } from '../json';

/** An answer of the REST JSON protocol (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html). */
export function jsonAnswer(statusCode: number, output: Json, requestId: string): HttpResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
    body: JSON.stringify(output),
  };
}

/** An error of that protocol: the code in a header, the message in the body. */
export function jsonError(
  { code, statusCode }: Pick<AwsError, 'code' | 'statusCode'>,
  body: Json,
  requestId: string,
): HttpResponse {
  const { headers, ...answer } = jsonAnswer(statusCode, body, requestId);
  return { ...answer, headers: { ...headers, 'x-amzn-errortype': code } };
}
