import { isRunning, phaseOf } from '../state/attempt';
import type { PageState } from '../state/page';
import type { Store } from './store';

/**
 * Dispatches a tick at each full second of a hold's remaining time, so that the countdown shows 0 at the deadline
 * and not up to a second later.
 */
export function startCountdown(store: Store, now: () => number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = (state: PageState) => {
    clearTimeout(timer);
    const wait = untilNextSecond(state, now());
    if (wait !== undefined) timer = setTimeout(() => store.dispatch({ type: 'ticked' }), wait);
  };
  store.subscribe(schedule);
  schedule(store.state);
}

/** The time until the next second of a countdown ends (ms); undefined without a countdown. */
export function untilNextSecond({ attempts, now: shown }: PageState, now: number): number | undefined {
  const waits = attempts
    .filter((attempt) => isRunning(phaseOf(attempt, shown)))
    .map(({ deadline = now }) => untilSecondIsOver(deadline - now));
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

function untilSecondIsOver(left: number): number {
  return left <= 0 ? 0 : left % 1000 || 1000;
}
