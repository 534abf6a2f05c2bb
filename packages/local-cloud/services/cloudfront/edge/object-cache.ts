import { LRUCache } from 'lru-cache';
import type { EdgeResponse } from '../response/edge-response';
import type { Freshness } from '../response/freshness';

/** A response that is kept. Instants in milliseconds since the epoch. */
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
  /** The origin failed: until then it is not asked again, and this object is served though stale. */
  readonly retryAt: number;
}

/** Bytes of bodies and headers that an edge keeps; what was not asked for longest goes first. */
const LARGEST_CACHE = 64 * 1024 * 1024;

/** About what an object takes besides its body. */
const OVERHEAD = 1_024;

/**
 * The objects of one edge location. `http-cache-semantics` would decide by RFC 9111 what may be kept and for
 * how long; CloudFront decides by its policies' three TTLs, keeps what the RFC forbids (a minimum TTL beats
 * `private`) and errors for seconds: so only the store is a library's.
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

  /** Grows with every purge: what was asked of an origin before one must not be kept after it. */
  get generation(): number {
    return this.invalidated;
  }

  put(object: CachedObject): void {
    this.objects.set(object.key, object);
  }

  /** Forgets the objects of a distribution whose paths match; answers how many. */
  invalidate(distributionId: string, matches: (path: string) => boolean): number {
    this.invalidated += 1;
    const stale = [...this.objects.values()].filter(
      (one) => one.distributionId === distributionId && matches(one.path),
    );
    for (const { key } of stale) this.objects.delete(key);
    return stale.length;
  }

  /** The origin has answered anew with something that is not to be kept: nor is what it said before. */
  drop(key: string): void {
    this.objects.delete(key);
  }

  purge(key: string): boolean {
    this.invalidated += 1;
    return this.objects.delete(key);
  }

  /** What is kept, the most recently used first. */
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

/** Stale, but better than an origin's failure. */
export function usableOnError({ freshUntil, ifError }: CachedObject, now: number): boolean {
  return now < freshUntil + ifError;
}
