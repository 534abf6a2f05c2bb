import type { CacheBehavior } from '../model/behavior';
import { selects } from '../model/selection';
import { normalizedEncoding } from './accept-encoding';
import { field } from './fields';
import { queryText, type ViewerRequest } from './viewer-request';

/** The key of an object in the cache. */
export interface CacheKey {
  /** All of the key as one string. */
  readonly id: string;
  /** Path and those query parameters that are in the key: what an invalidation names. */
  readonly path: string;
}

/**
 * The distribution and the path, then only what the cache policy lists. The origin is part of it, because functions
 * may rewrite requests of two behaviors to one path. The method is too: OPTIONS is cached separately, and so are
 * answers to HEAD, which have no body.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html
 */
export function cacheKey(distributionId: string, behavior: CacheBehavior, request: ViewerRequest): CacheKey {
  const { cachePolicy, target } = behavior;
  const query = queryText(request.query.filter(({ name }) => selects(cachePolicy.query, name)));
  const headers = cachePolicy.headers.kind === 'listed' ? [...cachePolicy.headers.names] : [];
  const cookies = request.cookies.filter(({ name }) => selects(cachePolicy.cookies, name));
  const encoding = normalizedEncoding(request, cachePolicy);
  const path = query === '' ? request.uri : `${request.uri}?${query}`;
  const id = JSON.stringify([
    distributionId,
    target.id,
    request.method,
    path,
    headers.map((name) => [name, field(request.fields, name) ?? null]),
    cookies.map(({ name, value }) => [name, value]).sort(byName),
    encoding,
  ]);
  return { id, path };
}

function byName([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : Number(a > b);
}
