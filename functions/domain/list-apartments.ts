import type { Apartment, BookedStatus } from './apartment';
import type { ReadDependencies } from './dependencies';
import { reportOverdueHolds } from './overdue';
import { type PagedList, pageToken, positionOf } from './page-token';

export interface ApartmentListQuery {
  readonly complexId: string | undefined;
  readonly bookedStatus: BookedStatus | undefined;
  /** Also those that are vacant and not for sale: guests are not offered them. */
  readonly withdrawn?: boolean | undefined;
  readonly limit: number;
  readonly nextToken: string | undefined;
}

export interface ApartmentPage {
  readonly items: readonly Apartment[];
  /** Null on the last page. */
  readonly nextToken: string | null;
}

/** Where a bookedStatus leaves apartments out, this many are looked at by one read. */
const FILTERED_READ = 200;
/** A page is answered after this many reads even if it is not full, so that it is answered in time. */
const MOST_READS = 10;

/** A page of apartments, full unless the list ends or very many do not have the bookedStatus asked for. */
export async function listApartments(
  query: ApartmentListQuery,
  dependencies: ReadDependencies,
): Promise<ApartmentPage> {
  const { complexId, bookedStatus, withdrawn, limit, nextToken } = query;
  const items: Apartment[] = [];
  const list = pagesOf(query);
  let position = nextToken === undefined ? undefined : positionOf(nextToken, list)[0];
  for (let read = 1; ; read++) {
    // One more than fits tells whether this is the last page.
    const slice = await dependencies.apartments.slice({
      complexId,
      bookedStatus,
      withdrawn,
      after: position,
      limit: bookedStatus ? FILTERED_READ : limit - items.length + 1,
    });
    reportOverdueHolds(slice.apartments, dependencies);
    for (const apartment of slice.apartments) {
      const last = items[limit - 1];
      if (last) return { items, nextToken: pageToken(list, [last.id]) };
      items.push(apartment);
    }
    if (slice.next === undefined) return { items, nextToken: null };
    if (read === MOST_READS) return { items, nextToken: pageToken(list, [slice.next]) };
    position = slice.next;
  }
}

function pagesOf({ complexId, bookedStatus }: ApartmentListQuery): PagedList {
  return {
    query: [complexId ?? null, bookedStatus ?? null],
    positions: 1,
    madeBy: 'listApartments',
    with: 'complexId and bookedStatus',
  };
}
