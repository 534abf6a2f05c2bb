/** What the pause until the next look depends on. */
export interface Situation {
  readonly visible: boolean;
  readonly online: boolean;
  /** Looks in a row that brought nothing, or that nobody saw. */
  readonly strikes: number;
}

export const POLL_MS = 2_000;
export const LONGEST_PAUSE_MS = 30_000;

/**
 * How long to wait until the next look (ms). Every 2 s while somebody watches and all is well; else twice as
 * long with each look, up to 30 s, and at random between half of that and all of it: when the edge comes
 * back, the pages do not come back all at once.
 * @param random from 0 to 1
 */
export function pause({ visible, online, strikes }: Situation, random: number): number {
  if (visible && online && strikes === 0) return POLL_MS;
  const longest = Math.min(LONGEST_PAUSE_MS, POLL_MS * 2 ** Math.max(1, strikes));
  return longest / 2 + (longest / 2) * random;
}
