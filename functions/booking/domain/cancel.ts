import { AlreadyPaid, HoldExpired, ReservationNotFound } from '../../domain/errors';
import { tellReservation } from '../../domain/lookup';
import { paymentShown } from '../../domain/payment-shown';
import { REASONS, type Reservation } from '../../domain/reservation';
import { rollForward } from '../../domain/roll-forward';
import { endHold } from '../../domain/share';
import { givenNow } from '../../domain/staff-command';
import type { BookingDependencies } from './dependencies';
import { forgetCancelled } from './forget-cancelled';
import { settle } from './settle';

/**
 * Ends a hold before its deadline; one past its deadline is ended as well, and refused as expired. A reservation
 * that is cancelled or rejected already is answered as it is; one that the workflow has not decided is waited for.
 * @param by who of the staff cancels; undefined for a guest
 * @throws ReservationNotFound, HoldExpired, AlreadyPaid
 */
export async function cancelReservation(
  reservationId: string,
  dependencies: BookingDependencies,
  by?: string,
): Promise<Reservation> {
  return paymentShown(await cancelled(reservationId, dependencies, by), dependencies);
}

async function cancelled(
  reservationId: string,
  dependencies: BookingDependencies,
  by: string | undefined,
): Promise<Reservation> {
  const told = await tellReservation(reservationId, dependencies);
  const reservation = told?.status === 'PENDING' ? await decided(told, dependencies) : told;
  if (!reservation) throw new ReservationNotFound(reservationId);
  if (reservation.status === 'PAID')
    throw new AlreadyPaid('It can no longer be cancelled; ask the staff to end the stay.');
  if (reservation.status === 'ENDED')
    throw new AlreadyPaid('The stay is over: there is nothing left to cancel.');
  if (reservation.status === 'EXPIRED') {
    await endOverdueHold(reservation, dependencies);
    throw new HoldExpired(reservation.holdExpiresAt, 'There is nothing left to cancel.');
  }
  if (reservation.status === 'HELD') return release(reservation, dependencies, by);
  if (reservation.status === 'CANCELLED') await freeShare(reservationId, dependencies);
  return reservation;
}

/** Law 2: where the workflow has not ended a hold that is over, for it was stopped or is late, this does. */
async function endOverdueHold(
  { id, apartmentId }: Reservation,
  { apartments, now }: BookingDependencies,
): Promise<void> {
  await apartments.expire(apartmentId, id, new Date(now()).toISOString());
}

/** What becomes of one that the workflow had not decided, and may never have been asked for. */
async function decided(pending: Reservation, dependencies: BookingDependencies): Promise<Reservation> {
  const record = await dependencies.reservations.find(pending.id);
  if (!record) return pending;
  await rollForward(record, dependencies);
  return settle(record, dependencies);
}

/** Law 8: what is given up counts no longer, and its apartment rests from now on. */
async function freeShare(
  reservationId: string,
  { reservations, shares, now }: BookingDependencies,
): Promise<void> {
  const record = await reservations.find(reservationId);
  if (record) await endHold(record, record.endedAt ?? new Date(now()).toISOString(), shares);
}

async function release(
  held: Reservation,
  dependencies: BookingDependencies,
  by: string | undefined,
): Promise<Reservation> {
  const { id, apartmentId } = held;
  if (await dependencies.apartments.release(apartmentId, id, by)) {
    dependencies.telemetry.record('Cancelled');
    if (by !== undefined) {
      dependencies.telemetry.commanded('CANCEL', { apartmentId, ...givenNow(by, dependencies.now()) });
    }
    // The hold is released; what is left is tidying, and the next cancel tidies as well.
    await freeShare(id, dependencies).catch(() => undefined);
    await forgetCancelled(apartmentId, dependencies).catch(() => undefined);
    return { ...held, status: 'CANCELLED', holdExpiresAt: null, reason: REASONS.CANCELLED };
  }
  // A payment, the deadline or another cancel was first: its result is the answer.
  return cancelled(id, dependencies, by);
}
