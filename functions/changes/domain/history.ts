import type { ApartmentChange, Booking } from '../../domain/apartment-change';
import type { ReservationChange } from '../../domain/history';

const DAY_SECONDS = 86_400;

/**
 * What one write changes in the history: first the reservation that lost the apartment, then the one that has
 * it now. Nothing where only the description has changed. The item's current reservation is written whatever
 * the item said before, so that the record after a lost one repairs the history.
 */
export function historyOf(change: ApartmentChange, retentionDays: number): ReservationChange[] {
  const { before, after } = change;
  if (!after) return [];
  const ended = before && !hasSameReservation(before, after) ? endOf(before, change) : undefined;
  const begun = before && isSameBooking(before, after) ? undefined : stateOf(after);
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
}

function stateOf(booking: Booking): State | undefined {
  if (booking.bookedStatus === 'VACANT') return undefined;
  return { status: booking.bookedStatus === 'PAID' ? 'PAID' : 'HELD', booking, endedAt: undefined };
}

/** A paid stay that staff have ended stays PAID and has an end: the retention of its data counts from there. */
function endOf(before: Booking, change: ApartmentChange): State | undefined {
  if (before.bookedStatus === 'VACANT') return undefined;
  const status = before.bookedStatus === 'PAID' ? 'PAID' : releaseReason(before, change);
  return { status, booking: before, endedAt: change.at };
}

/** The release notes its reason. Without one the item was written by hand, and the deadline decides. */
function releaseReason({ reservationId, holdExpiresAt }: Booking, { after, at }: ApartmentChange) {
  const noted = after?.releasedReservationId === reservationId ? after?.releaseReason : undefined;
  if (noted === 'EXPIRED' || noted === 'CANCELLED') return noted;
  return holdExpiresAt !== undefined && at >= holdExpiresAt ? 'EXPIRED' : 'CANCELLED';
}

/** Empty for an item without a reservation. */
function entries(
  { status, booking, endedAt }: State,
  { apartmentId, sequenceNumber, at }: ApartmentChange,
  retentionDays: number,
): ReservationChange[] {
  const { reservationId, guestId, reservedAt, holdExpiresAt, paidAt, paymentId } = booking;
  if (reservationId === undefined) return [];
  const since = Date.parse(endedAt ?? holdExpiresAt ?? at) / 1000;
  const expiresAt = Math.ceil(since) + retentionDays * DAY_SECONDS;
  const whose = { reservationId, apartmentId, guestId, reservedAt, holdExpiresAt };
  return [{ ...whose, status, paidAt, paymentId, endedAt, expiresAt, sequenceNumber }];
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
