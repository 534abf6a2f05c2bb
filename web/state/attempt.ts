import type { Apartment, BookedStatus } from '../api/apartments';
import type { LatePayment, Reservation, ReservationStatus } from '../api/reservations';
import { isConfirming, laterOf, lookedForUntil, mayHavePaid, type Payment } from './payment';

/** One attempt of this guest at one apartment: a reservation as this page knows it. */
export interface Attempt {
  /** Made here, before the first request: sent again it asks for the same reservation (law 5). */
  readonly reservationId: string;
  readonly apartmentId: string;
  readonly apartmentName: string;
  /** When the guest asked (ms since the epoch, this machine's clock). */
  readonly askedAt: number;
  /** ASKED: no answer yet. REFUSED: the API would not even take the request. */
  readonly status: 'ASKED' | ReservationStatus | 'REFUSED';
  /** Until when it is held, or was (ms since the epoch, the server's clock). */
  readonly deadline?: number | undefined;
  /** When it was first seen HELD (ms since the epoch, the server's clock). */
  readonly heldSince?: number | undefined;
  /** Why it is not held, in the server's words. */
  readonly reason?: string | undefined;
  /** When REJECTED: how the apartment was found right after, if somebody else has it. */
  readonly rival?: Rival | undefined;
  /** Undefined until the guest goes to pay from this browser, or comes back to it from paying. */
  readonly payment?: Payment | undefined;
  /** When PAID: since when (ms since the epoch, the server's clock). */
  readonly paidAt?: number | undefined;
  readonly latePayment?: LatePayment | undefined;
  /** The guest is on the way to the payment page. */
  readonly paying?: boolean | undefined;
  /** The guest gave the hold up and no answer has come yet. */
  readonly cancelling?: boolean | undefined;
  /** Why the last request about it brought nothing; it can be sent again. */
  readonly trouble?: string | undefined;
}

export interface Rival {
  readonly bookedStatus: BookedStatus;
  readonly deadline: number | undefined;
}

/** What the guest sees of an attempt. */
export type Phase =
  | 'asking'
  | 'unanswered'
  | 'held'
  | 'paying'
  | 'confirming'
  | 'cancelling'
  | 'lapsed'
  | 'paid'
  | 'late'
  | 'refunding'
  | 'refunded'
  | 'expired'
  | 'cancelled'
  | 'rejected'
  | 'refused';

/** A new attempt, not yet sent. */
export function ask(apartment: Apartment, reservationId: string, askedAt: number): Attempt {
  const { id: apartmentId, name: apartmentName } = apartment;
  return { reservationId, apartmentId, apartmentName, askedAt, status: 'ASKED' };
}

/** A reservation that this browser knows nothing of yet, at an apartment of this name. */
export function found(reservation: Reservation, apartmentName: string, now: number): Attempt {
  const { id: reservationId, apartmentId, reservedAt } = reservation;
  const askedAt = reservedAt === undefined ? now : Date.parse(reservedAt);
  const asked: Attempt = { reservationId, apartmentId, apartmentName, askedAt, status: 'ASKED' };
  return answered(asked, reservation, undefined, now);
}

/**
 * The attempt after an answer about its reservation. Answers may overtake each other, and caches may lag:
 * a reservation never goes back. PAID comes last, for money that arrives after the hold is gone may still
 * win the apartment (law 4).
 */
export function answered(
  attempt: Attempt,
  answer: Reservation,
  rival: Rival | undefined,
  now: number,
): Attempt {
  const { id, status } = answer;
  if (id !== attempt.reservationId || STAGE[status] < STAGE[attempt.status]) return attempt;
  const held = status === 'HELD';
  return {
    ...attempt,
    status,
    deadline: answer.holdExpiresAt ? Date.parse(answer.holdExpiresAt) : attempt.deadline,
    heldSince: held ? (attempt.heldSince ?? now) : attempt.heldSince,
    reason: answer.reason ?? attempt.reason,
    rival: rival ?? attempt.rival,
    paidAt: answer.paidAt ? Date.parse(answer.paidAt) : attempt.paidAt,
    latePayment: answer.latePayment ?? attempt.latePayment,
    paying: held ? attempt.paying : undefined,
    cancelling: held ? attempt.cancelling : undefined,
    trouble: undefined,
  };
}

/** How far a reservation has come. */
const STAGE: Readonly<Record<Attempt['status'], number>> = {
  ASKED: 0,
  PENDING: 1,
  HELD: 2,
  EXPIRED: 3,
  CANCELLED: 3,
  REJECTED: 3,
  REFUSED: 3,
  PAID: 4,
};

/**
 * The same attempt as this page and another tab know it: of each part the further word counts. `mine` itself
 * where the other brings nothing new.
 */
export function further(mine: Attempt, other: Attempt): Attempt {
  const ahead = STAGE[mine.status] < STAGE[other.status] ? other : mine;
  const told = (other.payment?.at ?? 0) > (mine.payment?.at ?? 0) ? other : mine;
  const latePayment = laterOf(mine.latePayment, other.latePayment);
  const nothingNew = ahead === mine && told === mine && latePayment === mine.latePayment;
  return nothingNew ? mine : { ...ahead, payment: told.payment, latePayment };
}

/** The attempt that says how an apartment stands to this guest: the one that is not over, or the newest. */
export function attemptAt(attempts: readonly Attempt[], apartmentId: string): Attempt | undefined {
  const here = attempts.filter((attempt) => attempt.apartmentId === apartmentId);
  return here.find((attempt) => !isOver(attempt)) ?? here[0];
}

/** What the guest sees at the instant `now` of the server's clock: never a hold after its deadline. */
export function phaseOf(attempt: Attempt, now: number): Phase {
  switch (attempt.status) {
    case 'ASKED':
    case 'PENDING':
      return attempt.trouble ? 'unanswered' : 'asking';
    case 'HELD':
      if (attempt.deadline === undefined || now >= attempt.deadline) return 'lapsed';
      if (attempt.cancelling) return 'cancelling';
      if (attempt.paying) return 'paying';
      return isConfirming(attempt.payment, now) ? 'confirming' : 'held';
    case 'PAID':
      return 'paid';
    case 'EXPIRED':
      return afterHold(attempt) ?? (awaitsMoney(attempt, now) ? 'late' : 'expired');
    case 'CANCELLED':
      return afterHold(attempt) ?? 'cancelled';
    case 'REJECTED':
      return 'rejected';
    case 'REFUSED':
      return 'refused';
  }
}

function afterHold({ latePayment }: Attempt): Phase | undefined {
  if (latePayment === 'REFUNDED') return 'refunded';
  return latePayment === 'REFUND_PENDING' ? 'refunding' : undefined;
}

/** The phases in which the hold's time runs and is shown. */
export function isRunning(phase: Phase): boolean {
  return phase === 'held' || phase === 'paying' || phase === 'cancelling';
}

/** Whether time is up for one of them and nobody has said yet what became of it. */
export function someLapsed(attempts: readonly Attempt[], now: number): boolean {
  return attempts.some((attempt) => phaseOf(attempt, now) === 'lapsed');
}

/** Nothing more is going to happen to it by itself. */
export function isOver(attempt: Attempt): boolean {
  return STAGE[attempt.status] >= STAGE.EXPIRED;
}

/**
 * Whether money may still come for a hold that is over, or go back: such a reservation is looked at, and kept
 * when the guest reserves anew.
 */
export function awaitsMoney(attempt: Attempt, now: number): boolean {
  const { payment, deadline = 0, latePayment } = attempt;
  if (!isGone(attempt) || latePayment === 'REFUNDED' || now >= lookedForUntil(deadline)) return false;
  return mayHavePaid(payment) || latePayment !== undefined;
}

/** It was held once, and is no longer. */
function isGone({ status }: Attempt): boolean {
  return status === 'EXPIRED' || status === 'CANCELLED';
}

/** An open hold is asked about this often (ms): it only changes by what this guest does, here or elsewhere. */
const HELD_NEWS_MS = 10_000;
/** A first answer that is this late (ms) was lost: with a reload, or with the tab that asked. */
const LOST_ANSWER_MS = 15_000;
/** So soon after its deadline (ms) late money is most likely, and looked for as often as the catalog. */
const SOON_MS = 2 * 60_000;
const LATE_NEWS_MS = 10_000;

/**
 * Whether to ask the server what became of it.
 * @param local this machine's clock (ms)
 * @param lookedAt when that was last asked, by this machine's clock (ms); 0: not since the page was opened
 */
export function wantsNews(attempt: Attempt, now: number, local: number, lookedAt: number): boolean {
  if (isOver(attempt)) return wantsLateNews(attempt, now, local, lookedAt);
  if (attempt.status === 'ASKED') return local - attempt.askedAt >= LOST_ANSWER_MS;
  const quiet = phaseOf(attempt, now) === 'held' && !mayHavePaid(attempt.payment);
  return !quiet || local - lookedAt >= HELD_NEWS_MS;
}

function wantsLateNews(attempt: Attempt, now: number, local: number, lookedAt: number): boolean {
  const { payment, deadline = 0, latePayment } = attempt;
  if (!isGone(attempt) || (!payment && !latePayment)) return false;
  if (lookedAt === 0) return true;
  return awaitsMoney(attempt, now) && (now - deadline < SOON_MS || local - lookedAt >= LATE_NEWS_MS);
}
