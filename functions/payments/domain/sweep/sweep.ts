import { instant } from '../dependencies';
import { ALL_WELL, older, type SweepDependencies } from './dependencies';
import { look } from './look';

/** So many looks a run, the longest due first; the next run goes on. */
const MOST_LOOKS = 500;
/** Looks at the same time. */
const PARALLEL_LOOKS = 5;
/** With less time left (ms) no look is begun: the provider may take two tries of 7 s to answer. */
const LONGEST_LOOK_MS = 20_000;

/**
 * One run of the sweep: it looks at every reservation that is due and finishes what others have left. Whatever died,
 * and whatever was never told, is found by its record (laws 2, 4 and 6). Runs may overlap: everything it does is one
 * conditional write, or idempotent.
 * @param timeLeft ms until the function is ended
 */
export async function sweep(dependencies: SweepDependencies, timeLeft: () => number): Promise<void> {
  const due = await dependencies.unfinished.due(instant(dependencies), MOST_LOOKS);
  let ages = ALL_WELL;
  let done = 0;
  const queue = due.values();
  const worker = async () => {
    while (timeLeft() >= LONGEST_LOOK_MS) {
      const next = queue.next();
      if (next.done) return;
      ages = older(ages, await lookAt(next.value, dependencies));
      done++;
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_LOOKS }, worker));
  dependencies.sweepTelemetry.swept(ages, { done, left: due.length - done });
}

/** One that fails does not stop the others. */
async function lookAt(reservationId: string, dependencies: SweepDependencies) {
  try {
    return await look(reservationId, dependencies);
  } catch (cause) {
    dependencies.sweepTelemetry.lookFailed(reservationId, cause);
    return ALL_WELL;
  }
}
