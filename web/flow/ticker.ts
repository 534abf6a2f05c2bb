import { isRunning, phaseOf } from '../state/attempt';
import type { PageState } from '../state/page';
import type { Store } from './store';

/**
 * Moves the page's time on while a hold counts down: at each full second of what is left, so that the
 * countdown shows 0 at the deadline and not up to a second later.
 */
export function keepTime(store: Store, now: () => number): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = (state: PageState) => {
    clearTimeout(timer);
    const wait = untilNextSecond(state, now());
    if (wait !== undefined) timer = setTimeout(() => store.dispatch({ type: 'ticked' }), wait);
  };
  store.subscribe(schedule);
  schedule(store.state);
}

/** How long until the next hold has one second less (ms); undefined while nothing counts down. */
export function untilNextSecond({ attempts, now: shown }: PageState, now: number): number | undefined {
  const waits = attempts
    .filter((attempt) => isRunning(phaseOf(attempt, shown)))
    .map(({ deadline = now }) => untilSecondIsOver(deadline - now));
  return waits.length > 0 ? Math.min(...waits) : undefined;
}

function untilSecondIsOver(left: number): number {
  return left <= 0 ? 0 : left % 1000 || 1000;
}
