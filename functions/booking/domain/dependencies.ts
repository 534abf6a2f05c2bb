import type { Apartment, ApartmentDescription, ApartmentReader, Offer } from '../../domain/apartment';
import type { CapturedPayments } from '../../domain/captured-payment';
import type { SettledPayment } from '../../domain/decision';
import type { ReadDependencies, ReadTelemetry } from '../../domain/dependencies';
import type { EndDecisions } from '../../domain/end-decision';
import type { ClaimedPayment, PaymentSummaries } from '../../domain/payment';
import type { AskedReservation, ReservationChange, ReservationReader } from '../../domain/reservation-record';
import type { Workflow } from '../../domain/workflow';

/** The table of apartments. Every change is one conditional write: whoever comes second changes nothing. */
export interface Apartments extends ApartmentReader {
  /** Read consistently. */
  offer(id: string): Promise<Offer | undefined>;
  /** Adds the apartment as VACANT, or describes it anew and leaves its bookedStatus alone. */
  put(description: ApartmentDescription): Promise<Apartment>;
  /** RESERVED by this reservation → VACANT, noted as CANCELLED for its record. False where it is not so reserved. */
  release(apartmentId: string, reservationId: string): Promise<boolean>;
  /** RESERVED by this reservation, and holdExpiresAt <= now → VACANT, noted as EXPIRED for its record. */
  expire(apartmentId: string, reservationId: string, now: string): Promise<boolean>;
  /** Removes the note of a decision that nobody needs any more. */
  forget(apartmentId: string, settled: SettledPayment): Promise<void>;
  /** PAID by this reservation → VACANT. False where it is not so paid. */
  end(apartmentId: string, reservationId: string): Promise<boolean>;
}

export interface ReservationPayments extends PaymentSummaries {
  /** Undefined where no money has come for the reservation. Read consistently. */
  claimed(reservationId: string): Promise<ClaimedPayment | undefined>;
}

/** The queue of the payments function, which makes refunds. */
export interface PaymentTasks {
  /** Idempotent. */
  orderedRefund(paymentId: string, id: string): Promise<void>;
}

/** The records of the reservations. */
export interface Reservations extends ReservationReader {
  /**
   * A new reservation: PENDING, or REJECTED for this reason. False where there is one of this id.
   * @param expiresAt when it may be forgotten, in seconds since the epoch
   */
  ask(asked: AskedReservation, expiresAt: number, reason?: string): Promise<boolean>;
  /** False where it had come as far before. */
  write(change: ReservationChange): Promise<boolean>;
}

/** What this function brought about, each recorded once however often a request is sent again (law 5). */
export type BookingEvent = 'Reserved' | 'Rejected' | 'Cancelled';

/** Logs and metrics of what happened. */
export interface BookingTelemetry extends ReadTelemetry {
  record(event: BookingEvent): void;
  /** Staff ended a paid stay, for this reason if they gave one. */
  ended(reason: string | undefined): void;
  /** A reservation was started, and then its outcome could not be read. */
  outcomeUnknown(cause: unknown): void;
}

/** What answering a guest needs: beyond reading, the length of a hold. */
export interface BookingDependencies extends ReadDependencies {
  readonly apartments: Apartments;
  readonly payments: ReservationPayments;
  readonly captures: CapturedPayments;
  readonly ends: EndDecisions;
  readonly paymentTasks: PaymentTasks;
  readonly reservations: Reservations;
  readonly workflow: Workflow;
  readonly telemetry: BookingTelemetry;
  readonly holdSeconds: number;
  /** For how many days after its end a reservation can be read. */
  readonly retentionDays: number;
  sleep(milliseconds: number): Promise<void>;
}
