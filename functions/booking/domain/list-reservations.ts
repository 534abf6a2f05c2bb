import type { ReadDependencies } from '../../domain/dependencies';
import { type PagedList, pageToken, positionOf } from '../../domain/page-token';
import { paymentShown } from '../../domain/payment-shown';
import { type Reservation, recordedReservation } from '../../domain/reservation';
import type { RecordPosition, ReservationRecord } from '../../domain/reservation-record';

/** Of so many reservations the payments are read at once. */
const PARALLEL_READS = 10;

export interface ReservationListQuery {
  readonly guestId: string;
  readonly limit: number;
  readonly nextToken: string | undefined;
}

export interface ReservationPage {
  readonly items: readonly Reservation[];
  /** Null on the last page. */
  readonly nextToken: string | null;
}

/**
 * A page of a guest's reservations that had an apartment, from their records, the newest first, each with what is
 * known of its payment: one read for each reservation, one for each of its payments, and one for each refund.
 */
export async function listReservations(
  { guestId, limit, nextToken }: ReservationListQuery,
  dependencies: ReadDependencies,
): Promise<ReservationPage> {
  const list: PagedList = { query: [guestId], positions: 2, madeBy: 'listReservations', with: 'guestId' };
  const after = nextToken === undefined ? undefined : recordPosition(positionOf(nextToken, list));
  // One more than fits tells whether this is the last page.
  const found = await dependencies.reservations.ofGuest({ guestId, after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const items = await inParallel(shown, (past) => {
    const arn = dependencies.workflow.executionArn(past.id);
    return paymentShown(recordedReservation(past, arn, dependencies.now()), dependencies);
  });
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { items, nextToken: last ? pageToken(list, [last.reservedAt ?? '', last.id]) : null };
}

/** In the order of the records. */
async function inParallel<Told>(
  records: readonly ReservationRecord[],
  tell: (record: ReservationRecord) => Promise<Told>,
): Promise<Told[]> {
  const told: Told[] = [];
  for (let begin = 0; begin < records.length; begin += PARALLEL_READS) {
    told.push(...(await Promise.all(records.slice(begin, begin + PARALLEL_READS).map(tell))));
  }
  return told;
}

function recordPosition([reservedAt = '', id = '']: readonly string[]): RecordPosition {
  return { reservedAt, id };
}
