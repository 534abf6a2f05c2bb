import type { Reservation } from '../api/reservations';
import { type Attempt, awaitsMoney, isOver, merged, type Rival, withAnswer } from './attempt';
import { paymentAfter } from './payment';

/** What happens to this guest's attempts. */
export type AttemptEvent =
  | { readonly type: 'asked'; readonly attempt: Attempt }
  | { readonly type: 'answered'; readonly reservation: Reservation; readonly rival?: Rival | undefined }
  | { readonly type: 'refused'; readonly reservationId: string; readonly sentence: string }
  | { readonly type: 'unanswered'; readonly reservationId: string; readonly sentence: string }
  | { readonly type: 'sent-again'; readonly reservationId: string; readonly cancelling: boolean }
  | { readonly type: 'paying'; readonly reservationId: string }
  | { readonly type: 'checkout-opened'; readonly reservationId: string; readonly search: string }
  /** The guest is still, or again, on this page. */
  | { readonly type: 'stayed' }
  | { readonly type: 'remembered'; readonly attempt: Attempt }
  | { readonly type: 'dismissed'; readonly reservationId: string };

/** The attempts after an event that came at the instant `now` of the server's clock. */
export function attemptsAfter(
  attempts: readonly Attempt[],
  event: AttemptEvent,
  now: number,
): readonly Attempt[] {
  switch (event.type) {
    case 'asked':
      // A new attempt replaces those that are over.
      return [
        event.attempt,
        ...attempts.filter(
          (other) => awaitsMoney(other, now) || !(isOver(other) || sameApartment(other, event.attempt)),
        ),
      ];
    case 'remembered':
      return withRemembered(attempts, event.attempt, now);
    case 'dismissed':
      return attempts.filter(({ reservationId }) => reservationId !== event.reservationId);
    case 'answered':
      return changed(attempts, event.reservation.id, (attempt) =>
        withAnswer(attempt, event.reservation, event.rival, now),
      );
    case 'refused':
      return changed(attempts, event.reservationId, (attempt) => ({
        ...attempt,
        status: 'REFUSED',
        reason: event.sentence,
        error: undefined,
      }));
    case 'unanswered':
      return changedUnlessOver(attempts, event.reservationId, {
        cancelling: undefined,
        paying: undefined,
        error: event.sentence,
      });
    case 'sent-again':
      return changedUnlessOver(attempts, event.reservationId, {
        cancelling: event.cancelling,
        error: undefined,
      });
    case 'paying':
      return changedUnlessOver(attempts, event.reservationId, { paying: true, error: undefined });
    case 'checkout-opened':
      return changed(attempts, event.reservationId, (attempt) => ({
        ...attempt,
        payment: paymentAfter(attempt.payment, 'begun', now, event.search),
      }));
    case 'stayed':
      return attempts.map((attempt) => (attempt.paying ? { ...attempt, paying: undefined } : attempt));
  }
}

/** With an attempt that another tab, or this page before a reload, has stored. */
function withRemembered(attempts: readonly Attempt[], other: Attempt, now: number): readonly Attempt[] {
  const mine = attempts.find(({ reservationId }) => reservationId === other.reservationId);
  if (mine) return changed(attempts, other.reservationId, (attempt) => merged(attempt, other));
  const all = [...attempts, other].sort((a, b) => b.askedAt - a.askedAt);
  const isNewest = (attempt: Attempt) => all.find((one) => sameApartment(one, attempt)) === attempt;
  return all.filter((attempt) => isNewest(attempt) || awaitsMoney(attempt, now));
}

function sameApartment(a: Attempt, b: Attempt): boolean {
  return a.apartmentId === b.apartmentId;
}

export function changed(
  attempts: readonly Attempt[],
  reservationId: string,
  change: (attempt: Attempt) => Attempt,
): readonly Attempt[] {
  return attempts.map((attempt) => (attempt.reservationId === reservationId ? change(attempt) : attempt));
}

function changedUnlessOver(
  attempts: readonly Attempt[],
  reservationId: string,
  change: Partial<Attempt>,
): readonly Attempt[] {
  return changed(attempts, reservationId, (attempt) =>
    isOver(attempt) ? attempt : { ...attempt, ...change },
  );
}
