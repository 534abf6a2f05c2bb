import type { Apartments } from '../../domain/apartment';
import type { Workflow } from '../../domain/execution';
import type { History } from '../../domain/history';
import type { Payments } from './payment';

/** What this function brought about, each told once however often a request is sent again (law 5). */
export type BookingEvent = 'Reserved' | 'Rejected' | 'Cancelled';

/** Where logs and metrics hear of what a look at the apartments found. */
export interface ReadTelemetry {
  /** An apartment is RESERVED long after its hold should have ended: law 2 is broken. */
  holdOverdue(apartmentId: string, holdExpiresAt: string): void;
  /** A reservation was answered without what is known of its payment, which could not be read. */
  paymentUnknown(cause: unknown): void;
}

/** Where the function's logs and metrics hear of what happened. */
export interface BookingTelemetry extends ReadTelemetry {
  record(what: BookingEvent): void;
  /** A reservation was started, and then its outcome could not be read. */
  outcomeUnknown(cause: unknown): void;
}

/** What reading takes: the stores and the time. */
export interface ReadDependencies {
  readonly apartments: Apartments;
  readonly workflow: Workflow;
  readonly history: History;
  readonly payments: Payments;
  readonly telemetry: ReadTelemetry;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** All that answering a guest takes: beyond reading, the terms of a hold. */
export interface BookingDependencies extends ReadDependencies {
  readonly telemetry: BookingTelemetry;
  readonly holdSeconds: number;
  sleep(milliseconds: number): Promise<void>;
}
