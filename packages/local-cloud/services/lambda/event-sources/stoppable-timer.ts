import type { Clock } from '../../../core/clock';

/** Waits on the cloud's clock; a stop ends every wait. */
export class StoppableTimer {
  private readonly waiting = new Set<() => void>();
  private isOver = false;

  constructor(private readonly clock: Clock) {}

  get isStopped(): boolean {
    return this.isOver;
  }

  /** Resolves when the clock reaches `at` (ms since the epoch), or at the stop. */
  until(at: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.isOver) return resolve();
      const alarm = this.clock.alarm(at, () => end());
      const end = () => {
        alarm.cancel();
        this.waiting.delete(end);
        resolve();
      };
      this.waiting.add(end);
    });
  }

  /** The result of `work`, or undefined where the clock reaches `at` first. `work` continues. */
  async first<T>(work: Promise<T>, at: number): Promise<T | undefined> {
    const late = new StoppableTimer(this.clock);
    const stop = () => late.stop();
    this.waiting.add(stop);
    try {
      return await Promise.race([work, late.until(at).then(() => undefined)]);
    } finally {
      this.waiting.delete(stop);
      late.stop();
    }
  }

  stop(): void {
    this.isOver = true;
    for (const end of [...this.waiting]) end();
  }
}
