import type { Apartment } from '../api/apartments';
import type { Reservation } from '../api/reservations';
import type { Whereabouts } from '../api/whereabouts';
import { type Attempt, answered, further, isOver, type Rival } from './attempt';
import { type Filter, shownIds } from './filter';

/** Everything the page shows follows from this. */
export interface PageState {
  /** The server's clock (ms since the epoch) at the last event: what time it is on the page. */
  readonly now: number;
  /** The apartments and when they were last seen (this machine's clock); undefined before the first time. */
  readonly catalog: { readonly apartments: readonly Apartment[]; readonly seenAt: number } | undefined;
  readonly connection: Connection;
  /** At most one an apartment, the newest first. */
  readonly attempts: readonly Attempt[];
  readonly filter: Filter;
  /** The ids of the apartments that fit the filter. */
  readonly shown: ReadonlySet<string>;
  readonly whereabouts: Whereabouts;
}

export interface Connection {
  readonly online: boolean;
  /** Looks in a row that brought nothing, and what the last one said. */
  readonly failures: number;
  readonly trouble: string | undefined;
}

export type PageEvent =
  | { readonly type: 'ticked' }
  | { readonly type: 'looked'; readonly apartments: readonly Apartment[]; readonly at: number }
  | { readonly type: 'looked-in-vain'; readonly sentence: string }
  | { readonly type: 'connected'; readonly online: boolean }
  | { readonly type: 'filtered'; readonly filter: Filter }
  | { readonly type: 'located'; readonly whereabouts: Whereabouts }
  | { readonly type: 'asked'; readonly attempt: Attempt }
  | { readonly type: 'answered'; readonly reservation: Reservation; readonly rival?: Rival | undefined }
  | { readonly type: 'refused'; readonly reservationId: string; readonly sentence: string }
  | { readonly type: 'unanswered'; readonly reservationId: string; readonly sentence: string }
  | { readonly type: 'sent-again'; readonly reservationId: string; readonly cancelling: boolean }
  | { readonly type: 'remembered'; readonly attempt: Attempt }
  | { readonly type: 'dismissed'; readonly apartmentId: string };

/** The page after an event that came at the instant `now` of the server's clock. */
export function reduce(state: PageState, event: PageEvent, now: number): PageState {
  return withShown(state, applied({ ...state, now }, event), event.type === 'filtered');
}

function applied(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'ticked':
      return state;
    case 'looked': {
      const catalog = { apartments: event.apartments, seenAt: event.at };
      return { ...state, catalog, connection: { online: true, failures: 0, trouble: undefined } };
    }
    case 'looked-in-vain': {
      const failures = state.connection.failures + 1;
      return { ...state, connection: { ...state.connection, failures, trouble: event.sentence } };
    }
    case 'connected':
      return { ...state, connection: { ...state.connection, online: event.online } };
    case 'filtered':
      return { ...state, filter: event.filter };
    case 'located':
      return { ...state, whereabouts: event.whereabouts };
    default:
      return { ...state, attempts: attemptsAfter(state, event) };
  }
}

type AttemptEvent = Extract<
  PageEvent,
  { type: 'asked' | 'answered' | 'refused' | 'unanswered' | 'sent-again' | 'remembered' | 'dismissed' }
>;

function attemptsAfter({ attempts, now }: PageState, event: AttemptEvent): readonly Attempt[] {
  switch (event.type) {
    case 'asked':
      // What is over makes room for what is new.
      return [
        event.attempt,
        ...attempts.filter((other) => !isOver(other) && !sameApartment(other, event.attempt)),
      ];
    case 'remembered': {
      const mine = attempts.find((attempt) => sameApartment(attempt, event.attempt));
      const kept = further(mine, event.attempt);
      return mine ? attempts.map((attempt) => (attempt === mine ? kept : attempt)) : [...attempts, kept];
    }
    case 'dismissed':
      return attempts.filter(({ apartmentId }) => apartmentId !== event.apartmentId);
    case 'answered':
      return changed(attempts, event.reservation.id, (attempt) =>
        answered(attempt, event.reservation, event.rival, now),
      );
    case 'refused':
      return changed(attempts, event.reservationId, (attempt) => ({
        ...attempt,
        status: 'REFUSED',
        reason: event.sentence,
        trouble: undefined,
      }));
    case 'unanswered':
      return changed(attempts, event.reservationId, (attempt) =>
        isOver(attempt) ? attempt : { ...attempt, cancelling: undefined, trouble: event.sentence },
      );
    case 'sent-again':
      return changed(attempts, event.reservationId, (attempt) =>
        isOver(attempt) ? attempt : { ...attempt, cancelling: event.cancelling, trouble: undefined },
      );
  }
}

function sameApartment(a: Attempt, b: Attempt): boolean {
  return a.apartmentId === b.apartmentId;
}

function changed(
  attempts: readonly Attempt[],
  reservationId: string,
  change: (attempt: Attempt) => Attempt,
): readonly Attempt[] {
  return attempts.map((attempt) => (attempt.reservationId === reservationId ? change(attempt) : attempt));
}

function withShown(before: PageState, after: PageState, anew: boolean): PageState {
  if (!after.catalog) return after;
  const mine = new Set(
    after.attempts.filter((attempt) => !isOver(attempt)).map(({ apartmentId }) => apartmentId),
  );
  const shown = shownIds(after.catalog.apartments, after.filter, anew ? new Set() : before.shown, mine);
  return { ...after, shown };
}
