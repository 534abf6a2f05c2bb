import type { Apartment } from '../../domain/apartment';
import type { StreamRecord } from '../../domain/apartment-change';
import type { ChangesDependencies } from './dependencies';
import { historyOf, releasedBy } from './history';

/** How many apartments are handled in parallel: each publication calls the booking function. */
const PARALLEL_APARTMENTS = 5;

/** With less time left (ms) no record is begun: its work would be done again. */
const SHORTEST_TURN_MS = 1_000;

/** The function's time is over; the stream brings the record again. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor() {
    super('The time for this batch was over before this record; it comes again with the next.');
  }
}

/**
 * Handles the writes to the table of apartments, given in the order of the stream: for each the reservations' records first,
 * then the payments' task, then the publication. Writes to one apartment are handled in their order, and a
 * failure stops the later ones; different apartments are handled in parallel.
 * @param timeLeft ms until the function is ended
 * @returns the sequence number from which the stream has to bring the records again; undefined when all is
 *   done. What was done after it is then done twice, which changes nothing.
 */
export async function follow(
  records: readonly StreamRecord[],
  dependencies: ChangesDependencies,
  timeLeft: () => number,
): Promise<string | undefined> {
  const position = new Map(records.map((record, index) => [record, index]));
  let firstFailed = records.length;
  const at = (record: StreamRecord) => position.get(record) ?? 0;

  async function followApartment(writes: readonly StreamRecord[]): Promise<void> {
    for (const record of writes) {
      // Everything from the first failure on comes again.
      if (at(record) > firstFailed) return;
      try {
        if (timeLeft() < SHORTEST_TURN_MS) throw new OutOfTime();
        await followWrite(record, dependencies, timeLeft);
      } catch (cause) {
        dependencies.telemetry.failed(record.apartmentId, record.sequenceNumber, cause);
        firstFailed = Math.min(firstFailed, at(record));
        return;
      }
    }
  }

  const queues = byApartment(records).values();
  const worker = async () => {
    for (const writes of queues) await followApartment(writes);
  };
  await Promise.all(Array.from({ length: PARALLEL_APARTMENTS }, worker));
  return records[firstFailed]?.sequenceNumber;
}

function byApartment(records: readonly StreamRecord[]): Map<string, StreamRecord[]> {
  const writes = new Map<string, StreamRecord[]>();
  for (const record of records) {
    const { apartmentId } = record;
    writes.set(apartmentId, [...(writes.get(apartmentId) ?? []), record]);
  }
  return writes;
}

async function followWrite(
  record: StreamRecord,
  dependencies: ChangesDependencies,
  timeLeft: () => number,
): Promise<void> {
  const change = record.change();
  for (const entry of historyOf(change, dependencies.retentionDays)) {
    if (await dependencies.reservations.write(entry)) dependencies.telemetry.historyWritten();
  }
  const released = releasedBy(change);
  if (released !== undefined) await dependencies.paymentTasks.expireCheckout(released);
  const apartment = visibleChangeOf(record, dependencies);
  if (!apartment) return;
  await dependencies.publisher.publish(apartment, timeLeft);
  dependencies.telemetry.published();
}

/**
 * An item that is not an apartment, because it was written by hand, can never be published: it must not block
 * the records after it.
 */
function visibleChangeOf(record: StreamRecord, { telemetry }: ChangesDependencies): Apartment | undefined {
  try {
    return record.visibleChange();
  } catch (cause) {
    telemetry.unpublishable(record.apartmentId, record.sequenceNumber, cause);
    return undefined;
  }
}
