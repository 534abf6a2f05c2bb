import type { ReadDependencies } from '../../domain/dependencies';
import { type PagedList, pageToken, positionOf } from '../../domain/page-token';
import { type Reservation, recordedReservation } from '../../domain/reservation';
import type { RecordPosition } from '../../domain/reservation-record';

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
 * A page of a guest's reservations that had an apartment, from their records, the newest first. They lack
 * paymentUrl, latePayment and refunds, which getReservation has.
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
  const items = shown.map((past) =>
    recordedReservation(past, dependencies.workflow.executionArn(past.id), dependencies.now()),
  );
  const last = found.length > limit ? shown.at(-1) : undefined;
  return { items, nextToken: last ? pageToken(list, [last.reservedAt ?? '', last.id]) : null };
}

function recordPosition([reservedAt = '', id = '']: readonly string[]): RecordPosition {
  return { reservedAt, id };
}
