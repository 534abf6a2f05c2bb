import { AwsError } from '../core/service';
import type { ConsoleSources } from './sources';

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

export interface ShownCache {
  readonly behaviors: readonly ShownBehavior[];
  readonly entries: readonly ShownEntry[];
}

/** What the edge keeps, the most recently used first, and how well that served. */
export function edgeCache({ edge, clock }: Pick<ConsoleSources, 'edge' | 'clock'>): ShownCache {
  const now = clock.now();
  return {
    behaviors: edge.statistics().map(({ behavior, hits, misses, refreshHits, errors, generated }) => {
      const asked = hits + misses + refreshHits;
      const counts = { hits, misses, refreshHits, errors, generated };
      return { name: behavior, ...counts, ...(asked > 0 && { hitRatio: (hits + refreshHits) / asked }) };
    }),
    entries: edge.objects().map(({ key, path, behavior, response, storedAt, freshUntil }) => ({
      ...{ key, path, behavior, statusCode: response.statusCode, bytes: response.body.length },
      ...{ age: now - storedAt, freshFor: freshUntil - now },
    })),
  };
}

/** Forgets one entry. */
export function purge({ edge }: Pick<ConsoleSources, 'edge'>, key: string): { purged: number } {
  if (!edge.purge(key)) throw new AwsError('NotFound', 'The edge does not keep this object any more.', 404);
  return { purged: 1 };
}

/** Forgets everything. */
export function purgeAll({ edge }: Pick<ConsoleSources, 'edge'>): { purged: number } {
  return { purged: edge.objects().filter(({ key }) => edge.purge(key)).length };
}
