import type { ApartmentReader } from './apartment';
import { hasHad, rejectionOf } from './reservation';
import { expiryAfter, type ReservationChange, type ReservationRecord } from './reservation-record';

/** What rejecting a reservation needs. */
export interface RejectingDependencies {
  readonly apartments: Pick<ApartmentReader, 'occupancy'>;
  readonly reservations: { write(change: ReservationChange): Promise<boolean> };
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * A reservation is PENDING and its workflow has ended: it is REJECTED, unless the apartment says that it has or had
 * it. Should it have had it before anybody could see that, its end still comes by the apartments' stream, and ranks
 * higher.
 */
export async function rejectUnlessHeld(
  { id, apartmentId }: ReservationRecord,
  { apartments, reservations, retentionDays, now }: RejectingDependencies,
): Promise<void> {
  const occupancy = await apartments.occupancy(apartmentId);
  if (hasHad(occupancy, id)) return;
  await reservations.write({
    reservationId: id,
    apartmentId,
    status: 'REJECTED',
    reason: rejectionOf(apartmentId, occupancy, now()),
    expiresAt: expiryAfter(new Date(now()).toISOString(), retentionDays),
  });
}
