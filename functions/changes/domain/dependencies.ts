import type { Apartment } from '../../domain/apartment';
import type { HistoryEntry } from './history';

/** The table of reservations, as they were and are. */
export interface History {
  /** Writes what a later write has not overtaken. False where one has, or where it is written already. */
  write(entry: HistoryEntry): Promise<boolean>;
}

/** The queue of the payments function. */
export interface PaymentTasks {
  /** The reservation's checkout, if it has one, must take no more money. Sent twice it does what once does. */
  expireCheckout(reservationId: string): Promise<void>;
}

/** Whoever follows the apartments. */
export interface Publisher {
  /** @throws when they could not be told within the time that is left (ms) */
  publish(apartment: Apartment, timeLeft: () => number): Promise<void>;
}

/** Where logs and metrics hear of what was done, and what was not. */
export interface ChangesTelemetry {
  historyWritten(): void;
  published(): void;
  /** A change was done, but for telling it: the item is no apartment. */
  untellable(apartmentId: string, sequenceNumber: string, cause: unknown): void;
  /** A change was not done, and comes again. */
  failed(apartmentId: string, sequenceNumber: string, cause: unknown): void;
}

/** All that following the apartments takes. */
export interface ChangesDependencies {
  readonly history: History;
  readonly paymentTasks: PaymentTasks;
  readonly publisher: Publisher;
  readonly telemetry: ChangesTelemetry;
  readonly retentionDays: number;
}
