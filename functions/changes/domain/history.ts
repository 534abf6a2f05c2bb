import type { ApartmentChange, Booking } from '../../domain/apartment-change';

/** What a write to the table says of one reservation. */
export interface HistoryEntry {
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

const DAY_SECONDS = 86_400;

/**
 * The entries of one write: that of the reservation whose apartment it was and is no longer, before that of
 * the reservation whose it is now. None where only the description has changed. What the item says of its
 * own reservation counts whatever it said before: should a record of the stream be lost, the next one mends it.
 */
export function historyOf(change: ApartmentChange, retentionDays: number): HistoryEntry[] {
  const { before, after } = change;
  if (!after) return [];
  const ended = before && !hasSameReservation(before, after) ? endOf(before, change) : undefined;
  const begun = before && isSameBooking(before, after) ? undefined : stateOf(after);
  return [ended, begun].flatMap((state) => (state ? entries(state, change, retentionDays) : []));
}

/** The reservation whose unpaid hold this write ended: its guest has nothing left to pay. */
export function releasedBy({ before, after }: ApartmentChange): string | undefined {
  if (before?.bookedStatus !== 'RESERVED' || !after || hasSameReservation(before, after)) return undefined;
  return before.reservationId;
}

interface State {
  readonly status: HistoryEntry['status'];
  readonly booking: Booking;
  readonly endedAt: string | undefined;
}

function stateOf(booking: Booking): State | undefined {
  if (booking.bookedStatus === 'VACANT') return undefined;
  return { status: booking.bookedStatus === 'PAID' ? 'PAID' : 'HELD', booking, endedAt: undefined };
}

/** A paid stay that staff has ended stays PAID: the retention of its data counts from there. */
function endOf(before: Booking, change: ApartmentChange): State | undefined {
  if (before.bookedStatus === 'VACANT') return undefined;
  const status = before.bookedStatus === 'PAID' ? 'PAID' : releaseReason(before, change);
  return { status, booking: before, endedAt: change.at };
}

/** Who let it go says why. Where nobody did, an item was written by hand, and its deadline tells. */
function releaseReason({ reservationId, holdExpiresAt }: Booking, { after, at }: ApartmentChange) {
  if (after?.releaseReason && after.releasedReservationId === reservationId) return after.releaseReason;
  return holdExpiresAt !== undefined && at >= holdExpiresAt ? 'EXPIRED' : 'CANCELLED';
}

/** None for an item that does not say whose it is. */
function entries(
  { status, booking, endedAt }: State,
  { apartmentId, sequenceNumber, at }: ApartmentChange,
  retentionDays: number,
): HistoryEntry[] {
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

/** A vacant apartment is nobody's, whatever was left on its item. */
function hasSameReservation(before: Booking, after: Booking): boolean {
  return ownerOf(before) === ownerOf(after);
}

function ownerOf({ bookedStatus, reservationId }: Booking): string | undefined {
  return bookedStatus === 'VACANT' ? undefined : reservationId;
}
