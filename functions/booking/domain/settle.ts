import type { Execution } from '../../domain/execution';
import { getReservation, observe } from '../../domain/lookup';
import { belongsTo, isFree, pending, type Reservation, reservationOf } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;
const TIMEOUT_MS = 3_000;
/** If the table has not changed by then, the workflow is asked as well. */
const TABLE_ALONE_MS = 500;

/**
 * Waits until the workflow has decided about a reservation; after 3 s the answer is PENDING. It polls the table,
 * and asks the workflow only when the table cannot tell, because the quota of DescribeExecution is small
 * (https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html).
 */
export async function settle(execution: Execution, dependencies: BookingDependencies): Promise<Reservation> {
  const { reservationId, request } = execution;
  for await (const waited of pauses(dependencies)) {
    const occupancy = await dependencies.apartments.occupancy(request.apartmentId);
    if (occupancy && belongsTo(occupancy, reservationId)) {
      return reservationOf({ execution, occupancy, progress: 'HOLDING' }, dependencies.now());
    }
    const isVacant = occupancy !== undefined && isFree(occupancy, dependencies.now());
    const mayComeYet = isVacant && waited < TABLE_ALONE_MS;
    const found = mayComeYet ? undefined : await dependencies.workflow.find(reservationId);
    if (found && found.outcome !== 'RUNNING') return observe(found, dependencies);
  }
  return (await getReservation(reservationId, dependencies)) ?? pending(execution);
}

/** Pauses of 5, 10, 20, 40 … ms; yields the time since the first one began. */
export async function* pauses(dependencies: BookingDependencies): AsyncGenerator<number> {
  const began = dependencies.now();
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    if (dependencies.now() - began + pause > TIMEOUT_MS) return;
    await dependencies.sleep(pause);
    yield dependencies.now() - began;
  }
}
