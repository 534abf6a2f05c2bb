import type { Apartment } from '../api/apartments';
import { type Attempt, phaseOf } from './attempt';

/** How an apartment stands towards this guest. */
export type Standing =
  | 'vacant'
  | 'reserved'
  | 'booked'
  | 'asking'
  | 'unanswered'
  | 'held'
  | 'lapsed'
  | 'awaited'
  | 'yours';

/** The catalog's word on an apartment, unless this guest's own attempt at it knows better. */
export function standingOf(apartment: Apartment, attempt: Attempt | undefined, now: number): Standing {
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
): Standing {
  if (bookedStatus === 'PAID') return 'booked';
  if (bookedStatus === 'VACANT') return isPaidFor(attempt, now) ? 'awaited' : 'vacant';
  // The catalog is seconds old at times: it may still show the very hold that this guest gave up.
  const givenUp = attempt?.status === 'CANCELLED' && attempt.deadline === deadlineOf(holdExpiresAt);
  return givenUp ? 'vacant' : 'reserved';
}

/** Who reserves anew what they say to have paid for would only have the money sent back. */
function isPaidFor(attempt: Attempt | undefined, now: number): boolean {
  return attempt !== undefined && attempt.payment?.outcome === 'done' && phaseOf(attempt, now) === 'late';
}

/** An ISO 8601 timestamp as ms since the epoch. */
export function deadlineOf(holdExpiresAt: string | undefined): number | undefined {
  return holdExpiresAt === undefined ? undefined : Date.parse(holdExpiresAt);
}
