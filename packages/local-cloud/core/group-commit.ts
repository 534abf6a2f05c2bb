/** One change of a key-value store. */
export type StoreOperation =
  | { readonly type: 'put'; readonly key: string; readonly value: unknown }
  | { readonly type: 'del'; readonly key: string };

interface Waiter<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Writes items in the order in which they were given, many at a time: while one batch is being written the
 * next gathers. Under load this makes one write out of hundreds; alone, an item is written at once. What is
 * given together is written together or not at all. Nothing overtakes: what is written by a later batch relies
 * on every earlier one.
 */
export class GroupCommit<Item> {
  private gathering: Waiter<Item>[] = [];
  private writing: Promise<void> | undefined;

  /** @param write writes all of the items, or none and rejects */
  constructor(private readonly write: (items: readonly Item[]) => Promise<void>) {}

  /** Resolves when the items are written. */
  commit(items: readonly Item[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.gathering.push({ items, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** Resolves when all that was given to {@link commit} so far is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    // What is given in the same turn of the event loop goes into the first batch.
    await Promise.resolve();
    while (this.gathering.length > 0) {
      const batch = this.gathering;
      this.gathering = [];
      try {
        await this.write(batch.flatMap(({ items }) => items));
        for (const { resolve } of batch) resolve();
      } catch (reason) {
        for (const { reject } of batch) reject(reason);
      }
    }
    this.writing = undefined;
  }
}
