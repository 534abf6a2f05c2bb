import type { Json, JsonObject } from '../../../core/json';
import type { CallResult } from './caller';

/** What optimized integrations add to a result about the HTTP answer behind it (as recorded on AWS). */
export function withSdkMetadata(
  { output, requestId }: CallResult,
  headers: Record<string, string>,
): JsonObject {
  const all = { ...headers, 'x-amzn-RequestId': requestId };
  return {
    ...output,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])),
      HttpHeaders: all,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}

/** The headers of an AWS JSON answer. */
export function jsonHeaders(body: Json, contentType: string, now: number): Record<string, string> {
  return {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(JSON.stringify(body))),
    'Content-Type': contentType,
    Date: new Date(now).toUTCString(),
  };
}
