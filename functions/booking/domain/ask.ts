import type { Offer } from '../../domain/apartment';
import type { Contact } from '../../domain/contact';
import { type AskedReservation, expiryAfter, type ReservationRecord } from '../../domain/reservation-record';
import type { BookingDependencies } from './dependencies';

/** Who wants which apartment. */
export interface Wish {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
  /** Who the guest is, where staff ask in his place. */
  readonly contact?: Contact | undefined;
  /** Who of the staff asks; undefined for a guest. */
  readonly byStaff?: string | undefined;
}

/** Whoever does not say who books. */
export const UNNAMED_GUEST = 'anonymous';

/** A hold that begins now, on the current terms. */
export function askedNow(
  { apartmentId, guestId, reservationId, contact, byStaff }: Wish,
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
    ...(contact && { contact }),
    ...(byStaff !== undefined && { byStaff }),
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
export function isSameWish(record: ReservationRecord, { apartmentId, guestId, contact }: Wish): boolean {
  if (record.apartmentId !== apartmentId || record.guestId !== guestId) return false;
  const { name, email } = record.contact ?? {};
  return contact === undefined || (contact.name === name && contact.email === email);
}
