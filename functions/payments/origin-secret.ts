import { createHash, timingSafeEqual } from 'node:crypto';
import { Forbidden } from '../runtime/http/errors';
import type { Secret } from './webhook';

/** The header by which the edge is known. */
export const ORIGIN_SECRET_HEADER = 'x-origin-secret';

/**
 * Lets only the edge pass, which says the secret. One that does not fit is compared with the secret as it is
 * now as well: it may have been changed.
 * @throws Forbidden
 */
export async function requireOriginSecret(given: string | undefined, secret: Secret): Promise<void> {
  if (given === undefined) throw forbidden();
  if (isEqual(given, await secret.value())) return;
  if (!isEqual(given, await secret.fresh())) throw forbidden();
}

function forbidden(): Forbidden {
  return new Forbidden("Payments are reached by the site's own address only.");
}

/** Takes the same time for whatever was given, however much of it is right: digests are all of one length. */
function isEqual(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
