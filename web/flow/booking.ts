import { type Apartment, fetchApartment } from '../api/apartments';
import { Refused, sentenceOf } from '../api/failures';
import type { Requests } from '../api/request';
import { cancelReservation, fetchReservation, type Reservation, reserveApartment } from '../api/reservations';
import { type Attempt, ask, attemptAt, isOver, phaseOf, type Rival, wantsNews } from '../state/attempt';
import { deadlineOf } from '../state/standing';
import { persistently } from './persistently';
import type { Store } from './store';

/** After a reload, a request this old (ms) is not sent again by itself: the guest may have left it for good. */
const STILL_WANTED_MS = 60_000;

/** What a guest does with reservations. Each step is told to the store before and after its request. */
export class Booking {
  /** The reservations a request is under way for. */
  private readonly underWay = new Set<string>();
  private readonly lookedAt = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly requests: Requests,
    private readonly guestId: string,
    /** Called when something changed that the catalog will show. */
    private readonly happened: () => void,
  ) {}

  /** A new attempt: its id is made, and written down, before anything is sent. */
  async reserve(apartment: Apartment): Promise<void> {
    const current = attemptAt(this.store.state.attempts, apartment.id);
    if (current && !isOver(current)) return;
    const attempt = ask(apartment, crypto.randomUUID(), Date.now());
    this.store.dispatch({ type: 'asked', attempt });
    await this.send(attempt);
  }

  /** Asks for the same reservation once more. */
  async tryAgain(attempt: Attempt): Promise<void> {
    this.store.dispatch({ type: 'sent-again', reservationId: attempt.reservationId, cancelling: false });
    await this.send(attempt);
  }

  /** Gives a hold up. Refused, for it is paid or over by now, the reservation itself says what it is. */
  async cancel(attempt: Attempt): Promise<void> {
    const { reservationId } = attempt;
    this.store.dispatch({ type: 'sent-again', reservationId, cancelling: true });
    try {
      const reservation = await persistently(() => cancelReservation(this.requests, reservationId));
      this.store.dispatch({ type: 'answered', reservation });
    } catch (thrown) {
      this.store.dispatch({ type: 'unanswered', reservationId, sentence: sentenceOf(thrown) });
      if (thrown instanceof Refused) await this.lookAt(attempt);
    }
    this.happened();
  }

  /** Forgets an attempt whose outcome is unknown, and releases what it may have got. */
  async giveUp(attempt: Attempt): Promise<void> {
    this.close(attempt);
    // Should this not arrive either, the hold ends at its deadline (law 2).
    await cancelReservation(this.requests, attempt.reservationId).catch(() => undefined);
    this.happened();
  }

  close({ reservationId }: Attempt): void {
    this.store.dispatch({ type: 'dismissed', reservationId });
  }

  /** Goes on where the page was left: what was asked just before is asked again under its id. */
  async resume(attempts: readonly Attempt[]): Promise<void> {
    for (const attempt of attempts) this.store.dispatch({ type: 'remembered', attempt });
    const wanted = attempts.filter(
      ({ status, askedAt }) => status === 'ASKED' && Date.now() - askedAt < STILL_WANTED_MS,
    );
    await Promise.all(wanted.map((attempt) => this.send(attempt)));
  }

  /** Asks what became of the attempts of which there should be news. */
  async look(): Promise<void> {
    const { attempts, now } = this.store.state;
    const due = attempts.filter((attempt) => {
      const lookedAt = this.lookedAt.get(attempt.reservationId) ?? 0;
      return !this.underWay.has(attempt.reservationId) && wantsNews(attempt, now, Date.now(), lookedAt);
    });
    await Promise.all(due.map((attempt) => this.lookAt(attempt)));
  }

  /** Asks what became of one. */
  async lookAt(attempt: Attempt): Promise<void> {
    const { reservationId } = attempt;
    try {
      const reservation = await fetchReservation(this.requests, reservationId);
      this.lookedAt.set(reservationId, Date.now());
      if (reservation) this.store.dispatch({ type: 'answered', reservation });
      else this.missing(attempt);
    } catch {
      // The catalog cannot be seen either then, and the page says so; the next look is seconds away.
    }
  }

  /** Nobody knows of it. While it is held that is a cache's word, seconds old, against the API's own. */
  private missing(attempt: Attempt): void {
    const { reservationId } = attempt;
    const phase = phaseOf(attempt, this.store.state.now);
    if (phase === 'lapsed') {
      this.store.dispatch({
        type: 'refused',
        reservationId,
        sentence: 'Keyhold no longer knows of the hold.',
      });
    } else if (phase === 'asking' || phase === 'unanswered') {
      this.store.dispatch({
        type: 'unanswered',
        reservationId,
        sentence: 'The request may not have arrived.',
      });
    }
  }

  private async send({ apartmentId, reservationId }: Attempt): Promise<void> {
    const { guestId } = this;
    await this.tell(reservationId, async () => {
      const reservation = await persistently(() =>
        reserveApartment(this.requests, { apartmentId, guestId, reservationId }),
      );
      this.store.dispatch({ type: 'answered', reservation, rival: await this.rivalOf(reservation) });
    });
    this.happened();
  }

  /** Who has the apartment that was refused: so that the guest learns when to try again. */
  private async rivalOf({ status, apartmentId }: Reservation): Promise<Rival | undefined> {
    if (status !== 'REJECTED') return undefined;
    const apartment = await fetchApartment(this.requests, apartmentId).catch(() => undefined);
    if (!apartment || apartment.bookedStatus === 'VACANT') return undefined;
    return { bookedStatus: apartment.bookedStatus, deadline: deadlineOf(apartment.holdExpiresAt) };
  }

  /** Runs a step about a reservation; what goes wrong becomes part of its story. */
  private async tell(reservationId: string, step: () => Promise<void>): Promise<void> {
    this.underWay.add(reservationId);
    try {
      await step();
    } catch (thrown) {
      this.store.dispatch(failure(reservationId, thrown));
    } finally {
      this.underWay.delete(reservationId);
    }
  }
}

function failure(reservationId: string, thrown: unknown) {
  const type = thrown instanceof Refused ? ('refused' as const) : ('unanswered' as const);
  return { type, reservationId, sentence: sentenceOf(thrown) };
}
