import { createHash } from 'node:crypto';
import { type Problem, problemResponse, type Response } from '../runtime/http/problem';

/** Who may share a cached answer. */
export type Audience = 'everybody' | 'caller';

/**
 * For everybody: the edge serves a cached answer for 2 s, for another 2 s while it revalidates, and for 5
 * minutes while the catalog fails. Browsers cache it too but revalidate each time with its ETag, so that they
 * do not add to its age. For a caller: only the edge caches it, under that caller's own key.
 */
export const CACHE_CONTROL: Readonly<Record<Audience, string>> = {
  everybody: 'public, max-age=0, s-maxage=2, stale-while-revalidate=2, stale-if-error=300',
  caller: 'private, max-age=2',
};

export interface Preconditions {
  readonly method: string;
  readonly ifNoneMatch: string | undefined;
}

/** JSON with a strong ETag; without a body for HEAD, and for a client that has it already (304). */
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

/** A failure is not cached; a refusal is cached for as long as an answer. */
export function problem(problem: Problem, audience: Audience, method: string): Response {
  const cacheControl = problem.status >= 500 ? 'no-store' : CACHE_CONTROL[audience];
  const { statusCode, headers, body } = problemResponse(problem, { 'cache-control': cacheControl });
  return withBody(statusCode, headers, body, method);
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
