import type { Occupancy, Price } from './apartment';
import type { Contact } from './contact';
import type { Decision } from './decision';
import type { LatePayment, ReservationRefund } from './payment';
import type { ReservationRecord, ReservationStatus } from './reservation-record';

/** How a reservation that had the apartment has lost it. */
export type Ending = 'EXPIRED' | 'CANCELLED' | 'ENDED';

/** One guest's attempt at one apartment. */
export interface Reservation {
  readonly id: string;
  readonly arn: string;
  readonly apartmentId: string;
  readonly status: ReservationStatus;
  /** As its guest saw it, which its hold holds. Null where the apartment does not exist, or for an old reservation. */
  readonly price: Price | null;
  /** When HELD: until when only this guest can pay. When EXPIRED: since when no longer. */
  readonly holdExpiresAt: string | null;
  /** Why it is REJECTED, EXPIRED, CANCELLED or ENDED, for a person to read. */
  readonly reason: string | null;
  /** Since when it had the apartment; null where it never did. */
  readonly reservedAt: string | null;
  /** Where its guest pays, while it is HELD and its checkout is open. */
  readonly paymentUrl: string | null;
  /** When PAID or ENDED: since when it is or was paid. */
  readonly paidAt: string | null;
  /** What became of money that came after the hold was gone. */
  readonly latePayment: LatePayment | null;
  /** Money that goes back, or has gone. */
  readonly refunds: readonly ReservationRefund[];
  /** Who the guest is, for staff only. */
  readonly contact?: Contact | undefined;
}

/** What was read of a reservation. */
export interface Observation {
  readonly record: ReservationRecord;
  readonly arn: string;
  /** Its apartment, read after the record. */
  readonly occupancy: Occupancy | undefined;
}

/** A reservation of which nothing else will ever become, whatever its apartment says. */
export function isFinal(status: ReservationStatus): boolean {
  return status === 'REJECTED' || status === 'CANCELLED' || status === 'ENDED';
}

/**
 * The reservation at the instant `now` (ms since the epoch). While the apartment is this reservation's the
 * apartment decides: it is where a payment lands, and what holds it. If it is not, the strongest fact wins: a record
 * of money that came, what the apartment notes, and then that the hold had begun.
 */
export function reservationOf({ record, arn, occupancy }: Observation, now: number): Reservation {
  const status = statusOf(record, occupancy, now);
  const has = occupancy && belongsTo(occupancy, record.id) ? occupancy : undefined;
  return shown(record, arn, status, {
    holdExpiresAt: has?.holdExpiresAt ?? record.holdExpiresAt,
    paidAt: has?.paidAt ?? record.paidAt,
  });
}

/** The reservation as its record alone tells it, which lags behind the apartment by a moment. */
export function recordedReservation(record: ReservationRecord, arn: string, now: number): Reservation {
  const isOver = record.holdExpiresAt !== undefined && now >= Date.parse(record.holdExpiresAt);
  const status = record.status === 'HELD' && isOver ? 'EXPIRED' : record.status;
  return shown(record, arn, status, record);
}

export function belongsTo(occupancy: Occupancy, reservationId: string): boolean {
  return occupancy.bookedStatus !== 'VACANT' && occupancy.reservationId === reservationId;
}

/** VACANT, or RESERVED past its deadline: a hold that nothing ended counts as free (law 2). */
export function isFree({ bookedStatus, holdExpiresAt }: Occupancy, now: number): boolean {
  if (bookedStatus !== 'RESERVED') return bookedStatus === 'VACANT';
  return holdExpiresAt !== undefined && Date.parse(holdExpiresAt) < now;
}

/** Why a reservation is over, for a person to read. */
export const REASONS: Readonly<Partial<Record<ReservationStatus, string>> & Record<Ending, string>> = {
  EXPIRED: 'The hold ended before anybody had paid.',
  CANCELLED: 'The hold was released before its deadline.',
  ENDED: 'The paid stay has ended.',
};

/** Why a reservation was rejected that its workflow did not complete. */
export function rejectionOf(apartmentId: string, occupancy: Occupancy | undefined, now: number): string {
  if (!occupancy) return `Apartment ${apartmentId} does not exist.`;
  if (occupancy.withdrawn) return notForSale(apartmentId);
  return isFree(occupancy, now)
    ? 'The reservation could not be completed and the apartment is not held. Reserve again.'
    : `Apartment ${apartmentId} was not vacant: somebody else was faster.`;
}

export function notForSale(apartmentId: string): string {
  return `Apartment ${apartmentId} is not offered at the moment.`;
}

/** Whether this reservation has the apartment, or is known to have had it. */
export function hasHad(occupancy: Occupancy | undefined, reservationId: string): boolean {
  if (!occupancy) return false;
  return belongsTo(occupancy, reservationId) || endingNoted(reservationId, occupancy) !== undefined;
}

/** What a reservation is, by its record and its apartment, which was read after it. */
export function statusOf(
  { id, status, holdExpiresAt }: ReservationRecord,
  occupancy: Occupancy | undefined,
  now: number,
): ReservationStatus {
  if (isFinal(status)) return status;
  if (occupancy && belongsTo(occupancy, id)) {
    if (occupancy.bookedStatus === 'PAID') return 'PAID';
    const deadline = occupancy.holdExpiresAt ?? holdExpiresAt;
    return deadline === undefined || now < Date.parse(deadline) ? 'HELD' : 'EXPIRED';
  }
  if (status === 'PAID') return 'ENDED';
  return endingNoted(id, occupancy) ?? (status === 'PENDING' ? 'PENDING' : 'EXPIRED');
}

/** REFUSED leaves it open: money came when the apartment was somebody else's. */
const ENDING_OF: Readonly<Record<Decision, Ending | undefined>> = {
  PAID: 'ENDED',
  TAKEN_AGAIN: 'ENDED',
  CANCELLED: 'CANCELLED',
  REFUSED: undefined,
};

/** How a reservation lost the apartment, as the apartment itself says it. */
function endingNoted(reservationId: string, occupancy: Occupancy | undefined): Ending | undefined {
  const note = occupancy?.settled?.find((settled) => settled.reservationId === reservationId);
  if (note && ENDING_OF[note.decision]) return ENDING_OF[note.decision];
  return occupancy?.releasedReservationId === reservationId ? occupancy.releaseReason : undefined;
}

function shown(
  record: ReservationRecord,
  arn: string,
  status: ReservationStatus,
  { holdExpiresAt, paidAt }: Pick<ReservationRecord, 'holdExpiresAt' | 'paidAt'>,
): Reservation {
  const { id, apartmentId, price = null, reason = null, reservedAt, requestedAt, contact } = record;
  const hadApartment = status !== 'PENDING' && status !== 'REJECTED';
  return {
    id,
    arn,
    apartmentId,
    status,
    price,
    holdExpiresAt: status === 'HELD' || status === 'EXPIRED' ? (holdExpiresAt ?? null) : null,
    reason: status === 'REJECTED' ? reason : (REASONS[status] ?? null),
    reservedAt: hadApartment ? (reservedAt ?? requestedAt ?? null) : null,
    paymentUrl: null,
    paidAt: status === 'PAID' || status === 'ENDED' ? (paidAt ?? null) : null,
    latePayment: null,
    refunds: [],
    ...(contact && { contact }),
  };
}
