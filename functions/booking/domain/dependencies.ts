import type {
  Apartment,
  ApartmentDescription,
  ApartmentReader,
  Offer,
  StoredApartment,
} from '../../domain/apartment';
import type { CapturedPayments } from '../../domain/captured-payment';
import type { SettledPayment } from '../../domain/decision';
import type { ReadDependencies, ReadTelemetry } from '../../domain/dependencies';
import type { EndDecisions } from '../../domain/end-decision';
import type { NewHoldsSwitch } from '../../domain/new-holds';
import type { ClaimedPayment, PaymentSummaries } from '../../domain/payment';
import type { AskedReservation, ReservationChange, ReservationReader } from '../../domain/reservation-record';
import type { ShareLimits, Shares } from '../../domain/share';
import type { StaffCommand } from '../../domain/staff-command';
import type { Workflow } from '../../domain/workflow';

/** The table of apartments. Every change is one conditional write: whoever comes second changes nothing. */
export interface Apartments extends ApartmentReader {
  /** Read consistently. Undefined for one that does not exist, or was removed. */
  offer(id: string): Promise<Offer | undefined>;
  /**
   * Adds the apartment as VACANT, or describes it anew and leaves its bookedStatus alone. Undefined where it was
   * removed.
   */
  put(description: ApartmentDescription, command: StaffCommand): Promise<Apartment | undefined>;
  /** For sale → withdrawn, whoever has it. False where it is withdrawn, or does not exist. */
  withdraw(id: string, command: StaffCommand): Promise<boolean>;
  /** Withdrawn → for sale. False where it is for sale, was removed, or does not exist. */
  offerAgain(id: string, command: StaffCommand): Promise<boolean>;
  /** VACANT → removed. False where it is not vacant, was removed, or does not exist. */
  remove(id: string, command: StaffCommand): Promise<boolean>;
  /** Removed ones as well. Read consistently. */
  stored(id: string): Promise<StoredApartment | undefined>;
  /**
   * RESERVED by this reservation → VACANT, noted as CANCELLED for its record. False where it is not so reserved.
   * @param by who of the staff cancels; undefined for a guest
   */
  release(apartmentId: string, reservationId: string, by?: string): Promise<boolean>;
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
  /** Something begins that is followed to its end, whoever dies. False where there is no record. */
  open(reservationId: string, now: string): Promise<boolean>;
}

/** What this function brought about, each recorded once however often a request is sent again (law 5). */
export type BookingEvent = 'Reserved' | 'Rejected' | 'Cancelled' | 'ShareRefused';

/** Commands of staff; those that end or refund a reservation are recorded with it. */
export type CommandName = 'WITHDRAW' | 'OFFER' | 'REMOVE' | 'STOP_HOLDS' | 'ALLOW_HOLDS' | 'CANCEL';

/** Logs and metrics of what happened. */
export interface BookingTelemetry extends ReadTelemetry {
  record(event: BookingEvent): void;
  /** Staff gave a command that changed something. */
  commanded(command: CommandName, given: StaffCommand & { readonly apartmentId?: string }): void;
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
  readonly newHolds: NewHoldsSwitch;
  readonly paymentTasks: PaymentTasks;
  readonly reservations: Reservations;
  readonly shares: Shares;
  readonly shareLimits: ShareLimits;
  readonly workflow: Workflow;
  readonly telemetry: BookingTelemetry;
  readonly holdSeconds: number;
  /** For how many days after its end a reservation can be read. */
  readonly retentionDays: number;
  /** An id that nothing else has. */
  newId(): string;
  sleep(milliseconds: number): Promise<void>;
}
