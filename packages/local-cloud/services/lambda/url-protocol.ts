import { AwsError } from '../../core/errors';
import type { HttpRequest, HttpResponse } from '../../core/http/message';
import type { Json, JsonObject } from '../../core/json';
import { jsonError } from '../../core/protocols/rest-json';

/** A request to a function URL, as the input of InvokeFunctionUrl. */
export interface UrlRequest {
  /** The host without a port, in lower case. */
  readonly domainName: string;
  readonly method: string;
  /** Percent-encoded, as it came. */
  readonly path: string;
  /** Percent-encoded, without the question mark. */
  readonly queryString: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
}

/** The answer of a function URL. `body` is base64. */
export interface UrlAnswer {
  readonly statusCode: number;
  readonly headers: HttpResponse['headers'];
  readonly body: string;
}

const HOST = /^([a-z0-9]+\.lambda-url\.[a-z0-9-]+\.on\.aws)\.?(?::\d+)?$/;

/** The request in full where its host is a function URL's, whatever its method and path. */
export function parseUrlRequest({ method, path, query, headers, body }: HttpRequest): JsonObject | undefined {
  const domainName = HOST.exec(headers['host']?.toLowerCase() ?? '')?.[1];
  if (domainName === undefined) return undefined;
  const queryString = query.toString().replaceAll('+', '%20');
  return { domainName, method, path, queryString, headers: { ...headers }, body: body.toString('base64') };
}

/** The input of InvokeFunctionUrl, which only {@link parseUrlRequest} makes. */
export function urlRequestOf(input: JsonObject): UrlRequest {
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  const headers = Object.entries((input['headers'] ?? {}) as JsonObject);
  return {
    domainName: text(input['domainName']),
    method: text(input['method']),
    path: text(input['path']),
    queryString: text(input['queryString']),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, text(value)])),
    body: text(input['body']),
  };
}

/** A function URL's answer on the wire. */
export function renderUrlAnswer(output: Json): HttpResponse {
  const { statusCode, headers, body } = output as unknown as UrlAnswer;
  return { statusCode, headers, body: Buffer.from(body, 'base64') };
}

const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html';

/** A function URL refuses the caller. The reason is in the log only. */
export class FunctionUrlRefused extends AwsError {
  /** @param told the message for the caller; null where there is no such URL, as on AWS */
  constructor(readonly told: string | null = FORBIDDEN) {
    super('AccessDeniedException', told ?? 'There is no such function URL.', 403);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
export function renderUrlRefusal(refusal: FunctionUrlRefused, requestId: string): HttpResponse {
  return jsonError(refusal, { Message: refusal.told }, requestId);
}
