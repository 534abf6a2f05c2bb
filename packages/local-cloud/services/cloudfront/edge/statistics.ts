import type { ResultType } from './exchange';

/** How the requests to one behavior of a distribution were answered. */
export interface BehaviorStatistics {
  readonly distributionId: string;
  /** The path pattern, or `Default (*)`. */
  readonly behavior: string;
  readonly hits: number;
  readonly misses: number;
  /** The origin confirmed what was in the cache. */
  readonly refreshHits: number;
  readonly errors: number;
  /** Answered by a function without an origin. */
  readonly generated: number;
}

type Counter = 'hits' | 'misses' | 'refreshHits' | 'errors' | 'generated';

const COUNTERS: Readonly<Record<ResultType, Counter>> = {
  Hit: 'hits',
  Miss: 'misses',
  RefreshHit: 'refreshHits',
  Error: 'errors',
  FunctionExecutionError: 'errors',
  FunctionGeneratedResponse: 'generated',
};

type BehaviorCounts = { -readonly [Name in keyof BehaviorStatistics]: BehaviorStatistics[Name] };

/** Counts answers since the start. */
export class Statistics {
  private readonly counted = new Map<string, BehaviorCounts>();

  record(distributionId: string, behavior: string, result: ResultType): void {
    this.counts(distributionId, behavior)[COUNTERS[result]] += 1;
  }

  of(distributionId: string, behavior: string): BehaviorStatistics {
    return this.counts(distributionId, behavior);
  }

  private counts(distributionId: string, behavior: string): BehaviorCounts {
    const key = `${distributionId} ${behavior}`;
    const known = this.counted.get(key);
    if (known) return known;
    const none = { hits: 0, misses: 0, refreshHits: 0, errors: 0, generated: 0 };
    const counts: BehaviorCounts = { distributionId, behavior, ...none };
    this.counted.set(key, counts);
    return counts;
  }
}
