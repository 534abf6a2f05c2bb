import { ReservationNotFound } from '../../domain/errors';
import { getReservation } from '../../domain/lookup';
import type { Reservation } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';
import { NotPaid, RefundUnavailable } from './errors';

/** What staff give back when they end a stay: nothing, the whole payment, or a part of it. */
export const REFUND_CHOICES = ['NONE', 'FULL', 'PARTIAL'] as const;

/** A paid stay to end. */
export interface EndInput {
  readonly reservationId: string;
  readonly refund: (typeof REFUND_CHOICES)[number];
  readonly reason: string | undefined;
}

/**
 * Staff: a paid stay is over, and its apartment is VACANT. The command names the reservation, so that sent again it
 * finds the stay ended and changes nothing, whoever has the apartment since (laws 3 and 5).
 * @throws ReservationNotFound, NotPaid, RefundUnavailable
 */
export async function endReservation(
  { reservationId, refund, reason }: EndInput,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  if (refund !== 'NONE') throw new RefundUnavailable();
  const reservation = await getReservation(reservationId, dependencies);
  if (!reservation) throw new ReservationNotFound(reservationId);
  if (reservation.status === 'ENDED') return reservation;
  if (reservation.status !== 'PAID') throw new NotPaid(reservationId, reservation.status);
  if (await dependencies.apartments.end(reservation.apartmentId, reservationId)) {
    dependencies.telemetry.ended(reason);
  }
  // Where the write was refused the same command was first. Either way this tells how it is now.
  const ended = (await getReservation(reservationId, dependencies)) ?? reservation;
  return { ...ended, paidAt: ended.paidAt ?? reservation.paidAt };
}
