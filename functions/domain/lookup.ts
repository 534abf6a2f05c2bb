import type { ReadDependencies } from './dependencies';
import type { Execution } from './execution';
import { reservationOfHistory } from './history';
import { paymentOf, withPayment } from './payment-shown';
import { belongsTo, type Reservation, reservationOf } from './reservation';

/**
 * What became of a reservation; undefined where no reservation has this id. Its workflow is forgotten some
 * months after its end, and from then on the history answers.
 */
export async function getReservation(
  reservationId: string,
  dependencies: ReadDependencies,
): Promise<Reservation | undefined> {
  const [execution, payment] = await Promise.all([
    dependencies.workflow.find(reservationId),
    paymentOf(reservationId, dependencies),
  ]);
  const reservation = execution
    ? await observe(execution, dependencies)
    : await remembered(reservationId, dependencies);
  return reservation && withPayment(reservation, payment, dependencies.now());
}

/** A reservation whose workflow is forgotten; undefined where there was none. */
export async function remembered(
  reservationId: string,
  dependencies: ReadDependencies,
): Promise<Reservation | undefined> {
  const past = await dependencies.history.find(reservationId);
  return (
    past && reservationOfHistory(past, dependencies.workflow.executionArn(reservationId), dependencies.now())
  );
}

/**
 * The reservation of an execution, by its apartment. That it once held the apartment has to be known before
 * the apartment is read: only then does an apartment that is not its own mean that the hold is over, and not
 * that it began between the two reads.
 */
export async function observe(execution: Execution, dependencies: ReadDependencies): Promise<Reservation> {
  const { apartmentId } = execution.request;
  const occupancy = await dependencies.apartments.occupancy(apartmentId);
  const undecided =
    execution.outcome === 'RUNNING' && !(occupancy && belongsTo(occupancy, execution.reservationId));
  const progress = undecided ? await dependencies.workflow.progress(execution) : 'ASKING';
  const observation = { execution, occupancy, progress };
  if (progress === 'ASKING') return reservationOf(observation, dependencies.now());
  return reservationOf(
    { ...observation, occupancy: await dependencies.apartments.occupancy(apartmentId) },
    dependencies.now(),
  );
}
