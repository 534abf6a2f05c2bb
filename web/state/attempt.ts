import type { Apartment, BookedStatus } from '../api/apartments';
import type { Reservation, ReservationStatus } from '../api/reservations';

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
  | 'cancelling'
  | 'lapsed'
  | 'paid'
  | 'expired'
  | 'cancelled'
  | 'rejected'
  | 'refused';

/** A new attempt, not yet sent. */
export function ask(apartment: Apartment, reservationId: string, askedAt: number): Attempt {
  const { id: apartmentId, name: apartmentName } = apartment;
  return { reservationId, apartmentId, apartmentName, askedAt, status: 'ASKED' };
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
  if (answer.id !== attempt.reservationId || STAGE[answer.status] < STAGE[attempt.status]) return attempt;
  const deadline = answer.holdExpiresAt ? Date.parse(answer.holdExpiresAt) : attempt.deadline;
  const heldSince = answer.status === 'HELD' ? (attempt.heldSince ?? now) : attempt.heldSince;
  const reason = answer.reason ?? attempt.reason;
  const cancelling = answer.status === 'HELD' ? attempt.cancelling : undefined;
  return {
    ...attempt,
    status: answer.status,
    deadline,
    heldSince,
    reason,
    rival: rival ?? attempt.rival,
    cancelling,
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

/** The same attempt as another tab, or this page before a reload, wrote it down: the further one counts. */
export function further(mine: Attempt | undefined, other: Attempt): Attempt {
  if (!mine || mine.askedAt < other.askedAt) return other;
  return mine.reservationId === other.reservationId && STAGE[mine.status] < STAGE[other.status]
    ? other
    : mine;
}

/** What the guest sees at the instant `now` of the server's clock: never a hold after its deadline. */
export function phaseOf(attempt: Attempt, now: number): Phase {
  switch (attempt.status) {
    case 'ASKED':
    case 'PENDING':
      return attempt.trouble ? 'unanswered' : 'asking';
    case 'HELD':
      if (attempt.deadline === undefined || now >= attempt.deadline) return 'lapsed';
      return attempt.cancelling ? 'cancelling' : 'held';
    case 'PAID':
      return 'paid';
    case 'EXPIRED':
      return 'expired';
    case 'CANCELLED':
      return 'cancelled';
    case 'REJECTED':
      return 'rejected';
    case 'REFUSED':
      return 'refused';
  }
}

/** Whether time is up for one of them and nobody has said yet what became of it. */
export function someLapsed(attempts: readonly Attempt[], now: number): boolean {
  return attempts.some((attempt) => phaseOf(attempt, now) === 'lapsed');
}

/** Nothing more is going to happen to it by itself. */
export function isOver(attempt: Attempt): boolean {
  return STAGE[attempt.status] >= STAGE.EXPIRED;
}

/** An open hold is asked about this often (ms): it only changes by what this guest does, here or elsewhere. */
const HELD_NEWS_MS = 10_000;
/** A first answer that is this late (ms) was lost: with a reload, or with the tab that asked. */
const LOST_ANSWER_MS = 15_000;

/** Whether to ask the server what became of it. `lookedAt`: when that was last asked; `local`: ms, this machine. */
export function wantsNews(attempt: Attempt, now: number, local: number, lookedAt: number): boolean {
  if (isOver(attempt)) return false;
  if (attempt.status === 'ASKED') return local - attempt.askedAt >= LOST_ANSWER_MS;
  return phaseOf(attempt, now) !== 'held' || local - lookedAt >= HELD_NEWS_MS;
}
