import { type CachePolicy, cachingDisabled } from '../model/cache-policy';
import { type CustomError, DEFAULT_ERROR_TTL } from '../model/custom-error';
import type { Fields } from '../request/fields';
import { directives, lifetime } from './freshness';

const ALWAYS = [404, 414, 500, 501, 502, 503, 504];
const WITH_MAX_AGE = [400, 403, 405, 412, 415];

/** The least time that an error of this status is kept, in seconds. */
export function errorMinTtl(status: number, customErrors: ReadonlyMap<number, CustomError>): number {
  return customErrors.get(status)?.minTtl ?? DEFAULT_ERROR_TTL;
}

/**
 * The cache time of an error in milliseconds; undefined where it is not cached. The origin's max-age makes it longer,
 * never shorter. A 4xx with a restrictive Cache-Control is not cached; a 5xx is cached regardless.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-cached-errors
 */
export function errorTtl(
  status: number,
  fields: Fields,
  policy: CachePolicy,
  customErrors: ReadonlyMap<number, CustomError>,
): number | undefined {
  if (cachingDisabled(policy)) return undefined;
  const control = directives(fields);
  const asked = lifetime(new Map(), control, 0);
  const restricted =
    policy.minTtl === 0 && ['no-cache', 'no-store', 'private'].some((name) => control.has(name));
  const kept = status >= 500 ? ALWAYS.includes(status) : !restricted && keepsClientError(status, asked);
  return kept ? Math.max(errorMinTtl(status, customErrors), asked ?? 0) * 1_000 : undefined;
}

function keepsClientError(status: number, asked: number | undefined): boolean {
  return ALWAYS.includes(status) || (WITH_MAX_AGE.includes(status) && asked !== undefined);
}
