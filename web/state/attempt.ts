import type { Apartment, BookedStatus, Price } from '../api/apartments';
import type { LatePayment, Refund, Reservation, ReservationStatus } from '../api/reservations';
import { isConfirming, latePaymentsUntil, laterOf, mayHavePaid, type PaymentAttempt } from './payment';

/** One attempt of this guest at one apartment: a reservation as this page knows it. */
export interface Attempt {
  /** Made here, before the first request: sent again it asks for the same reservation (law 5). */
  readonly reservationId: string;
  readonly apartmentId: string;
  readonly apartmentName: string;
  /** What the guest saw; undefined where another version of the page stored it. */
  readonly price?: Price | undefined;
  /** When the guest asked (ms since the epoch, this machine's clock). */
  readonly askedAt: number;
  /** ASKED: no answer yet. REFUSED: the API did not accept the request. */
  readonly status: 'ASKED' | ReservationStatus | 'REFUSED';
  /** Until when it is held, or was (ms since the epoch, the server's clock). */
  readonly deadline?: number | undefined;
  /** When it was first seen HELD (ms since the epoch, the server's clock). */
  readonly heldSince?: number | undefined;
  /** Why it is not held, as the server said it. */
  readonly reason?: string | undefined;
  /** When REJECTED: the state of the apartment right after, if somebody else has it. */
  readonly rival?: Rival | undefined;
  /** Undefined until the guest goes to the payment page, or comes back from it, in this browser. */
  readonly payment?: PaymentAttempt | undefined;
  /** When it was paid (ms since the epoch, the server's clock). */
  readonly paidAt?: number | undefined;
  readonly latePayment?: LatePayment | undefined;
  readonly refunds?: readonly Refund[] | undefined;
  /** The guest is on the way to the payment page. */
  readonly paying?: boolean | undefined;
  /** The guest cancelled the hold and no answer has come yet. */
  readonly cancelling?: boolean | undefined;
  /** Why the last request about it failed; it can be sent again. */
  readonly error?: string | undefined;
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
  | 'ended'
  | 'refused';

/** A new attempt, not yet sent. */
export function newAttempt(apartment: Apartment, reservationId: string, askedAt: number): Attempt {
  const { id: apartmentId, name: apartmentName, price } = apartment;
  return { reservationId, apartmentId, apartmentName, price, askedAt, status: 'ASKED' };
}

/** The attempt for a reservation that this browser has not stored. */
export function attemptFrom(reservation: Reservation, apartmentName: string, now: number): Attempt {
  const { id: reservationId, apartmentId, reservedAt } = reservation;
  const askedAt = reservedAt === undefined ? now : Date.parse(reservedAt);
  const asked: Attempt = { reservationId, apartmentId, apartmentName, askedAt, status: 'ASKED' };
  return withAnswer(asked, reservation, undefined, now);
}

/**
 * The attempt after an answer about its reservation. Answers may come in another order, and caches may be behind:
 * a reservation never goes back to an earlier stage. PAID is the last stage, because money that arrives after the
 * hold may still get the apartment (law 4).
 */
export function withAnswer(
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
    refunds: answer.refunds.length > 0 ? answer.refunds : attempt.refunds,
    paying: held ? attempt.paying : undefined,
    cancelling: held ? attempt.cancelling : undefined,
    error: undefined,
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
  ENDED: 5,
};

/**
 * Merges two versions of one attempt, from this page and another tab: the later stage of each part counts. Returns
 * `mine` itself where the other has nothing new.
 */
export function merged(mine: Attempt, other: Attempt): Attempt {
  const ahead = STAGE[mine.status] < STAGE[other.status] ? other : mine;
  const told = (other.payment?.at ?? 0) > (mine.payment?.at ?? 0) ? other : mine;
  const latePayment = laterOf(mine.latePayment, other.latePayment);
  const nothingNew = ahead === mine && told === mine && latePayment === mine.latePayment;
  return nothingNew ? mine : { ...ahead, payment: told.payment, latePayment };
}

/** The attempt that counts for an apartment: the one that is not over, or the newest. */
export function attemptAt(attempts: readonly Attempt[], apartmentId: string): Attempt | undefined {
  const here = attempts.filter((attempt) => attempt.apartmentId === apartmentId);
  return here.find((attempt) => !isOver(attempt)) ?? here[0];
}

/** What the guest sees at the instant `now` of the server's clock: never a hold after its deadline. */
export function phaseOf(attempt: Attempt, now: number): Phase {
  switch (attempt.status) {
    case 'ASKED':
    case 'PENDING':
      return attempt.error ? 'unanswered' : 'asking';
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
    case 'ENDED':
      return 'ended';
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

/** True where a hold's time is up and its outcome is not known yet. */
export function someLapsed(attempts: readonly Attempt[], now: number): boolean {
  return attempts.some((attempt) => phaseOf(attempt, now) === 'lapsed');
}

/** True where nothing more will happen to it without the guest. */
export function isOver(attempt: Attempt): boolean {
  return STAGE[attempt.status] >= STAGE.EXPIRED;
}

/**
 * Whether money may still arrive for a hold that is over, or be refunded. Such a reservation is refreshed, and
 * stays on the page when the guest reserves again.
 */
export function awaitsMoney(attempt: Attempt, now: number): boolean {
  const { payment, deadline = 0, latePayment } = attempt;
  if (!hasLostHold(attempt) || latePayment === 'REFUNDED' || now >= latePaymentsUntil(deadline)) return false;
  return mayHavePaid(payment) || latePayment !== undefined;
}

/** It was held, and is no longer. */
function hasLostHold({ status }: Attempt): boolean {
  return status === 'EXPIRED' || status === 'CANCELLED';
}

/** An open hold is refreshed this often (ms): it only changes by this guest's own actions. */
const HELD_REFRESH_MS = 10_000;
/** A first answer that is this late (ms) was lost in a reload or with a closed tab. */
const LOST_ANSWER_MS = 15_000;
/** For this long after the deadline (ms) late money is most likely, and every refresh looks for it. */
const SOON_MS = 2 * 60_000;
/** What is paid is refreshed this often (ms): staff may end the stay, or give money back. */
const PAID_REFRESH_MS = 60_000;
const LATE_REFRESH_MS = 10_000;

/**
 * Whether to fetch the reservation again.
 * @param local this machine's clock (ms)
 * @param refreshedAt when it was last fetched, by this machine's clock (ms); 0: not since the page was opened
 */
export function needsRefresh(attempt: Attempt, now: number, local: number, refreshedAt: number): boolean {
  if (isPaid(attempt)) return refreshedAt === 0 || local - refreshedAt >= PAID_REFRESH_MS;
  if (isOver(attempt)) return needsLateRefresh(attempt, now, local, refreshedAt);
  if (attempt.status === 'ASKED') return local - attempt.askedAt >= LOST_ANSWER_MS;
  const quiet = phaseOf(attempt, now) === 'held' && !mayHavePaid(attempt.payment);
  return !quiet || local - refreshedAt >= HELD_REFRESH_MS;
}

function isPaid({ status }: Attempt): boolean {
  return status === 'PAID' || status === 'ENDED';
}

function needsLateRefresh(attempt: Attempt, now: number, local: number, refreshedAt: number): boolean {
  const { payment, deadline = 0, latePayment } = attempt;
  if (!hasLostHold(attempt) || (!payment && !latePayment)) return false;
  if (refreshedAt === 0) return true;
  return awaitsMoney(attempt, now) && (now - deadline < SOON_MS || local - refreshedAt >= LATE_REFRESH_MS);
}
