import type { Apartment, ApartmentDescription } from '../../domain/apartment';
import { givenNow, type StaffCommand } from '../../domain/staff-command';
import type { BookingDependencies, CommandName } from './dependencies';
import { ApartmentInUse, ApartmentNotFound, ApartmentRemoved } from './errors';

/** A command about an apartment. */
export interface SaleInput {
  readonly id: string;
  readonly reason: string | undefined;
}

type SaleDependencies = Pick<BookingDependencies, 'apartments' | 'telemetry' | 'now'>;

/**
 * Staff: adds an apartment, or describes it anew. An id that was removed is not used again: whoever sends an old
 * removeApartment again would remove the new apartment.
 * @throws ApartmentRemoved
 */
export async function putApartment(
  description: ApartmentDescription,
  { apartments, now }: SaleDependencies,
  by: string,
): Promise<Apartment> {
  const put = await apartments.put(description, givenNow(by, now()));
  if (!put) throw new ApartmentRemoved(description.id);
  return put;
}

/**
 * Staff: nobody new can reserve the apartment. Whoever holds it can still pay, and a paid stay goes on.
 * @throws ApartmentNotFound
 */
export async function withdrawApartment(
  input: SaleInput,
  dependencies: SaleDependencies,
  by: string,
): Promise<Apartment> {
  const command = givenNow(by, dependencies.now(), input.reason);
  if (await dependencies.apartments.withdraw(input.id, command))
    told('WITHDRAW', input, command, dependencies);
  return known(input.id, dependencies);
}

/**
 * Staff: an apartment that was withdrawn is for sale again.
 * @throws ApartmentNotFound
 */
export async function offerApartment(
  input: SaleInput,
  dependencies: SaleDependencies,
  by: string,
): Promise<Apartment> {
  const command = givenNow(by, dependencies.now(), input.reason);
  if (await dependencies.apartments.offerAgain(input.id, command))
    told('OFFER', input, command, dependencies);
  return known(input.id, dependencies);
}

/**
 * Staff: removes a vacant apartment for ever. Of a hold and a payment at the same time, one conditional write is first.
 * @throws ApartmentNotFound, ApartmentInUse
 */
export async function removeApartment(
  input: SaleInput,
  dependencies: SaleDependencies,
  by: string,
): Promise<Apartment> {
  const command = givenNow(by, dependencies.now(), input.reason);
  const isRemoved = await dependencies.apartments.remove(input.id, command);
  if (isRemoved) told('REMOVE', input, command, dependencies);
  const stored = await dependencies.apartments.stored(input.id);
  if (!stored) throw new ApartmentNotFound(input.id);
  if (stored.removed) return stored.apartment;
  if (stored.apartment.bookedStatus !== 'VACANT') throw new ApartmentInUse(stored.apartment);
  // It became vacant between the write and the read.
  return removeApartment(input, dependencies, by);
}

/** @throws ApartmentNotFound */
async function known(id: string, { apartments }: SaleDependencies): Promise<Apartment> {
  const apartment = await apartments.find(id);
  if (!apartment) throw new ApartmentNotFound(id);
  return apartment;
}

function told(
  command: CommandName,
  { id }: SaleInput,
  given: StaffCommand,
  { telemetry }: SaleDependencies,
): void {
  telemetry.commanded(command, { apartmentId: id, ...given });
}
