import type { Apartment } from '../../domain/apartment';

/**
 * The apartment as subscribers get it: AppSync passes this answer on to them. Nothing is read or written, because
 * the changes function publishes an apartment's changes in their order.
 */
export function publishedChange(apartment: Apartment): Apartment {
  const { bookedStatus, holdExpiresAt } = apartment;
  return { ...apartment, holdExpiresAt: bookedStatus === 'RESERVED' ? holdExpiresAt : null };
}
