import { Clock, LevelJournal, MemoryJournal } from '@keyhold/local-cloud/engine';
import { newEngine, newExecution } from './engines';
import { booking } from './workloads';

/** A hold that does not end during the measurement. */
const HOLD = {
  details: { ...(booking.input['details'] as object), holdExpiresAt: '2999-01-01T00:00:00.000Z' },
};
const WAITING = { ...booking, input: HOLD };
const AT_ONCE = 1_000;

/**
 * A separate process, which the caller kills: `fill` starts waiting executions, in the given folder or in memory, and
 * prints the memory of each; `recover` recovers those of a folder, and prints how long that took.
 */
async function main([task, count, folder]: string[]): Promise<void> {
  if (task === 'recover') process.stdout.write(`${JSON.stringify(await recover(folder ?? ''))}\n`);
  else process.stdout.write(`${JSON.stringify(await fill(Number(count), folder))}\n`);
  setInterval(() => undefined, 1_000);
}

async function fill(count: number, folder: string | undefined): Promise<{ bytesEach: number }> {
  const journal = folder === undefined ? new MemoryJournal() : await LevelJournal.open(folder);
  const engine = newEngine(WAITING, journal, new Clock());
  // One execution first, so that one-time costs are not counted.
  await engine.start(newExecution('warm', WAITING));
  const before = memory();
  for (let at = 0; at < count; at += AT_ONCE) {
    const names = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, n) => `waiting-${at + n}`);
    await Promise.all(names.map((name) => engine.start(newExecution(name, WAITING))));
  }
  const last = `arn:aws:states:eu-central-1:000000000000:execution:bench:waiting-${count - 1}`;
  while ((await journal.history(last, { from: 1, limit: 10, reverse: false })).length < 7) await turn();
  return { bytesEach: (memory() - before) / count };
}

async function recover(folder: string): Promise<{ seconds: number }> {
  const start = performance.now();
  const clock = new Clock();
  await newEngine(WAITING, await LevelJournal.open(folder), clock).recover();
  return { seconds: (performance.now() - start) / 1_000 };
}

/** Bytes on the heap and outside it, after garbage collection (`--expose-gc`). */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

void main(process.argv.slice(2));
