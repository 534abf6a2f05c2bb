import type { ApartmentReader } from './apartment';
import type { Workflow } from './execution';
import type { ReservationHistory } from './history';
import type { PaymentSummaries } from './payment';

/** Logs and metrics of what a read found. */
export interface ReadTelemetry {
  /** An apartment is RESERVED long after its hold should have ended: law 2 is broken. */
  holdOverdue(apartmentId: string, holdExpiresAt: string): void;
  /** A reservation was answered without its payment, which could not be read. */
  paymentUnknown(cause: unknown): void;
}

/** What reading apartments and reservations needs. */
export interface ReadDependencies {
  readonly apartments: ApartmentReader;
  readonly workflow: Workflow;
  readonly history: ReservationHistory;
  readonly payments: PaymentSummaries;
  readonly telemetry: ReadTelemetry;
  /** Milliseconds since the epoch. */
  now(): number;
}
