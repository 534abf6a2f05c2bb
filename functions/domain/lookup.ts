import type { ReadingDesk } from '../booking/domain/dependencies';
import type { Execution } from './execution';
import { reservationOfHistory } from './history';
import { paymentOf, withPayment } from './payment-shown';
import { belongsTo, type Reservation, reservationOf } from './reservation';

/**
 * What became of a reservation; undefined where no reservation has this id. Its workflow is forgotten some
 * months after its end, and its history tells from then on.
 */
export async function getReservation(
  reservationId: string,
  desk: ReadingDesk,
): Promise<Reservation | undefined> {
  const [execution, payment] = await Promise.all([
    desk.workflow.find(reservationId),
    paymentOf(reservationId, desk),
  ]);
  const reservation = execution ? await observe(execution, desk) : await remembered(reservationId, desk);
  return reservation && withPayment(reservation, payment, desk.now());
}

/** A reservation whose workflow is forgotten; undefined where there was none. */
export async function remembered(reservationId: string, desk: ReadingDesk): Promise<Reservation | undefined> {
  const past = await desk.history.find(reservationId);
  return past && reservationOfHistory(past, desk.workflow.executionArn(reservationId), desk.now());
}

/**
 * The reservation of an execution, by its apartment. That it once held the apartment has to be known before
 * the apartment is read: only then does an apartment that is not its own mean that the hold is over, and not
 * that it began between the two reads.
 */
export async function observe(execution: Execution, desk: ReadingDesk): Promise<Reservation> {
  const { apartmentId } = execution.request;
  const occupancy = await desk.apartments.occupancy(apartmentId);
  const undecided =
    execution.outcome === 'RUNNING' && !(occupancy && belongsTo(occupancy, execution.reservationId));
  const progress = undecided ? await desk.workflow.progress(execution) : 'ASKING';
  const sighting = { execution, occupancy, progress };
  if (progress === 'ASKING') return reservationOf(sighting, desk.now());
  return reservationOf({ ...sighting, occupancy: await desk.apartments.occupancy(apartmentId) }, desk.now());
}
