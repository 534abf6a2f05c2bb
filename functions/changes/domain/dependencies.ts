import type { Apartment, ApartmentReader } from '../../domain/apartment';
import type { ReservationChange, ReservationReader } from '../../domain/reservation-record';
import type { Shares } from '../../domain/share';

/** The records of the reservations. */
export interface Reservations extends Pick<ReservationReader, 'find'> {
  /** False where the record had come as far before. */
  write(change: ReservationChange): Promise<boolean>;
}

/** The queue of the payments function. */
export interface PaymentTasks {
  /** The reservation's checkout, if it has one, must take no more money. Idempotent. */
  expireCheckout(reservationId: string): Promise<void>;
}

/** Sends changes to the API's subscribers. */
export interface Publisher {
  /** @throws when it could not publish within the time that is left (ms) */
  publish(apartment: Apartment, timeLeft: () => number): Promise<void>;
}

/** Logs and metrics of what was done, and what was not. */
export interface ChangesTelemetry {
  historyWritten(): void;
  published(): void;
  /** A change was handled but not published: the item is not an apartment. */
  unpublishable(apartmentId: string, sequenceNumber: string, cause: unknown): void;
  /** A change was not handled; the stream brings it again. */
  failed(apartmentId: string, sequenceNumber: string, cause: unknown): void;
}

/** What following the apartments needs. */
export interface ChangesDependencies {
  readonly apartments: Pick<ApartmentReader, 'occupancy'>;
  readonly reservations: Reservations;
  readonly shares: Shares;
  readonly paymentTasks: PaymentTasks;
  readonly publisher: Publisher;
  readonly telemetry: ChangesTelemetry;
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  now(): number;
}
