import type { ApartmentReader } from './apartment';
import type { NewHoldsReader } from './new-holds';
import type { PaymentSummaries } from './payment';
import type { ReservationReader } from './reservation-record';
import type { Workflow } from './workflow';

/** Logs and metrics of what a read found. */
export interface ReadTelemetry {
  /** An apartment is RESERVED long after its hold should have ended: law 2 is broken. */
  holdOverdue(apartmentId: string, holdExpiresAt: string): void;
  /** A reservation was answered without its payment, which could not be read. */
  paymentUnknown(cause: unknown): void;
}

/** What telling a reservation needs. */
export interface TellingDependencies {
  readonly apartments: Pick<ApartmentReader, 'occupancy'>;
  readonly reservations: Pick<ReservationReader, 'find'>;
  readonly workflow: Pick<Workflow, 'executionArn'>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What reading apartments and reservations needs. */
export interface ReadDependencies extends TellingDependencies {
  readonly apartments: ApartmentReader;
  readonly reservations: ReservationReader;
  readonly payments: PaymentSummaries;
  readonly newHolds: NewHoldsReader;
  readonly telemetry: ReadTelemetry;
}
