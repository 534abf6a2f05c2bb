import type { Apartment } from '../../domain/apartment';
import type { ReadDependencies } from '../../domain/dependencies';
import { type ApartmentListQuery, listApartments } from '../../domain/list-apartments';
import { getReservation } from '../../domain/lookup';
import type { Reservation } from '../../domain/reservation';

/** An apartment as everybody may see it: without the guest and the reservation that have it. */
export type ApartmentView = Omit<Apartment, 'holdExpiresAt'> & {
  /** While RESERVED only. */
  readonly holdExpiresAt?: string;
};

export interface ApartmentsView {
  readonly items: readonly ApartmentView[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** A reservation as its guest may see it. */
export type ReservationView = Omit<Reservation, 'arn'>;

/** @throws InvalidInput (of nextToken) for a cursor of another list */
export async function viewApartments(
  query: ApartmentListQuery,
  dependencies: ReadDependencies,
): Promise<ApartmentsView> {
  const { items, nextToken } = await listApartments(query, dependencies);
  return { items: items.map(apartmentView), nextCursor: nextToken };
}

/** Undefined where there is none. */
export async function viewApartment(
  id: string,
  dependencies: ReadDependencies,
): Promise<ApartmentView | undefined> {
  const apartment = await dependencies.apartments.find(id);
  return apartment && apartmentView(apartment);
}

/** Undefined where there is none. */
export async function viewReservation(
  id: string,
  dependencies: ReadDependencies,
): Promise<ReservationView | undefined> {
  const reservation = await getReservation(id, dependencies);
  if (!reservation) return undefined;
  const { arn: _, ...view } = reservation;
  return view;
}

/** Field by field, so that an attribute added later does not become public by itself. */
function apartmentView(apartment: Apartment): ApartmentView {
  const { id, complexId, name, description, bedrooms, price, bookedStatus, holdExpiresAt } = apartment;
  const view = { id, complexId, name, description, bedrooms, price, bookedStatus };
  return holdExpiresAt === null ? view : { ...view, holdExpiresAt };
}
