import type { Entry, Journal } from './journal';

interface Waiter {
  readonly entry: Entry;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Writes the steps of many executions together: while one batch is being written the next gathers.
 * Under load this makes one write out of hundreds; alone, an entry is written at once.
 */
export class GroupCommit {
  private gathering: Waiter[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly journal: Journal) {}

  write(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.gathering.push({ entry, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** Resolves when all that was given to {@link write} is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    // One turn of patience: what other executions do in this same turn goes along.
    await Promise.resolve();
    while (this.gathering.length > 0) {
      const batch = this.gathering;
      this.gathering = [];
      try {
        await this.journal.write(batch.map(({ entry }) => entry));
        for (const { resolve } of batch) resolve();
      } catch (reason) {
        for (const { reject } of batch) reject(reason);
      }
    }
    this.writing = undefined;
  }
}
