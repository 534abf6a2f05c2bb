import type { Offer } from '../../domain/apartment';
import { type AskedReservation, expiryAfter, type ReservationRecord } from '../../domain/reservation-record';
import type { BookingDependencies } from './dependencies';

/** Who wants which apartment. */
export interface Wish {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
}

/** A hold that begins now, on the current terms. */
export function askedNow(
  { apartmentId, guestId, reservationId }: Wish,
  offer: Offer | undefined,
  { now, holdSeconds }: Pick<BookingDependencies, 'holdSeconds' | 'now'>,
): AskedReservation {
  return {
    id: reservationId,
    apartmentId,
    guestId,
    price: offer?.price,
    requestedAt: new Date(now()).toISOString(),
    holdExpiresAt: new Date(now() + holdSeconds * 1000).toISOString(),
  };
}

/**
 * Records what is asked, before anybody is asked for it: whatever dies then, its id is known, and the same request
 * sent again goes on with it (law 5).
 * @param rejection why it is REJECTED without a workflow
 * @returns undefined where the id is known already
 */
export async function recorded(
  asked: AskedReservation,
  rejection: string | undefined,
  { reservations, retentionDays }: BookingDependencies,
): Promise<ReservationRecord | undefined> {
  const end = rejection === undefined ? asked.holdExpiresAt : asked.requestedAt;
  if (!(await reservations.ask(asked, expiryAfter(end, retentionDays), rejection))) return undefined;
  return rejection === undefined
    ? { ...asked, status: 'PENDING' }
    : { ...asked, status: 'REJECTED', reason: rejection };
}

/** Whether a record is of the same request. */
export function isSameWish(record: ReservationRecord, { apartmentId, guestId }: Wish): boolean {
  return record.apartmentId === apartmentId && record.guestId === guestId;
}
