import type { Apartment } from '../api/apartments';
import type { Whereabouts } from '../api/whereabouts';
import type { Arrival } from './arrival';
import { type Attempt, isOver } from './attempt';
import { type AttemptEvent, attemptsAfter, changed } from './attempts';
import { type Filter, filterFrom, searchOf, shownIds } from './filter';
import { paymentAfter } from './payment';

/** Everything the page shows follows from this. */
export interface PageState {
  /** The server's clock (ms since the epoch) at the last event: what time it is on the page. */
  readonly now: number;
  /** The apartments and when they were last seen (this machine's clock); undefined before the first time. */
  readonly catalog: { readonly apartments: readonly Apartment[]; readonly seenAt: number } | undefined;
  readonly connection: Connection;
  /** The newest first. At most one an apartment, but for those whose money may be under way. */
  readonly attempts: readonly Attempt[];
  /** A guest back from the payment page, until the reservation is among the attempts. */
  readonly arrival: Arrival | undefined;
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
  | { readonly type: 'arrival-unknown' }
  | { readonly type: 'arrival-dismissed' }
  | AttemptEvent;

/** The page after an event that came at the instant `now` of the server's clock. */
export function reduce(state: PageState, event: PageEvent, now: number): PageState {
  return withShown(state, welcomed(applied({ ...state, now }, event)));
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
    case 'arrival-unknown':
      return { ...state, arrival: state.arrival && { ...state.arrival, unknown: true } };
    case 'arrival-dismissed':
      return { ...state, arrival: undefined };
    default:
      return { ...state, attempts: attemptsAfter(state.attempts, event, state.now) };
  }
}

/** Once the reservation of an arrival is known, what the guest came back with is part of it. */
function welcomed(state: PageState): PageState {
  const { arrival, attempts, now } = state;
  const attempt = attempts.find(({ reservationId }) => reservationId === arrival?.reservationId);
  if (!arrival || !attempt) return state;
  const search = searchOf(state.filter) || attempt.payment?.search || '';
  const payment = paymentAfter(attempt.payment, arrival.outcome, now, search);
  return {
    ...state,
    arrival: undefined,
    filter: filterFrom(search),
    attempts: changed(attempts, arrival.reservationId, (mine) => ({ ...mine, payment })),
  };
}

function withShown(before: PageState, after: PageState): PageState {
  if (!after.catalog) return after;
  const anew = after.filter !== before.filter;
  const mine = new Set(
    after.attempts.filter((attempt) => !isOver(attempt)).map(({ apartmentId }) => apartmentId),
  );
  const shown = shownIds(after.catalog.apartments, after.filter, anew ? new Set() : before.shown, mine);
  return { ...after, shown };
}
