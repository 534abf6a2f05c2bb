import type { Apartment } from '../../domain/apartment';
import type { BookingDependencies } from './dependencies';
import { ApartmentNotFound, NotPaid } from './errors';

/**
 * Staff: the guest of a PAID apartment has left; it is VACANT from now on.
 * @throws ApartmentNotFound, NotPaid
 */
export async function vacateApartment(id: string, dependencies: BookingDependencies): Promise<Apartment> {
  const vacated = await dependencies.apartments.vacate(id);
  if (vacated) return vacated;
  // The write has decided; this read only finds out why.
  throw (await dependencies.apartments.occupancy(id)) ? new NotPaid(id) : new ApartmentNotFound(id);
}
