import { LRUCache } from 'lru-cache';
import type { EdgeResponse } from '../response/edge-response';
import type { Freshness } from '../response/freshness';

/** A cached response. Times in milliseconds since the epoch. */
export interface CachedObject {
  readonly key: string;
  readonly distributionId: string;
  readonly behavior: string;
  /** Path and the query parameters of the key: what invalidations name. */
  readonly path: string;
  readonly response: EdgeResponse;
  readonly storedAt: number;
  readonly freshUntil: number;
  /** Milliseconds past `freshUntil`. */
  readonly whileRevalidating: number;
  readonly ifError: number;
  /** After a failure of the origin: until then it is not asked again, and this stale object is served. */
  readonly retryAt: number;
}

/** The size of the cache in bytes. The least recently used objects are removed first. */
const LARGEST_CACHE = 64 * 1024 * 1024;

/** The approximate size of an object without its body. */
const OVERHEAD = 1_024;

/**
 * The objects of one edge location. The library `http-cache-semantics` follows RFC 9111, but CloudFront uses its
 * policies' three TTLs, and caches what the RFC forbids (a minimum TTL overrides `private`) and errors for seconds:
 * so only the store is a library.
 */
export class ObjectCache {
  private readonly objects = new LRUCache<string, CachedObject>({
    maxSize: LARGEST_CACHE,
    sizeCalculation: ({ response }) => response.body.length + OVERHEAD,
  });
  private invalidated = 0;

  get(key: string): CachedObject | undefined {
    return this.objects.get(key);
  }

  /** Grows with every invalidation: an answer requested before one must not be stored after it. */
  get generation(): number {
    return this.invalidated;
  }

  put(object: CachedObject): void {
    this.objects.set(object.key, object);
  }

  /** Removes the objects of a distribution whose paths match; returns how many. */
  invalidate(distributionId: string, matches: (path: string) => boolean): number {
    this.invalidated += 1;
    const stale = [...this.objects.values()].filter(
      (one) => one.distributionId === distributionId && matches(one.path),
    );
    for (const { key } of stale) this.objects.delete(key);
    return stale.length;
  }

  /** Removes an object whose new version must not be cached. */
  drop(key: string): void {
    this.objects.delete(key);
  }

  purge(key: string): boolean {
    this.invalidated += 1;
    return this.objects.delete(key);
  }

  /** The cached objects, the most recently used first. */
  list(): CachedObject[] {
    return [...this.objects.values()];
  }
}

/** A response and its lifetime, as they are kept. */
export function cachedObject(
  place: Pick<CachedObject, 'key' | 'distributionId' | 'behavior' | 'path'>,
  response: EdgeResponse,
  { ttl, whileRevalidating, ifError }: Freshness,
  now: number,
): CachedObject {
  return { ...place, response, whileRevalidating, ifError, storedAt: now, freshUntil: now + ttl, retryAt: 0 };
}

export function isFresh({ freshUntil }: CachedObject, now: number): boolean {
  return now < freshUntil;
}

/** Fresh; or stale, while the origin, which has failed, is left alone. */
export function isServable(object: CachedObject, now: number): boolean {
  return isFresh(object, now) || (now < object.retryAt && usableOnError(object, now));
}

/** Stale, but to be served at once while a new one is fetched. */
export function mayRevalidateLater({ freshUntil, whileRevalidating }: CachedObject, now: number): boolean {
  return now < freshUntil + whileRevalidating;
}

/** Stale, but usable where the origin fails. */
export function usableOnError({ freshUntil, ifError }: CachedObject, now: number): boolean {
  return now < freshUntil + ifError;
}
