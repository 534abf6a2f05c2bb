/** Deferred work of promises, run only by {@link runQueued}. */
const queue: (() => void)[] = [];

/** Runs all deferred work, and the work that it defers in turn. */
export function runQueued(): void {
  for (let batch = queue.splice(0); batch.length > 0; batch = queue.splice(0)) {
    for (const run of batch) run();
  }
}

type Resolve<T> = (value: T | PromiseLike<T>) => void;
type Reject = (reason: unknown) => void;

/**
 * A promise that keeps its callbacks in a queue of our own in place of Node's, so that code written with
 * `async` can be run to its end synchronously. It has what transpiled async functions use, no more.
 */
export class QueuedPromise<T> implements PromiseLike<T> {
  private outcome: { readonly value: T } | { readonly reason: unknown } | undefined;
  private waiting: (() => void)[] = [];

  constructor(executor: (resolve: Resolve<T>, reject: Reject) => void) {
    const reject: Reject = (reason) => this.settle({ reason });
    const resolve: Resolve<T> = (value) => {
      if (isThenable(value)) value.then(resolve, reject);
      else this.settle({ value });
    };
    try {
      executor(resolve, reject);
    } catch (reason) {
      reject(reason);
    }
  }

  static resolve<T>(value: T | PromiseLike<T>): QueuedPromise<T> {
    return value instanceof QueuedPromise ? value : new QueuedPromise<T>((resolve) => resolve(value));
  }

  static all<T>(values: Iterable<T | PromiseLike<T>>): QueuedPromise<T[]> {
    const pending = [...values];
    return new QueuedPromise<T[]>((resolve, reject) => {
      const results: T[] = [];
      let missing = pending.length;
      if (missing === 0) resolve(results);
      for (const [index, value] of pending.entries()) {
        QueuedPromise.resolve(value).then((result) => {
          results[index] = result;
          if (--missing === 0) resolve(results);
        }, reject);
      }
    });
  }

  // biome-ignore lint/suspicious/noThenProperty: being a thenable is what this class is for
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onReason?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): QueuedPromise<A | B> {
    return new QueuedPromise<A | B>((resolve, reject) => {
      this.whenSettled((outcome) => {
        try {
          if ('value' in outcome) resolve(onValue ? onValue(outcome.value) : (outcome.value as unknown as A));
          else if (onReason) resolve(onReason(outcome.reason));
          else reject(outcome.reason);
        } catch (reason) {
          reject(reason);
        }
      });
    });
  }

  /** The value of a promise whose work is done; throws its reason if it failed. */
  take(): T {
    if (!this.outcome) throw new Error('An expression waits for something outside of it, which cannot be.');
    if ('reason' in this.outcome) throw this.outcome.reason;
    return this.outcome.value;
  }

  private whenSettled(act: (outcome: { readonly value: T } | { readonly reason: unknown }) => void): void {
    const run = () => this.outcome && act(this.outcome);
    if (this.outcome) queue.push(run);
    else this.waiting.push(run);
  }

  private settle(outcome: { readonly value: T } | { readonly reason: unknown }): void {
    if (this.outcome) return;
    this.outcome = outcome;
    queue.push(...this.waiting);
    this.waiting = [];
  }
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
