import type { Execution } from '../../domain/execution';
import { getReservation, observe } from '../../domain/lookup';
import { belongsTo, pending, type Reservation, reservationOf } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;
const PATIENCE_MS = 3_000;
/** From here on the table has been silent for too long, and the workflow is asked as well. */
const TABLE_ALONE_MS = 500;

/**
 * Waits until the workflow has decided on a reservation, 3 s at most: then it is PENDING. Asks the table,
 * which bears it; the workflow only when the table cannot tell, for few calls a second describe executions
 * (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
 */
export async function settle(execution: Execution, dependencies: BookingDependencies): Promise<Reservation> {
  const { reservationId, request } = execution;
  for await (const waited of pauses(dependencies)) {
    const occupancy = await dependencies.apartments.occupancy(request.apartmentId);
    if (occupancy && belongsTo(occupancy, reservationId)) {
      return reservationOf({ execution, occupancy, progress: 'HOLDING' }, dependencies.now());
    }
    const mayComeYet = occupancy?.bookedStatus === 'VACANT' && waited < TABLE_ALONE_MS;
    const found = mayComeYet ? undefined : await dependencies.workflow.find(reservationId);
    if (found && found.outcome !== 'RUNNING') return observe(found, dependencies);
  }
  return (await getReservation(reservationId, dependencies)) ?? pending(execution);
}

/** Pauses of 5, 10, 20, 40 … ms, and after each how long it has been since the first began. */
export async function* pauses(dependencies: BookingDependencies): AsyncGenerator<number> {
  const began = dependencies.now();
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    if (dependencies.now() - began + pause > PATIENCE_MS) return;
    await dependencies.sleep(pause);
    yield dependencies.now() - began;
  }
}
