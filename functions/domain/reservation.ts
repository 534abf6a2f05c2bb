import type { Occupancy } from './apartment';
import type { Decision } from './decision';
import type { Execution, Progress } from './execution';
import type { LatePayment } from './payment';

export type ReservationStatus = 'PENDING' | 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'REJECTED' | 'ENDED';

/** How a reservation that had the apartment has lost it. */
export type Ending = 'EXPIRED' | 'CANCELLED' | 'ENDED';

/** One guest's attempt at one apartment. */
export interface Reservation {
  readonly id: string;
  readonly arn: string;
  readonly apartmentId: string;
  readonly status: ReservationStatus;
  /** When HELD: until when only this guest can pay. When EXPIRED: since when no longer. */
  readonly holdExpiresAt: string | null;
  /** Why it is REJECTED, EXPIRED, CANCELLED or ENDED, for a person to read. */
  readonly reason: string | null;
  /** Since when it had the apartment; null where it never did. */
  readonly reservedAt: string | null;
  /** Where its guest pays, while it is HELD and its checkout is open. */
  readonly paymentUrl: string | null;
  /** When PAID or ENDED: since when it is or was paid. */
  readonly paidAt: string | null;
  /** What became of money that came after the hold was gone. */
  readonly latePayment: LatePayment | null;
}

/** What is known of a reservation before its payment is read. */
export type KnownReservation = Pick<Reservation, 'id' | 'arn' | 'apartmentId' | 'status'> &
  Partial<Reservation>;

/** What was read of a reservation: its workflow and its history, and after that its apartment. */
export interface Observation {
  readonly execution: Execution;
  readonly occupancy: Occupancy | undefined;
  /** How far the workflow had come before the apartment was read. */
  readonly progress: Progress;
  /** How it lost the apartment, as its history said before the apartment was read. */
  readonly past?: Ending | undefined;
}

/**
 * The reservation at the instant `now` (ms since the epoch). While the apartment is this reservation's the
 * table decides, whatever the workflow says: it is where a payment lands, and what holds the apartment. If it is
 * not, the strongest fact wins: what the apartment notes of it, then its history, then its workflow.
 */
export function reservationOf(observation: Observation, now: number): Reservation {
  const { execution, occupancy } = observation;
  if (!occupancy || !belongsTo(occupancy, execution.reservationId)) return withoutApartment(observation, now);
  if (occupancy.bookedStatus === 'PAID') {
    return { ...inStatus(execution, 'PAID'), paidAt: occupancy.paidAt ?? null };
  }
  const holdExpiresAt = occupancy.holdExpiresAt ?? execution.request.holdExpiresAt;
  return now < Date.parse(holdExpiresAt)
    ? { ...inStatus(execution, 'HELD'), holdExpiresAt }
    : over(execution, 'EXPIRED');
}

export function belongsTo(occupancy: Occupancy, reservationId: string): boolean {
  return occupancy.bookedStatus !== 'VACANT' && occupancy.reservationId === reservationId;
}

/** VACANT, or RESERVED past its deadline: a hold that nothing ended counts as free (law 2). */
export function isFree({ bookedStatus, holdExpiresAt }: Occupancy, now: number): boolean {
  if (bookedStatus !== 'RESERVED') return bookedStatus === 'VACANT';
  return holdExpiresAt !== undefined && Date.parse(holdExpiresAt) < now;
}

/** Why a reservation is over, for a person to read. */
export const REASONS: Readonly<Record<Ending, string>> = {
  EXPIRED: 'The hold ended before anybody had paid.',
  CANCELLED: 'The hold was released before its deadline.',
  ENDED: 'The paid stay has ended.',
};

/** A reservation of which nothing is known but what is given. */
export function reservationWith(known: KnownReservation): Reservation {
  const unknown = { holdExpiresAt: null, reason: null, reservedAt: null };
  return { ...unknown, paymentUrl: null, paidAt: null, latePayment: null, ...known };
}

/** A reservation of which nothing is known but that it was asked. */
export function pending(execution: Execution): Reservation {
  return inStatus(execution, 'PENDING');
}

export function cancelled(execution: Execution): Reservation {
  return over(execution, 'CANCELLED');
}

function withoutApartment(observation: Observation, now: number): Reservation {
  const { execution, occupancy, past } = observation;
  const ending = endingNoted(execution.reservationId, occupancy) ?? past ?? endingOf(observation, now);
  if (ending) return over(execution, ending);
  switch (execution.outcome) {
    case 'UNAVAILABLE':
      return { ...inStatus(execution, 'REJECTED'), reason: unavailability(execution, occupancy) };
    case 'BROKEN':
      return { ...inStatus(execution, 'REJECTED'), reason: BROKEN };
    default:
      return pending(execution);
  }
}

/** REFUSED leaves it open: money came when the apartment was somebody else's. */
const ENDING_OF: Readonly<Record<Decision, Ending | undefined>> = {
  PAID: 'ENDED',
  TAKEN_AGAIN: 'ENDED',
  CANCELLED: 'CANCELLED',
  REFUSED: undefined,
};

/** How a reservation lost the apartment, as the apartment itself says it. */
function endingNoted(reservationId: string, occupancy: Occupancy | undefined): Ending | undefined {
  const note = occupancy?.settled?.find((settled) => settled.reservationId === reservationId);
  if (note && ENDING_OF[note.decision]) return ENDING_OF[note.decision];
  return occupancy?.releasedReservationId === reservationId ? occupancy.releaseReason : undefined;
}

/**
 * How it lost the apartment, as far as the workflow knows. A cancel is noted on the apartment and in the history:
 * without either, an apartment that is gone after the deadline was lost to the deadline.
 */
function endingOf({ execution, progress }: Observation, now: number): Ending | undefined {
  const { outcome, request } = execution;
  if (outcome === 'PAID') return 'ENDED';
  if (outcome === 'EXPIRED' || outcome === 'RELEASED') return 'EXPIRED';
  if (outcome === 'UNAVAILABLE' || progress === 'ASKING') return undefined;
  return progress === 'EXPIRING' || now >= Date.parse(request.holdExpiresAt) ? 'EXPIRED' : 'CANCELLED';
}

const BROKEN = 'The reservation could not be completed and the apartment is not held. Reserve again.';

function unavailability({ request }: Execution, occupancy: Occupancy | undefined): string {
  return occupancy
    ? `Apartment ${request.apartmentId} was not vacant: somebody else was faster.`
    : `Apartment ${request.apartmentId} does not exist.`;
}

function over(execution: Execution, ending: Ending): Reservation {
  const holdExpiresAt = ending === 'EXPIRED' ? execution.request.holdExpiresAt : null;
  return { ...inStatus(execution, ending), holdExpiresAt, reason: REASONS[ending] };
}

function inStatus({ reservationId, arn, request }: Execution, status: ReservationStatus): Reservation {
  const reservedAt = status === 'PENDING' || status === 'REJECTED' ? null : request.reservedAt;
  return reservationWith({ id: reservationId, arn, apartmentId: request.apartmentId, status, reservedAt });
}
