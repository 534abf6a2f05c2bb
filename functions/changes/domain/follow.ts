import type { Apartment } from '../../domain/apartment';
import type { StreamRecord } from '../../domain/apartment-change';
import type { ChangesDependencies } from './dependencies';
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
  records: readonly StreamRecord[],
  dependencies: ChangesDependencies,
  timeLeft: () => number,
): Promise<string | undefined> {
  const position = new Map(records.map((record, index) => [record, index]));
  let firstFailed = records.length;
  const at = (record: StreamRecord) => position.get(record) ?? 0;

  async function followApartment(writes: readonly StreamRecord[]): Promise<void> {
    for (const record of writes) {
      // From the first failure on everything comes again.
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

  const lanes = byApartment(records).values();
  const walk = async () => {
    for (const writes of lanes) await followApartment(writes);
  };
  await Promise.all(Array.from({ length: LANES }, walk));
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
    if (await dependencies.history.write(entry)) dependencies.telemetry.historyWritten();
  }
  const released = releasedBy(change);
  if (released !== undefined) await dependencies.paymentTasks.expireCheckout(released);
  const apartment = visibleChangeOf(record, dependencies);
  if (!apartment) return;
  await dependencies.publisher.publish(apartment, timeLeft);
  dependencies.telemetry.published();
}

/**
 * An item that is no apartment, because somebody wrote it by hand, can be told to nobody however often the
 * stream brings it: it must not hold up all the others behind it.
 */
function visibleChangeOf(record: StreamRecord, { telemetry }: ChangesDependencies): Apartment | undefined {
  try {
    return record.visibleChange();
  } catch (cause) {
    telemetry.untellable(record.apartmentId, record.sequenceNumber, cause);
    return undefined;
  }
}
