/** One change of a key-value store. */
export type StoreOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

interface Waiter {
  readonly operations: readonly StoreOperation[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Writes to a store in the order in which they were asked for, many at a time: while one batch is being
 * written the next gathers. Each group of operations is in one batch as a whole, so that it is written whole or
 * not at all. Nothing overtakes: what is written by a later batch presupposes every earlier one.
 */
export class GroupCommit {
  private gathering: Waiter[] = [];
  private writing: Promise<void> | undefined;

  /** @param write writes all of the operations, or none and rejects */
  constructor(private readonly write: (operations: readonly StoreOperation[]) => Promise<void>) {}

  /** Resolves when the operations are written. */
  commit(operations: readonly StoreOperation[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.gathering.push({ operations, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** Resolves when all that was given to {@link commit} so far is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    // One turn of patience: what others ask for in this same turn goes along.
    await Promise.resolve();
    while (this.gathering.length > 0) {
      const batch = this.gathering;
      this.gathering = [];
      try {
        await this.write(batch.flatMap(({ operations }) => operations));
        for (const { resolve } of batch) resolve();
      } catch (reason) {
        for (const { reject } of batch) reject(reason);
      }
    }
    this.writing = undefined;
  }
}
