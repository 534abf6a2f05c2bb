import type { Offer } from '../../domain/apartment';
import type { Contact } from '../../domain/contact';
import { DomainError } from '../../domain/errors';
import { type AskedReservation, expiryAfter, type ReservationRecord } from '../../domain/reservation-record';
import type { BookingDependencies } from './dependencies';
import { takeShare } from './take-share';

/** Who wants which apartment. */
export interface Wish {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
  /** Who the guest is, where staff ask in his place. */
  readonly contact?: Contact | undefined;
  /** Who of the staff asks; undefined for a guest. */
  readonly byStaff?: string | undefined;
  /** From where it is asked; undefined for staff, who have no share. */
  readonly addressKey?: string | undefined;
}

/** A hold that begins now, on the current terms. */
export function askedNow(
  { apartmentId, guestId, reservationId, contact, byStaff, addressKey }: Wish,
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
    addressKey,
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

/**
 * As {@link recorded}, with a hold of the shares of its guest and its address, which is taken before.
 * @returns undefined where the id is known already
 * @throws TooManyHolds, ApartmentPaused: then nothing is recorded or taken
 */
export async function recordedWithShare(
  asked: AskedReservation,
  dependencies: BookingDependencies,
): Promise<ReservationRecord | undefined> {
  const claim = await takeShare(asked, dependencies);
  if (claim instanceof DomainError) {
    if (await dependencies.reservations.find(asked.id)) return undefined;
    dependencies.telemetry.record('ShareRefused');
    throw claim;
  }
  const record = await recorded(asked, undefined, dependencies);
  if (!record) await claim.takeBack();
  return record;
}

/** Whether a record is of the same request. */
export function isSameWish(record: ReservationRecord, { apartmentId, guestId, contact }: Wish): boolean {
  if (record.apartmentId !== apartmentId || record.guestId !== guestId) return false;
  const { name, email } = record.contact ?? {};
  return contact === undefined || (contact.name === name && contact.email === email);
}
