import type { Clock } from '../../core/clock';
import type { ConsoleRoutes } from '../../core/console-routes';
import { AwsError } from '../../core/errors';
import type { CachedObject } from './edge/object-cache';
import type { BehaviorStatistics } from './edge/statistics';

/** What became of the requests of one cache behavior since the start. */
export interface ShownBehavior {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  readonly refreshHits: number;
  readonly errors: number;
  readonly generated: number;
  /** Hits of what the cache was asked for, from 0 to 1; undefined where it was asked for nothing. */
  readonly hitRatio?: number;
}

/** An object in the cache. */
export interface ShownEntry {
  readonly key: string;
  readonly path: string;
  readonly behavior: string;
  readonly statusCode: number;
  readonly bytes: number;
  /** Milliseconds since it was stored. */
  readonly age: number;
  /** Milliseconds until it is stale; negative once it is. */
  readonly freshFor: number;
}

/** The cache of the edge as the console shows it. */
export interface ShownCache {
  readonly behaviors: readonly ShownBehavior[];
  readonly entries: readonly ShownEntry[];
}

/** The cache of an edge location. */
export interface EdgeCache {
  /** What became of the requests of every behavior since the start; of one that had none, nothing but zeros. */
  statistics(): readonly BehaviorStatistics[];
  /** What the edge keeps, the most recently used first. */
  objects(): readonly CachedObject[];
  /** Forgets one object, by its `key` in `objects()`; false where there is none. */
  purge(key: string): boolean;
}

/** The console's view of the edge's cache, and the ways to empty it. */
export function cacheRoutes(cache: EdgeCache, clock: Clock): ConsoleRoutes {
  return {
    'GET /cache': () => shownCache(cache, clock.now()),
    'POST /cache/purge': (request) => purge(cache, request.required('key')),
    'POST /cache/purge-all': () => ({
      purged: cache.objects().filter(({ key }) => cache.purge(key)).length,
    }),
  };
}

/** What the edge keeps, the most recently used first, and how well that served. */
function shownCache(cache: EdgeCache, now: number): ShownCache {
  return {
    behaviors: cache.statistics().map(({ behavior, hits, misses, refreshHits, errors, generated }) => {
      const asked = hits + misses + refreshHits;
      const counts = { hits, misses, refreshHits, errors, generated };
      return { name: behavior, ...counts, ...(asked > 0 && { hitRatio: (hits + refreshHits) / asked }) };
    }),
    entries: cache.objects().map(({ key, path, behavior, response, storedAt, freshUntil }) => ({
      key,
      path,
      behavior,
      statusCode: response.statusCode,
      bytes: response.body.length,
      age: now - storedAt,
      freshFor: freshUntil - now,
    })),
  };
}

function purge(cache: EdgeCache, key: string): { purged: number } {
  if (!cache.purge(key)) throw new AwsError('NotFound', 'The edge does not keep this object any more.', 404);
  return { purged: 1 };
}
