import type { ReadingDesk } from './desk';
import type { Execution } from './execution';
import { belongsTo, type Reservation, reservationOf } from './reservation';

/** What became of a reservation; undefined where no reservation has this id. */
export async function getReservation(
  reservationId: string,
  desk: ReadingDesk,
): Promise<Reservation | undefined> {
  const execution = await desk.workflow.find(reservationId);
  return execution && observe(execution, desk);
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
