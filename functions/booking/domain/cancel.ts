import { AlreadyPaid, HoldExpired, ReservationNotFound } from '../../domain/errors';
import type { Execution } from '../../domain/execution';
import { observe, remembered } from '../../domain/lookup';
import { cancelled, type Reservation } from '../../domain/reservation';
import type { Desk } from './dependencies';
import { settle } from './settle';

/**
 * Gives a hold up before its deadline. What was cancelled is cancelled again, what was rejected is answered
 * as it is; what the workflow has not decided is waited for.
 * @throws ReservationNotFound, HoldExpired, AlreadyPaid
 */
export async function cancelReservation(reservationId: string, desk: Desk): Promise<Reservation> {
  const execution = await desk.workflow.find(reservationId);
  const reservation = execution ? await decided(execution, desk) : await remembered(reservationId, desk);
  if (!reservation) throw new ReservationNotFound(reservationId);
  if (reservation.status === 'PAID') throw new AlreadyPaid();
  if (reservation.status === 'EXPIRED') throw new HoldExpired(reservation.holdExpiresAt);
  return execution && reservation.status === 'HELD' ? release(execution, desk) : reservation;
}

async function decided(execution: Execution, desk: Desk): Promise<Reservation> {
  const reservation = await observe(execution, desk);
  return reservation.status === 'PENDING' ? settle(execution, desk) : reservation;
}

async function release(execution: Execution, desk: Desk): Promise<Reservation> {
  const { reservationId, request } = execution;
  if (await desk.apartments.release(request.apartmentId, reservationId)) {
    desk.journal.happened('Cancelled');
    return cancelled(execution);
  }
  // A payment, the deadline or another cancel was first: what it left behind answers this one.
  return cancelReservation(reservationId, desk);
}
