import type { Result } from './served';

/** What became of the requests that one behavior of a distribution got. */
export interface BehaviorStatistics {
  readonly distributionId: string;
  /** The path pattern, or `Default (*)`. */
  readonly behavior: string;
  readonly hits: number;
  readonly misses: number;
  /** The origin confirmed what was in the cache. */
  readonly refreshHits: number;
  readonly errors: number;
  /** Answered by a function, with no origin. */
  readonly generated: number;
}

type Counter = 'hits' | 'misses' | 'refreshHits' | 'errors' | 'generated';

const COUNTERS: Readonly<Record<Result, Counter>> = {
  Hit: 'hits',
  Miss: 'misses',
  RefreshHit: 'refreshHits',
  Error: 'errors',
  FunctionExecutionError: 'errors',
  FunctionGeneratedResponse: 'generated',
};

/** Counts answers since the start. */
export class Statistics {
  private readonly counted = new Map<
    string,
    { -readonly [Name in keyof BehaviorStatistics]: BehaviorStatistics[Name] }
  >();

  record(distributionId: string, behavior: string, result: Result): void {
    const key = JSON.stringify([distributionId, behavior]);
    const known = this.counted.get(key) ?? {
      ...{ distributionId, behavior },
      ...{ hits: 0, misses: 0, refreshHits: 0, errors: 0, generated: 0 },
    };
    known[COUNTERS[result]] += 1;
    this.counted.set(key, known);
  }

  all(): readonly BehaviorStatistics[] {
    return [...this.counted.values()];
  }
}
