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
  /** Only where staff have stopped all new holds. */
  readonly holdsStopped?: true;
}

/** A reservation as its guest may see it. */
export type ReservationView = Omit<Reservation, 'arn' | 'contact'>;

/** @throws InvalidInput (of nextToken) for a cursor of another list */
export async function viewApartments(
  query: ApartmentListQuery,
  dependencies: ReadDependencies,
): Promise<ApartmentsView> {
  const [{ items, nextToken }, { stopped }] = await Promise.all([
    listApartments(query, dependencies),
    dependencies.newHolds.find(),
  ]);
  const view = { items: items.map(apartmentView), nextCursor: nextToken };
  return stopped ? { ...view, holdsStopped: true } : view;
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
  const { arn: _, contact: __, ...view } = reservation;
  return view;
}

/** The table's module gives what everybody may see, and nothing else. */
function apartmentView({ holdExpiresAt, ...view }: Apartment): ApartmentView {
  return holdExpiresAt === null ? view : { ...view, holdExpiresAt };
}
