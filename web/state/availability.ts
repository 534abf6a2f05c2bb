import type { Apartment } from '../api/apartments';
import { type Attempt, phaseOf } from './attempt';

/** What an apartment is to this guest. */
export type Availability =
  | 'vacant'
  | 'reserved'
  | 'booked'
  | 'asking'
  | 'unanswered'
  | 'held'
  | 'lapsed'
  | 'awaited'
  | 'yours';

/** The status in the catalog, unless this guest's own attempt is more recent. */
export function availabilityOf(
  apartment: Apartment,
  attempt: Attempt | undefined,
  now: number,
): Availability {
  switch (attempt && phaseOf(attempt, now)) {
    case 'asking':
      return 'asking';
    case 'unanswered':
      return 'unanswered';
    case 'held':
    case 'paying':
    case 'confirming':
    case 'cancelling':
      return 'held';
    case 'lapsed':
      return 'lapsed';
    case 'paid':
      return 'yours';
    default:
      return byCatalog(apartment, attempt, now);
  }
}

function byCatalog(
  { bookedStatus, holdExpiresAt }: Apartment,
  attempt: Attempt | undefined,
  now: number,
): Availability {
  if (bookedStatus === 'PAID') return 'booked';
  if (bookedStatus === 'VACANT') return isPaidFor(attempt, now) ? 'awaited' : 'vacant';
  // The catalog may be seconds old and still show the hold that this guest cancelled.
  const givenUp = attempt?.status === 'CANCELLED' && attempt.deadline === deadlineOf(holdExpiresAt);
  return givenUp ? 'vacant' : 'reserved';
}

/** A guest who has paid late must not reserve again: the late money would be refunded. */
function isPaidFor(attempt: Attempt | undefined, now: number): boolean {
  return attempt !== undefined && attempt.payment?.outcome === 'done' && phaseOf(attempt, now) === 'late';
}

/** An ISO 8601 timestamp as ms since the epoch. */
export function deadlineOf(holdExpiresAt: string | undefined): number | undefined {
  return holdExpiresAt === undefined ? undefined : Date.parse(holdExpiresAt);
}
