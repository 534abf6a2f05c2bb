import { setImmediate } from 'node:timers/promises';
import type { Scheduler } from 'fast-check';

/**
 * Runs what the scheduler holds back, one step at a time in its order, until the task has ended. Between two steps
 * everybody gets as far as they can by themselves: to their next step, or to their end.
 */
export async function interleaved(task: Promise<unknown>, scheduler: Scheduler): Promise<void> {
  let running = true;
  const ended = task.finally(() => {
    running = false;
  });
  ended.catch(() => undefined);
  await setImmediate();
  while (running) {
    if (scheduler.count() === 0) throw new Error('Somebody waits for what is not a step of the schedule.');
    await scheduler.waitOne();
    await setImmediate();
  }
  await ended;
}
