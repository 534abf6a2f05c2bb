import { AlreadyPaid, HoldExpired, ReservationNotFound } from '../../domain/errors';
import type { Execution } from '../../domain/execution';
import { observe, remembered } from '../../domain/lookup';
import { cancelled, type Reservation } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';
import { forgetCancelled } from './forget-cancelled';
import { settle } from './settle';

/**
 * Ends a hold before its deadline; one past its deadline is ended as well, and refused as expired. A reservation
 * that is cancelled or rejected already is answered as it is; one that the workflow has not decided is waited for.
 * @throws ReservationNotFound, HoldExpired, AlreadyPaid
 */
export async function cancelReservation(
  reservationId: string,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  const execution = await dependencies.workflow.find(reservationId);
  const reservation = execution
    ? await decided(execution, dependencies)
    : await remembered(reservationId, dependencies);
  if (!reservation) throw new ReservationNotFound(reservationId);
  if (reservation.status === 'PAID')
    throw new AlreadyPaid('It can no longer be cancelled; ask the staff to end the stay.');
  if (reservation.status === 'ENDED')
    throw new AlreadyPaid('The stay is over: there is nothing left to cancel.');
  if (reservation.status === 'EXPIRED') {
    await endOverdueHold(reservation, dependencies);
    throw new HoldExpired(reservation.holdExpiresAt, 'There is nothing left to cancel.');
  }
  return execution && reservation.status === 'HELD' ? release(execution, dependencies) : reservation;
}

/** Law 2: where the workflow has not ended a hold that is over, for it was stopped or is late, this does. */
async function endOverdueHold(
  { id, apartmentId }: Reservation,
  { apartments, now }: BookingDependencies,
): Promise<void> {
  await apartments.expire(apartmentId, id, new Date(now()).toISOString());
}

async function decided(execution: Execution, dependencies: BookingDependencies): Promise<Reservation> {
  const reservation = await observe(execution, dependencies);
  return reservation.status === 'PENDING' ? settle(execution, dependencies) : reservation;
}

async function release(execution: Execution, dependencies: BookingDependencies): Promise<Reservation> {
  const { reservationId, request } = execution;
  if (await dependencies.apartments.release(request.apartmentId, reservationId)) {
    dependencies.telemetry.record('Cancelled');
    // The hold is released; what is left is tidying, and the next cancel tidies as well.
    await forgetCancelled(request.apartmentId, dependencies).catch(() => undefined);
    return cancelled(execution);
  }
  // A payment, the deadline or another cancel was first: its result is the answer.
  return cancelReservation(reservationId, dependencies);
}
