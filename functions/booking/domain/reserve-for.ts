import type { Contact } from '../../domain/contact';
import type { Reservation } from '../../domain/reservation';
import { UNNAMED_GUEST } from '../../domain/share';
import type { BookingDependencies } from './dependencies';
import { type ReserveInput, reserveApartment } from './reserve';

/** What staff ask for in a caller's place. */
export interface ReserveForInput extends Omit<ReserveInput, 'guestId' | 'byStaff'> {
  readonly guestId: string | undefined;
  readonly contact: Contact;
}

/**
 * Staff: holds an apartment for somebody who has called. It is a hold like any other, at the same price and with the
 * same deadline: the caller pays with the reservation's id.
 * @param by who gave the command
 * @throws InvalidInput, PriceChanged, HoldsStopped
 */
export function reserveFor(
  { guestId = UNNAMED_GUEST, ...input }: ReserveForInput,
  dependencies: BookingDependencies,
  by: string,
): Promise<Reservation> {
  return reserveApartment({ ...input, guestId, byStaff: by }, dependencies);
}
