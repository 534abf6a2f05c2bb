import type { Apartment } from '../../domain/apartment';

/**
 * What subscribers are told of an apartment that has changed: AppSync hands on what this answers with.
 * Nothing is read or written; the changes function saw the apartment in the order of its changes.
 */
export function toldChange(apartment: Apartment): Apartment {
  const { bookedStatus, holdExpiresAt } = apartment;
  return { ...apartment, holdExpiresAt: bookedStatus === 'RESERVED' ? holdExpiresAt : null };
}
