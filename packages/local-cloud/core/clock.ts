import Heap from 'heap-js';

/** Node's timers hold at most 2^31-1 ms; a longer wait is slept in pieces. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** A timer on the clock; `cancel` before it fires removes it. */
export interface Alarm {
  cancel(): void;
}

interface PendingAlarm {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
  cancelled: boolean;
}

/**
 * The one clock of the local cloud: real time plus an offset that only grows.
 * Every deadline in the local cloud is an `alarm` on it, so that moving the clock forward
 * makes holds run out, tasks time out and caches expire, in the order they would have.
 */
export class Clock {
  /** Milliseconds ahead of real time, shared with worker threads, whose `Date` follows it. */
  readonly sharedOffset = new Float64Array(new SharedArrayBuffer(8));
  private readonly entries = new Heap<PendingAlarm>((a, b) => a.at - b.at || a.order - b.order);
  private order = 0;
  private sleep: NodeJS.Timeout | undefined;

  /** The current instant in milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Calls `ring` once when the clock reaches `at` (ms since the epoch); never synchronously. */
  alarm(at: number, ring: () => void): Alarm {
    const entry: PendingAlarm = { at, order: this.order++, ring, cancelled: false };
    this.entries.push(entry);
    if (this.entries.peek() === entry) this.reschedule();
    return {
      cancel: () => {
        entry.cancelled = true;
      },
    };
  }

  /** When the next alarm is due (ms since the epoch), if there is one. */
  nextAlarm(): number | undefined {
    this.dropCancelled();
    return this.entries.peek()?.at;
  }

  /** Moves the clock forward by `milliseconds` and rings what became due. It cannot go back. */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`The clock only moves forward; got ${milliseconds} ms.`);
    this.sharedOffset[0] = this.offset + milliseconds;
    this.reschedule();
  }

  /** Forgets every alarm, so that the process can end. */
  stop(): void {
    clearTimeout(this.sleep);
    this.entries.clear();
  }

  private get offset(): number {
    return this.sharedOffset[0] ?? 0;
  }

  private reschedule(): void {
    clearTimeout(this.sleep);
    const next = this.nextAlarm();
    if (next === undefined) return;
    const wait = Math.min(Math.max(0, next - this.now()), LONGEST_SLEEP_MS);
    this.sleep = setTimeout(() => this.ringDue(), wait);
  }

  private ringDue(): void {
    const now = this.now();
    for (let next = this.nextAlarm(); next !== undefined && next <= now; next = this.nextAlarm()) {
      this.entries.pop()?.ring();
    }
    this.reschedule();
  }

  private dropCancelled(): void {
    while (this.entries.peek()?.cancelled) this.entries.pop();
  }
}
