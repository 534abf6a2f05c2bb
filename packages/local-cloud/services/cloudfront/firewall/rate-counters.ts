import { LRUCache } from 'lru-cache';

/** The requests of one second. */
interface Second {
  readonly second: number;
  count: number;
}

/** Viewers whose requests are counted at the same time; who was not seen for longest is forgotten first. */
const MOST_COUNTED = 10_000;

/** Counts requests in a sliding window of seconds. */
export class RateCounters {
  private readonly counted = new LRUCache<string, Second[]>({ max: MOST_COUNTED });

  /** Counts one request and returns how many there were in the last `window` milliseconds, including it. */
  count(key: string, now: number, window: number): number {
    const second = Math.floor(now / 1_000);
    const oldest = second - window / 1_000;
    const seconds = (this.counted.get(key) ?? []).filter((one) => one.second > oldest);
    const last = seconds.at(-1);
    if (last?.second === second) last.count += 1;
    else seconds.push({ second, count: 1 });
    this.counted.set(key, seconds);
    return seconds.reduce((sum, { count }) => sum + count, 0);
  }
}
