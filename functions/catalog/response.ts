import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refusal } from '../runtime/http/errors';

/** Who may be given one and the same answer. */
export type Audience = 'everybody' | 'caller';

/**
 * For everybody: the edge answers from one call for 2 s, and for another 2 s while it asks again; when the
 * catalog fails, for 5 minutes. Browsers keep it too, but ask each time, with its ETag: or each would add to
 * its age. For a caller: nothing on the way but the edge may keep it, which does so under that caller's key
 * alone.
 */
export const CACHE_CONTROL: Readonly<Record<Audience, string>> = {
  everybody: 'public, max-age=0, s-maxage=2, stale-while-revalidate=2, stale-if-error=300',
  caller: 'private, max-age=2',
};

export interface Preconditions {
  readonly method: string;
  readonly ifNoneMatch: string | undefined;
}

type Response = APIGatewayProxyStructuredResultV2;

/** JSON with its strong ETag; without a body for who has it already (304), or asks for the head only. */
export function representation(
  value: unknown,
  audience: Audience,
  { method, ifNoneMatch }: Preconditions,
): Response {
  const body = JSON.stringify(value);
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const headers = { etag, 'cache-control': CACHE_CONTROL[audience] };
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) return { statusCode: 304, headers };
  return withBody(200, { ...headers, 'content-type': 'application/json' }, body, method);
}

/**
 * A problem document (RFC 9457). A failure is nobody's to keep; a refusal is kept for as long as an answer.
 */
export function problem(refusal: Refusal, audience: Audience, method: string): Response {
  const { status, title, message } = refusal;
  const headers = {
    ...refusal.headers,
    'cache-control': status >= 500 ? 'no-store' : CACHE_CONTROL[audience],
    'content-type': 'application/problem+json',
  };
  const body = JSON.stringify({ type: 'about:blank', title, status, detail: message });
  return withBody(status, headers, body, method);
}

function withBody(
  statusCode: number,
  headers: Record<string, string>,
  body: string,
  method: string,
): Response {
  return method === 'HEAD' ? { statusCode, headers } : { statusCode, headers, body };
}

/**
 * Compared weakly, as RFC 9110 (section 13.1.2) has it: the edge makes a strong ETag weak when it compresses.
 */
function matches(ifNoneMatch: string, etag: string): boolean {
  const given = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return given.includes('*') || given.includes(etag);
}
