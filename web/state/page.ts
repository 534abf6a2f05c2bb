import type { Offers } from '../api/apartments';
import type { ViewerInfo } from '../api/viewer-info';
import { type Attempt, isOver } from './attempt';
import { type AttemptEvent, attemptsAfter, changed } from './attempts';
import { type ApartmentFilter, filterFrom, searchOf, shownIds } from './filter';
import { paymentAfter } from './payment';
import type { PaymentReturn } from './payment-return';

/** The state from which the whole page is rendered. */
export interface PageState {
  /** The server's clock (ms since the epoch) at the last event: the time that the page shows. */
  readonly now: number;
  /** The apartments and when they were last seen (this machine's clock); undefined before the first time. */
  readonly catalog: (Offers & { readonly seenAt: number }) | undefined;
  readonly connection: ConnectionState;
  /** The newest first. At most one for each apartment, except those that wait for money. */
  readonly attempts: readonly Attempt[];
  /** A return from the payment page, until its reservation is among the attempts. */
  readonly paymentReturn: PaymentReturn | undefined;
  readonly filter: ApartmentFilter;
  /** The ids of the apartments that fit the filter. */
  readonly shown: ReadonlySet<string>;
  readonly viewer: ViewerInfo;
}

export interface ConnectionState {
  readonly online: boolean;
  /** How many refreshes in a row have failed. */
  readonly failures: number;
  /** The message of the last failed refresh. */
  readonly error: string | undefined;
}

export type PageEvent =
  | { readonly type: 'ticked' }
  | (Offers & { readonly type: 'catalog-loaded'; readonly at: number })
  | { readonly type: 'catalog-failed'; readonly sentence: string }
  | { readonly type: 'connected'; readonly online: boolean }
  | { readonly type: 'filtered'; readonly filter: ApartmentFilter }
  | { readonly type: 'viewer-known'; readonly viewer: ViewerInfo }
  | { readonly type: 'return-unknown' }
  | { readonly type: 'return-dismissed' }
  | AttemptEvent;

/** The page after an event that came at the instant `now` of the server's clock. */
export function reduce(state: PageState, event: PageEvent, now: number): PageState {
  return withShown(state, withPaymentReturn(applied({ ...state, now }, event)));
}

function applied(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'ticked':
      return state;
    case 'catalog-loaded': {
      const { apartments, holdsStopped, at: seenAt } = event;
      const catalog = { apartments, holdsStopped, seenAt };
      return { ...state, catalog, connection: { online: true, failures: 0, error: undefined } };
    }
    case 'catalog-failed': {
      const failures = state.connection.failures + 1;
      return { ...state, connection: { ...state.connection, failures, error: event.sentence } };
    }
    case 'connected':
      return { ...state, connection: { ...state.connection, online: event.online } };
    case 'filtered':
      return { ...state, filter: event.filter };
    case 'viewer-known':
      return { ...state, viewer: event.viewer };
    case 'return-unknown':
      return { ...state, paymentReturn: state.paymentReturn && { ...state.paymentReturn, unknown: true } };
    case 'return-dismissed':
      return { ...state, paymentReturn: undefined };
    default:
      return { ...state, attempts: attemptsAfter(state.attempts, event, state.now) };
  }
}

/** Once the reservation of a payment return is known, the payment's outcome becomes part of its attempt. */
function withPaymentReturn(state: PageState): PageState {
  const { paymentReturn, attempts, now } = state;
  const attempt = attempts.find(({ reservationId }) => reservationId === paymentReturn?.reservationId);
  if (!paymentReturn || !attempt) return state;
  const search = searchOf(state.filter) || attempt.payment?.search || '';
  const payment = paymentAfter(attempt.payment, paymentReturn.outcome, now, search);
  return {
    ...state,
    paymentReturn: undefined,
    filter: filterFrom(search),
    attempts: changed(attempts, paymentReturn.reservationId, (mine) => ({ ...mine, payment })),
  };
}

function withShown(before: PageState, after: PageState): PageState {
  if (!after.catalog) return after;
  const filterChanged = after.filter !== before.filter;
  const mine = new Set(
    after.attempts.filter((attempt) => !isOver(attempt)).map(({ apartmentId }) => apartmentId),
  );
  const shown = shownIds(
    after.catalog.apartments,
    after.filter,
    filterChanged ? new Set() : before.shown,
    mine,
  );
  return { ...after, shown };
}
