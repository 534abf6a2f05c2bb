import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from './parameters';

/** The header by which the edge is known. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';

/**
 * Whether a request comes from the edge, which says the secret. One that does not fit is compared with the secret as
 * it is now as well: it may have been changed.
 */
export async function isFromEdge(given: string | undefined, secret: Secret): Promise<boolean> {
  if (given === undefined) return false;
  return isEqual(given, await secret.value()) || isEqual(given, await secret.fresh());
}

/** Takes the same time for whatever was given, however much of it is right: digests are all of one length. */
function isEqual(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
