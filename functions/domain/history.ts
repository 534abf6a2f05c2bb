import { type Ending, REASONS, type Reservation, reservationWith } from './reservation';

/** A reservation as the changes function has written it down. Instants are ISO 8601 UTC with milliseconds. */
export interface ReservationRecord {
  readonly id: string;
  readonly apartmentId: string;
  readonly status: 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED';
  readonly reservedAt?: string | undefined;
  readonly holdExpiresAt?: string | undefined;
  readonly paidAt?: string | undefined;
  /** Since when the apartment is no longer this reservation's. */
  readonly endedAt?: string | undefined;
}

/** What a write to the table says of one reservation. */
export interface ReservationChange {
  readonly reservationId: string;
  readonly apartmentId: string;
  readonly status: 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED';
  readonly guestId: string | undefined;
  readonly reservedAt: string | undefined;
  readonly holdExpiresAt: string | undefined;
  readonly paidAt: string | undefined;
  readonly paymentId: string | undefined;
  /** Since when the apartment is no longer this reservation's. */
  readonly endedAt: string | undefined;
  /** When it may be forgotten, in seconds since the epoch: DynamoDB's time to live. */
  readonly expiresAt: number;
  /** The write it is of: an entry never gives way to one of an earlier write. */
  readonly sequenceNumber: string;
}

/** Which reservations to read: a guest's, from behind the reservation `after`. */
export interface HistorySelection {
  readonly guestId: string;
  readonly after: HistoryPosition | undefined;
  readonly limit: number;
}

/** Where in a guest's reservations one lies. */
export interface HistoryPosition {
  readonly reservedAt: string;
  readonly id: string;
}

/** The table of reservations: all that ever had an apartment, until their retention is over. */
export interface ReservationHistory {
  /** Lags behind the table of apartments by a moment. */
  find(reservationId: string): Promise<ReservationRecord | undefined>;
  /** The newest first. Lags behind by a moment. */
  ofGuest(selection: HistorySelection): Promise<readonly ReservationRecord[]>;
}

/** A reservation as its history tells it at the instant `now` (ms since the epoch). */
export function reservationOfHistory(past: ReservationRecord, arn: string, now: number): Reservation {
  const { id, apartmentId, reservedAt = null, holdExpiresAt = null, paidAt = null } = past;
  const status = statusOf(past, now);
  const known = { id, arn, apartmentId, status, reservedAt };
  switch (status) {
    case 'PAID':
      return reservationWith({ ...known, paidAt });
    case 'ENDED':
      return reservationWith({ ...known, paidAt, reason: REASONS.ENDED });
    case 'HELD':
      return reservationWith({ ...known, holdExpiresAt });
    case 'EXPIRED':
      return reservationWith({ ...known, holdExpiresAt, reason: REASONS.EXPIRED });
    case 'CANCELLED':
      return reservationWith({ ...known, reason: REASONS.CANCELLED });
  }
}

/** How a reservation that has lost its apartment lost it, as its history says; undefined where that is unknown. */
export function endingInHistory({ status }: ReservationRecord): Ending | undefined {
  if (status === 'HELD') return undefined;
  return status === 'PAID' ? 'ENDED' : status;
}

/** A hold is over at its deadline, also while its end is still on the way here. A paid stay that is over is ENDED. */
function statusOf(
  { status, holdExpiresAt, endedAt }: ReservationRecord,
  now: number,
): ReservationRecord['status'] | 'ENDED' {
  if (status === 'PAID' && endedAt !== undefined) return 'ENDED';
  const isOver = holdExpiresAt !== undefined && now >= Date.parse(holdExpiresAt);
  return status === 'HELD' && isOver ? 'EXPIRED' : status;
}
