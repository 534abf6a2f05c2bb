import type { ApartmentReader } from './apartment';
import { hasHad, rejectionOf } from './reservation';
import { expiryAfter, type ReservationChange, type ReservationRecord } from './reservation-record';
import { forgetHold, type Shares } from './share';

/** What rejecting a reservation needs. */
export interface RejectingDependencies {
  readonly apartments: Pick<ApartmentReader, 'occupancy'>;
  readonly reservations: { write(change: ReservationChange): Promise<boolean> };
  readonly shares: Shares;
  readonly retentionDays: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * A reservation is PENDING and its workflow has ended: it is REJECTED, unless the apartment says that it has or had
 * it. Should it have had it before anybody could see that, its end still comes by the apartments' stream, and ranks
 * higher. What it took of the shares of its guest and its address is free again at once (law 8).
 */
export async function rejectUnlessHeld(
  record: ReservationRecord,
  { apartments, reservations, shares, retentionDays, now }: RejectingDependencies,
): Promise<void> {
  const { id, apartmentId } = record;
  const occupancy = await apartments.occupancy(apartmentId);
  if (hasHad(occupancy, id)) return;
  const isRejected = await reservations.write({
    reservationId: id,
    apartmentId,
    status: 'REJECTED',
    reason: rejectionOf(apartmentId, occupancy, now()),
    expiresAt: expiryAfter(new Date(now()).toISOString(), retentionDays),
  });
  if (isRejected) await forgetHold(record, shares);
}
