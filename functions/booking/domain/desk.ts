import type { Apartments } from './apartment';
import type { Workflow } from './execution';

/** What this function brought about, each told once however often a request is sent again (law 5). */
export type Happening = 'Reserved' | 'Rejected' | 'Cancelled';

/** Where the function's logs and metrics hear of what happened. */
export interface Journal {
  happened(what: Happening): void;
  /** A reservation was started, and then its outcome could not be read. */
  outcomeUnknown(cause: unknown): void;
}

/** All that answering a guest takes: the stores, the terms of a hold, and the time. */
export interface Desk {
  readonly apartments: Apartments;
  readonly workflow: Workflow;
  readonly journal: Journal;
  readonly holdSeconds: number;
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
