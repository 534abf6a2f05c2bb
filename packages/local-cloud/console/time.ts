import { setTimeout } from 'node:timers/promises';
import { AwsError } from '../core/errors';
import type { ConsoleSources } from './sources';

/** All in milliseconds; instants since the epoch. */
export interface ShownClock {
  readonly now: number;
  /** Ahead of this machine's time. */
  readonly offset: number;
  /** When the next timer is due, if there is one. */
  readonly next?: number;
}

/** How long a move waits for calls to end, in this machine's time. */
const LONGEST_QUIET_MS = 2_000;

const A_YEAR_MS = 366 * 24 * 3_600_000;

export function shownClock({ clock }: Pick<ConsoleSources, 'clock'>): ShownClock {
  const next = clock.nextAlarm();
  const offset = clock.sharedOffset[0] ?? 0;
  return { now: clock.now(), offset, ...(next !== undefined && { next }) };
}

/** @param milliseconds forward; `next` means to the next timer */
export async function moveClock(
  sources: Pick<ConsoleSources, 'clock' | 'callsUnderWay'>,
  milliseconds: number | 'next',
): Promise<ShownClock> {
  const { clock } = sources;
  if (milliseconds === 'next') {
    await quiet(sources);
    const next = clock.nextAlarm();
    if (next === undefined)
      throw new AwsError('NoTimer', 'No timer is set: nothing waits for the time to pass.');
    clock.advance(Math.max(0, next - clock.now()));
  } else if (milliseconds >= 0 && milliseconds <= A_YEAR_MS) clock.advance(milliseconds);
  else throw new AwsError('InvalidInput', 'The clock moves forward by 0 milliseconds to a year at a time.');
  return shownClock({ clock });
}

/** What is under way has timers of its own: its time limits, which nobody means to let run out. */
async function quiet({ callsUnderWay }: Pick<ConsoleSources, 'callsUnderWay'>): Promise<void> {
  const patience = performance.now() + LONGEST_QUIET_MS;
  while (callsUnderWay() > 0 && performance.now() < patience) await setTimeout(10);
}
