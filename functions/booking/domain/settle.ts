import { tellReservation } from '../../domain/lookup';
import {
  belongsTo,
  isFree,
  type Reservation,
  recordedReservation,
  reservationOf,
} from '../../domain/reservation';
import type { ReservationRecord } from '../../domain/reservation-record';
import type { BookingDependencies } from './dependencies';

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;
const TIMEOUT_MS = 3_000;
/** If the apartment has not changed by then, the record is read as well. */
const APARTMENT_ALONE_MS = 500;

/**
 * Waits until the workflow has decided about a reservation; after 3 s the answer is PENDING. It polls the
 * apartment, which the workflow writes first. Once somebody else has that, it polls the record alone, which learns
 * of success and failure a moment later: however many lose an apartment, each reads an item of their own.
 */
export async function settle(
  record: ReservationRecord,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  const { id, apartmentId } = record;
  const arn = dependencies.workflow.executionArn(id);
  let isLost = false;
  for await (const waited of pauses(dependencies)) {
    if (!isLost) {
      const occupancy = await dependencies.apartments.occupancy(apartmentId);
      if (occupancy && belongsTo(occupancy, id)) {
        return reservationOf({ record, arn, occupancy }, dependencies.now());
      }
      isLost = !occupancy || occupancy.withdrawn === true || !isFree(occupancy, dependencies.now());
    }
    if (isLost || waited >= APARTMENT_ALONE_MS) {
      const known = await dependencies.reservations.find(id);
      if (known && known.status !== 'PENDING') break;
    }
  }
  return (await tellReservation(id, dependencies)) ?? recordedReservation(record, arn, dependencies.now());
}

/** Pauses of 5, 10, 20, 40 … ms; yields the time since the first one began. */
async function* pauses(dependencies: BookingDependencies): AsyncGenerator<number> {
  const began = dependencies.now();
  for (let pause = SHORTEST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    if (dependencies.now() - began + pause > TIMEOUT_MS) return;
    await dependencies.sleep(pause);
    yield dependencies.now() - began;
  }
}
