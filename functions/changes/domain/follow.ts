import type { Apartment } from '../../domain/apartment';
import type { Arrival } from '../../domain/apartment-change';
import type { Desk } from './dependencies';
import { historyOf, releasedBy } from './history';

/** So many apartments are followed side by side: each publishing is a call of the booking function. */
const LANES = 5;

/** With less than this left, in ms, nothing new is begun: what was done would be done again. */
const SHORTEST_TURN_MS = 1_000;

/** The function's time is up; the stream brings the record again. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor() {
    super('The time for this batch was over before this record; it comes again with the next.');
  }
}

/**
 * Follows the writes to the table of apartments, given in the order of the stream: each one's history first,
 * then the payments' task, then the subscribers. The writes to one apartment go in their order, and none is
 * overtaken by a later one when it fails; different apartments go side by side.
 * @param timeLeft ms until the function is ended
 * @returns the sequence number from which on the stream has to bring the records again; undefined when all
 *   is done. What was done behind it is then done twice, which is no harm.
 */
export async function follow(
  arrivals: readonly Arrival[],
  desk: Desk,
  timeLeft: () => number,
): Promise<string | undefined> {
  const position = new Map(arrivals.map((arrival, index) => [arrival, index]));
  let firstFailed = arrivals.length;
  const at = (arrival: Arrival) => position.get(arrival) ?? 0;

  async function followApartment(writes: readonly Arrival[]): Promise<void> {
    for (const arrival of writes) {
      // From the first failure on everything comes again.
      if (at(arrival) > firstFailed) return;
      try {
        if (timeLeft() < SHORTEST_TURN_MS) throw new OutOfTime();
        await followWrite(arrival, desk, timeLeft);
      } catch (cause) {
        desk.journal.failed(arrival.apartmentId, arrival.sequenceNumber, cause);
        firstFailed = Math.min(firstFailed, at(arrival));
        return;
      }
    }
  }

  const lanes = byApartment(arrivals).values();
  const walk = async () => {
    for (const writes of lanes) await followApartment(writes);
  };
  await Promise.all(Array.from({ length: LANES }, walk));
  return arrivals[firstFailed]?.sequenceNumber;
}

function byApartment(arrivals: readonly Arrival[]): Map<string, Arrival[]> {
  const writes = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { apartmentId } = arrival;
    writes.set(apartmentId, [...(writes.get(apartmentId) ?? []), arrival]);
  }
  return writes;
}

async function followWrite(arrival: Arrival, desk: Desk, timeLeft: () => number): Promise<void> {
  const change = arrival.change();
  for (const entry of historyOf(change, desk.retentionDays)) {
    if (await desk.history.write(entry)) desk.journal.historyWritten();
  }
  const released = releasedBy(change);
  if (released !== undefined) await desk.paymentTasks.expireCheckout(released);
  const apartment = newsOf(arrival, desk);
  if (!apartment) return;
  await desk.subscribers.tell(apartment, timeLeft);
  desk.journal.published();
}

/**
 * An item that is no apartment, because somebody wrote it by hand, can be told to nobody however often the
 * stream brings it: it must not hold up all the others behind it.
 */
function newsOf(arrival: Arrival, { journal }: Desk): Apartment | undefined {
  try {
    return arrival.news();
  } catch (cause) {
    journal.untellable(arrival.apartmentId, arrival.sequenceNumber, cause);
    return undefined;
  }
}
