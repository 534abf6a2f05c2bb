import type { HttpRequest } from '../core/http/message';

/**
 * The access key that a request is signed with (AWS Signature Version 4, in the header or in a presigned
 * query); undefined where it is not signed. The signature itself is not verified: the gateway listens on the
 * loopback interface only, and a role's keys are random and known to its own functions alone.
 */
export function accessKeyOf({ headers, query }: Pick<HttpRequest, 'headers' | 'query'>): string | undefined {
  const signed = /^AWS4-[^ ]+ +(?:.*, *)?Credential=([^/,]+)\//.exec(headers['authorization'] ?? '');
  return signed?.[1] ?? query.get('X-Amz-Credential')?.split('/')[0];
}
