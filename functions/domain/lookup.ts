import type { ReadDependencies } from './dependencies';
import type { Execution } from './execution';
import { endingInHistory, reservationOfHistory } from './history';
import { paymentOf, withPayment } from './payment-shown';
import { belongsTo, REASONS, type Reservation, reservationOf } from './reservation';

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

/**
 * A reservation whose workflow is forgotten; undefined where there was none. The history lags behind: that a paid
 * stay is over the apartment knows first.
 */
export async function remembered(
  reservationId: string,
  dependencies: ReadDependencies,
): Promise<Reservation | undefined> {
  const past = await dependencies.history.find(reservationId);
  if (!past) return undefined;
  const arn = dependencies.workflow.executionArn(reservationId);
  const told = reservationOfHistory(past, arn, dependencies.now());
  if (told.status !== 'PAID') return told;
  const occupancy = await dependencies.apartments.occupancy(past.apartmentId);
  const isTheirs = occupancy !== undefined && belongsTo(occupancy, reservationId);
  return isTheirs ? told : { ...told, status: 'ENDED', reason: REASONS.ENDED };
}

/**
 * The reservation of an execution, by its apartment. That it once held the apartment has to be known before
 * the apartment is read: only then does an apartment that is not its own mean that the hold is over, and not
 * that it began between the two reads.
 */
export async function observe(execution: Execution, dependencies: ReadDependencies): Promise<Reservation> {
  const { reservationId, outcome, request } = execution;
  const occupancy = await dependencies.apartments.occupancy(request.apartmentId);
  const first = { execution, occupancy, progress: 'ASKING' } as const;
  if (occupancy && belongsTo(occupancy, reservationId)) return reservationOf(first, dependencies.now());
  const mayHaveHeld = outcome === 'RUNNING' || outcome === 'BROKEN';
  const [progress, record] = await Promise.all([
    mayHaveHeld ? dependencies.workflow.progress(execution) : ('ASKING' as const),
    dependencies.history.find(reservationId),
  ]);
  if (progress === 'ASKING' && !record) return reservationOf(first, dependencies.now());
  const again = await dependencies.apartments.occupancy(request.apartmentId);
  const past = record && endingInHistory(record);
  return reservationOf({ execution, occupancy: again, progress, past }, dependencies.now());
}
