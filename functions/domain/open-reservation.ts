import type { EndDecision } from './end-decision';
import type { ReservationChange, ReservationRecord } from './reservation-record';

/*
 * What is unfinished about a reservation: that it is not decided, holds an apartment, has a checkout that may take
 * money, or money that goes back. Its record says when that is looked at next; whoever begins something new says so
 * first, and only a look that found nothing unfinished takes it away.
 */

/** Booking asks the workflow itself, in the same moment: by then it has, or has died (ms). */
const ASKED_BY_THEN_MS = 20_000;
/** Before a hold ends its checkout is asked about, so that money that came in time counts as that (ms). */
export const BEFORE_END_MS = 30_000;

/** A record with something unfinished, as it was when it was looked at. */
export interface OpenReservation extends ReservationRecord {
  readonly dueAt: string;
  /** How often something new was begun. */
  readonly opened: number | undefined;
  readonly rank: number | undefined;
  readonly end?: EndDecision | undefined;
}

export interface OpenReservations {
  /** The ids of those that are due, the longest due first. Lags behind by a moment. */
  due(now: string, limit: number): Promise<readonly string[]>;
  /** Undefined where nothing is unfinished, or there is no such reservation. Read consistently. */
  find(reservationId: string): Promise<OpenReservation | undefined>;
  /** Something begins that is to be followed to its end: due from now on. False where there is no record. */
  open(reservationId: string, now: string): Promise<boolean>;
  /** Looked at, and due again then, unless something was begun meanwhile. */
  postpone(seen: OpenReservation, dueAt: string, keep: boolean): Promise<boolean>;
  /** Looked at, and all is finished, unless something was begun meanwhile. */
  finish(seen: OpenReservation, expiresAt: number | undefined): Promise<boolean>;
}

/** When one that was asked for now is looked at. */
export function dueWhenAsked(requestedAt: string): string {
  return new Date(Date.parse(requestedAt) + ASKED_BY_THEN_MS).toISOString();
}

/** When one is looked at of which this has become; undefined where nothing can be unfinished. */
export function dueAfter({
  status,
  endedAt,
  paidAt,
  reservedAt,
  holdExpiresAt,
}: ReservationChange): string | undefined {
  if (status === 'REJECTED') return undefined;
  if (status === 'HELD' && holdExpiresAt !== undefined)
    return new Date(Date.parse(holdExpiresAt) - BEFORE_END_MS).toISOString();
  return endedAt ?? paidAt ?? reservedAt ?? holdExpiresAt ?? new Date(0).toISOString();
}
