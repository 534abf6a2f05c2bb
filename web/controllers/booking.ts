import { type Apartment, fetchApartment } from '../api/apartments';
import { messageFor, PermanentError } from '../api/errors';
import type { HttpClient } from '../api/http-client';
import { cancelReservation, fetchReservation, type Reservation, reserveApartment } from '../api/reservations';
import {
  type Attempt,
  attemptAt,
  isOver,
  needsRefresh,
  newAttempt,
  phaseOf,
  type Rival,
} from '../state/attempt';
import { deadlineOf } from '../state/availability';
import type { Store } from './store';
import { withRetries } from './with-retries';

/** After a reload an older request (ms) is not sent again automatically: the guest may have given up. */
const STILL_WANTED_MS = 60_000;

/** Reserves, cancels and follows reservations. The store learns of each step before and after its request. */
export class BookingController {
  /** The reservations with a pending request. */
  private readonly pending = new Set<string>();
  private readonly refreshedAt = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly http: HttpClient,
    private readonly guestId: string,
    /** Called when something changed that the catalog shows. */
    private readonly catalogChanged: () => void,
  ) {}

  /** Makes a new attempt. Its id is made and stored before anything is sent. */
  async reserve(apartment: Apartment): Promise<void> {
    const current = attemptAt(this.store.state.attempts, apartment.id);
    if (current && !isOver(current)) return;
    const attempt = newAttempt(apartment, crypto.randomUUID(), Date.now());
    this.store.dispatch({ type: 'asked', attempt });
    await this.send(attempt);
  }

  /** Requests the same reservation again. */
  async tryAgain(attempt: Attempt): Promise<void> {
    this.store.dispatch({ type: 'sent-again', reservationId: attempt.reservationId, cancelling: false });
    await this.send(attempt);
  }

  /** Cancels a hold. If that is refused, the hold is paid or over: the reservation is fetched to show which. */
  async cancel(attempt: Attempt): Promise<void> {
    const { reservationId } = attempt;
    this.store.dispatch({ type: 'sent-again', reservationId, cancelling: true });
    try {
      const reservation = await withRetries(() => cancelReservation(this.http, reservationId));
      this.store.dispatch({ type: 'answered', reservation });
    } catch (thrown) {
      this.store.dispatch({ type: 'unanswered', reservationId, sentence: messageFor(thrown) });
      if (thrown instanceof PermanentError) await this.refreshOne(attempt);
    }
    this.catalogChanged();
  }

  /** Removes an attempt whose outcome is unknown, and cancels the hold that it may have. */
  async giveUp(attempt: Attempt): Promise<void> {
    this.close(attempt);
    // If this does not arrive either, the hold ends at its deadline (law 2).
    await cancelReservation(this.http, attempt.reservationId).catch(() => undefined);
    this.catalogChanged();
  }

  close({ reservationId }: Attempt): void {
    this.store.dispatch({ type: 'dismissed', reservationId });
  }

  /** Restores attempts after a reload. Recent requests without an answer are sent again under the same id. */
  async resume(attempts: readonly Attempt[]): Promise<void> {
    for (const attempt of attempts) this.store.dispatch({ type: 'remembered', attempt });
    const wanted = attempts.filter(
      ({ status, askedAt }) => status === 'ASKED' && Date.now() - askedAt < STILL_WANTED_MS,
    );
    await Promise.all(wanted.map((attempt) => this.send(attempt)));
  }

  /** Fetches the reservations that may have changed. */
  async refresh(): Promise<void> {
    const { attempts, now } = this.store.state;
    const due = attempts.filter((attempt) => {
      const refreshedAt = this.refreshedAt.get(attempt.reservationId) ?? 0;
      return !this.pending.has(attempt.reservationId) && needsRefresh(attempt, now, Date.now(), refreshedAt);
    });
    await Promise.all(due.map((attempt) => this.refreshOne(attempt)));
  }

  /** Fetches one reservation. */
  async refreshOne(attempt: Attempt): Promise<void> {
    const { reservationId } = attempt;
    try {
      const reservation = await fetchReservation(this.http, reservationId);
      this.refreshedAt.set(reservationId, Date.now());
      if (reservation) this.store.dispatch({ type: 'answered', reservation });
      else this.missing(attempt);
    } catch {
      // The catalog fails too then, and the page says so. The next refresh is seconds away.
    }
  }

  /** The reservation was not found. While it is held that comes from a cache that is seconds old: ignored. */
  private missing(attempt: Attempt): void {
    const { reservationId } = attempt;
    const phase = phaseOf(attempt, this.store.state.now);
    if (phase === 'lapsed') {
      this.store.dispatch({
        type: 'refused',
        reservationId,
        sentence: 'Keyhold no longer has this hold.',
      });
    } else if (phase === 'asking' || phase === 'unanswered') {
      this.store.dispatch({
        type: 'unanswered',
        reservationId,
        sentence: 'The request may not have arrived.',
      });
    }
  }

  private async send({ apartmentId, reservationId, price }: Attempt): Promise<void> {
    const { guestId } = this;
    await this.track(reservationId, async () => {
      const reservation = await withRetries(() =>
        reserveApartment(this.http, { apartmentId, guestId, reservationId, price }),
      );
      this.store.dispatch({ type: 'answered', reservation, rival: await this.rivalOf(reservation) });
    });
    this.catalogChanged();
  }

  /** Who has the apartment instead, so that the guest learns when to try again. */
  private async rivalOf({ status, apartmentId }: Reservation): Promise<Rival | undefined> {
    if (status !== 'REJECTED') return undefined;
    const apartment = await fetchApartment(this.http, apartmentId).catch(() => undefined);
    if (!apartment || apartment.bookedStatus === 'VACANT') return undefined;
    return { bookedStatus: apartment.bookedStatus, deadline: deadlineOf(apartment.holdExpiresAt) };
  }

  /** Runs a request about a reservation. A failure is shown on its ticket. */
  private async track(reservationId: string, step: () => Promise<void>): Promise<void> {
    this.pending.add(reservationId);
    try {
      await step();
    } catch (thrown) {
      this.store.dispatch(failure(reservationId, thrown));
    } finally {
      this.pending.delete(reservationId);
    }
  }
}

function failure(reservationId: string, thrown: unknown) {
  const type = thrown instanceof PermanentError ? ('refused' as const) : ('unanswered' as const);
  return { type, reservationId, sentence: messageFor(thrown) };
}
