import type { Price } from './apartment';
import type { Contact } from './contact';

export type ReservationStatus = 'PENDING' | 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'REJECTED' | 'ENDED';

/**
 * How far a reservation has come. Its record goes to a higher rank only, so that those who write it need no
 * order: whatever comes twice, or late, changes nothing.
 */
export const RANK: Readonly<Record<ReservationStatus, number>> = {
  PENDING: 0,
  HELD: 1,
  REJECTED: 2,
  CANCELLED: 3,
  EXPIRED: 3,
  PAID: 4,
  ENDED: 5,
};

/** What was asked for, written before the workflow is. Instants are ISO 8601 UTC with milliseconds. */
export interface AskedReservation {
  readonly id: string;
  readonly apartmentId: string;
  readonly guestId: string;
  /** As the guest saw it; undefined where the apartment does not exist. */
  readonly price: Price | undefined;
  readonly requestedAt: string;
  readonly holdExpiresAt: string;
  /** Given by staff who ask for a caller. */
  readonly contact?: Contact | undefined;
  /** Who of the staff asked; undefined where the guest did. */
  readonly byStaff?: string | undefined;
  /** From where it was asked; undefined for staff, who may hold as many as they like. */
  readonly addressKey?: string | undefined;
}

/**
 * The record of a reservation. What was asked never changes. Records of earlier versions exist only of those that
 * had an apartment, and lack price and requestedAt.
 */
export interface ReservationRecord {
  readonly id: string;
  readonly apartmentId: string;
  /** Empty where nobody said it. */
  readonly guestId: string;
  readonly price?: Price | undefined;
  readonly status: ReservationStatus;
  readonly requestedAt?: string | undefined;
  /** Since when it had the apartment. A guest's list is sorted by it, and has no other reservations. */
  readonly reservedAt?: string | undefined;
  readonly holdExpiresAt?: string | undefined;
  readonly paidAt?: string | undefined;
  /** Since when the apartment is no longer this reservation's. */
  readonly endedAt?: string | undefined;
  /** Why it was REJECTED, as its guest was told. */
  readonly reason?: string | undefined;
  readonly contact?: Contact | undefined;
  /** From where it was asked, for law 8; records of earlier versions and of staff have none. */
  readonly addressKey?: string | undefined;
}

/** What became of a reservation: by a write to its apartment, or because its workflow ended without one. */
export interface ReservationChange {
  readonly reservationId: string;
  readonly apartmentId: string;
  readonly status: Exclude<ReservationStatus, 'PENDING'>;
  readonly guestId?: string | undefined;
  readonly reservedAt?: string | undefined;
  readonly holdExpiresAt?: string | undefined;
  readonly paidAt?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly reason?: string | undefined;
  /** Who of the staff cancelled it; undefined where the guest did. */
  readonly cancelledBy?: string | undefined;
  /** When it may be forgotten, in seconds since the epoch: DynamoDB's time to live. A PAID one never is. */
  readonly expiresAt: number | undefined;
}

/** Which reservations to read: a guest's, from behind the reservation `after`. */
export interface RecordSelection {
  readonly guestId: string;
  readonly after: RecordPosition | undefined;
  readonly limit: number;
}

/** Where in a guest's reservations one lies. */
export interface RecordPosition {
  readonly reservedAt: string;
  readonly id: string;
}

/** The table of reservations: all that were ever asked for, until their retention is over. */
export interface ReservationReader {
  /** Read consistently. */
  find(reservationId: string): Promise<ReservationRecord | undefined>;
  /** Those that had an apartment, the newest first. Lags behind by a moment. */
  ofGuest(selection: RecordSelection): Promise<readonly ReservationRecord[]>;
}

const DAY_SECONDS = 86_400;

/** When a record may be forgotten whose reservation ended at this instant, in seconds since the epoch. */
export function expiryAfter(end: string, retentionDays: number): number {
  return Math.ceil(Date.parse(end) / 1000) + retentionDays * DAY_SECONDS;
}
