/** What the pause before the next refresh depends on. */
export interface PollConditions {
  readonly visible: boolean;
  readonly online: boolean;
  /** Refreshes in a row that failed, or that nobody saw. */
  readonly idlePolls: number;
}

export const POLL_MS = 2_000;
export const LONGEST_DELAY_MS = 30_000;

/**
 * The pause before the next refresh (ms). 2 s while the page is visible and all is well; otherwise twice as long
 * each time, up to 30 s, of which a random half to all is taken: when the edge recovers, not all pages return
 * at once.
 * @param random from 0 to 1
 */
export function pollDelay({ visible, online, idlePolls }: PollConditions, random: number): number {
  if (visible && online && idlePolls === 0) return POLL_MS;
  const longest = Math.min(LONGEST_DELAY_MS, POLL_MS * 2 ** Math.max(1, idlePolls));
  return longest / 2 + (longest / 2) * random;
}
