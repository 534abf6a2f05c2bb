import { createHash, timingSafeEqual } from 'node:crypto';
import { Forbidden } from './domain/errors';
import type { Secret } from './webhook';

/** The header by which the edge is known. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';

/**
 * Lets only the edge pass, which says the secret. One that does not fit is compared with the secret as it is
 * now as well: it may have been changed.
 * @throws Forbidden
 */
export async function requireOriginSecret(said: string | undefined, secret: Secret): Promise<void> {
  if (said === undefined) throw new Forbidden();
  if (isEqual(said, await secret.value())) return;
  if (!isEqual(said, await secret.fresh())) throw new Forbidden();
}

/** Takes the same time for whatever was said, however much of it is right: digests are all of one length. */
function isEqual(said: string, secret: string): boolean {
  return timingSafeEqual(digest(said), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
