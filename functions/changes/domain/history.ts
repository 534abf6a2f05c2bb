import type { ApartmentChange, Booking } from '../../domain/apartment-change';
import { expiryAfter, type ReservationChange } from '../../domain/reservation-record';

/** The stream tells the time of a write to the second (ms). */
const PRECISION_MS = 1_000;

/**
 * What one write says of reservations: first the one that lost the apartment, then the one that has
 * it now. Nothing where only the description of one that is not paid has changed: a PAID record of an earlier version
 * would expire, and is written anew by whatever changes its apartment. The item's current reservation is written whatever
 * the item said before, so that the stream's record after a lost one repairs it.
 */
export function historyOf(change: ApartmentChange, retentionDays: number): ReservationChange[] {
  const { before, after } = change;
  if (!after) return [];
  const ended = before && !hasSameReservation(before, after) ? endOf(before, change) : undefined;
  const isKnown = before && isSameBooking(before, after) && after.bookedStatus !== 'PAID';
  const begun = isKnown ? undefined : stateOf(after);
  return [ended, begun].flatMap((state) => (state ? entries(state, change, retentionDays) : []));
}

/** The reservation whose unpaid hold this write ended. */
export function releasedBy({ before, after }: ApartmentChange): string | undefined {
  if (before?.bookedStatus !== 'RESERVED' || !after || hasSameReservation(before, after)) return undefined;
  return before.reservationId;
}

interface State {
  readonly status: ReservationChange['status'];
  readonly booking: Booking;
  readonly endedAt: string | undefined;
  readonly cancelledBy?: string | undefined;
}

function stateOf(booking: Booking): State | undefined {
  if (booking.bookedStatus === 'VACANT') return undefined;
  return { status: booking.bookedStatus === 'PAID' ? 'PAID' : 'HELD', booking, endedAt: undefined };
}

/** A paid stay that loses its apartment has ENDED. */
function endOf(before: Booking, change: ApartmentChange): State | undefined {
  if (before.bookedStatus === 'VACANT') return undefined;
  const status = before.bookedStatus === 'PAID' ? 'ENDED' : releaseReason(before, change);
  const { reservationId, by } = change.after?.cancelledBy ?? {};
  const cancelledBy = status === 'CANCELLED' && reservationId === before.reservationId ? by : undefined;
  return { status, booking: before, endedAt: change.at, cancelledBy };
}

/** A release notes its reason. Without one the next reservation took the apartment, or a hand: the deadline decides. */
function releaseReason({ reservationId, holdExpiresAt }: Booking, { after, at }: ApartmentChange) {
  const noted = after?.releasedReservationId === reservationId ? after?.releaseReason : undefined;
  if (noted === 'EXPIRED' || noted === 'CANCELLED') return noted;
  const isOver = holdExpiresAt !== undefined && Date.parse(at) + PRECISION_MS > Date.parse(holdExpiresAt);
  return isOver ? 'EXPIRED' : 'CANCELLED';
}

/** Empty for an item without a reservation. */
function entries(
  { status, booking, endedAt, cancelledBy }: State,
  { apartmentId, at }: ApartmentChange,
  retentionDays: number,
): ReservationChange[] {
  const { reservationId, guestId, reservedAt, holdExpiresAt, paidAt, paymentId } = booking;
  if (reservationId === undefined) return [];
  // Guests' data is kept for as long as they have paid for the apartment, whenever that ends.
  const expiresAt =
    status === 'PAID' ? undefined : expiryAfter(endedAt ?? holdExpiresAt ?? at, retentionDays);
  const whose = { reservationId, apartmentId, guestId, reservedAt, holdExpiresAt };
  return [{ ...whose, status, paidAt, paymentId, endedAt, expiresAt, ...(cancelledBy && { cancelledBy }) }];
}

function isSameBooking(before: Booking, after: Booking): boolean {
  return hasSameReservation(before, after) && before.bookedStatus === after.bookedStatus;
}

/** A vacant apartment has no owner, whatever attributes are left on its item. */
function hasSameReservation(before: Booking, after: Booking): boolean {
  return ownerOf(before) === ownerOf(after);
}

function ownerOf({ bookedStatus, reservationId }: Booking): string | undefined {
  return bookedStatus === 'VACANT' ? undefined : reservationId;
}
