import type { Occupancy } from './apartment';
import type { Execution, Progress } from './execution';
import type { LatePayment } from './payment';

export type ReservationStatus = 'PENDING' | 'HELD' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'REJECTED';

/** One guest's attempt at one apartment. */
export interface Reservation {
  readonly id: string;
  readonly arn: string;
  readonly apartmentId: string;
  readonly status: ReservationStatus;
  /** When HELD: until when only this guest can pay. When EXPIRED: since when no longer. */
  readonly holdExpiresAt: string | null;
  /** Why it is REJECTED, EXPIRED or CANCELLED, for a person to read. */
  readonly reason: string | null;
  /** Since when it had the apartment; null where it never did. */
  readonly reservedAt: string | null;
  /** Where its guest pays, while it is HELD and its checkout is open. */
  readonly paymentUrl: string | null;
  /** When PAID: since when. */
  readonly paidAt: string | null;
  /** What became of money that came after the hold was gone. */
  readonly latePayment: LatePayment | null;
}

/** What is known of a reservation before its payment is read. */
export type KnownReservation = Pick<Reservation, 'id' | 'arn' | 'apartmentId' | 'status'> &
  Partial<Reservation>;

/** What was read of a reservation: its workflow, and after that its apartment. */
export interface Observation {
  readonly execution: Execution;
  readonly occupancy: Occupancy | undefined;
  /** How far the workflow had come before the apartment was read. */
  readonly progress: Progress;
}

/**
 * The reservation at the instant `now` (ms since the epoch). While the apartment is this reservation's the
 * table decides, whatever the workflow says: it is where a payment lands, and what holds the apartment.
 */
export function reservationOf(observation: Observation, now: number): Reservation {
  const { execution, occupancy } = observation;
  if (!occupancy || !belongsTo(occupancy, execution.reservationId)) return withoutApartment(observation);
  if (occupancy.bookedStatus === 'PAID') {
    return { ...inStatus(execution, 'PAID'), paidAt: occupancy.paidAt ?? null };
  }
  const holdExpiresAt = occupancy.holdExpiresAt ?? execution.request.holdExpiresAt;
  return now < Date.parse(holdExpiresAt)
    ? { ...inStatus(execution, 'HELD'), holdExpiresAt }
    : expired(execution);
}

export function belongsTo(occupancy: Occupancy, reservationId: string): boolean {
  return occupancy.bookedStatus !== 'VACANT' && occupancy.reservationId === reservationId;
}

/** Why a hold is over, for a person to read. */
export const REASONS = {
  EXPIRED: 'The hold ended before anybody had paid.',
  CANCELLED: 'The hold was released before its deadline.',
} as const;

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
  return { ...inStatus(execution, 'CANCELLED'), reason: REASONS.CANCELLED };
}

function withoutApartment(observation: Observation): Reservation {
  const { execution, occupancy, progress } = observation;
  switch (execution.outcome) {
    case 'RUNNING':
      if (progress === 'HOLDING') return cancelled(execution);
      return progress === 'EXPIRING' ? expired(execution) : pending(execution);
    case 'PAID':
      return inStatus(execution, 'PAID');
    case 'EXPIRED':
      return expired(execution);
    case 'RELEASED':
      return cancelled(execution);
    case 'UNAVAILABLE':
      return { ...inStatus(execution, 'REJECTED'), reason: unavailability(execution, occupancy) };
    case 'BROKEN':
      return { ...inStatus(execution, 'REJECTED'), reason: BROKEN };
  }
}

const BROKEN = 'The reservation could not be completed and the apartment is not held. Reserve again.';

function unavailability({ request }: Execution, occupancy: Occupancy | undefined): string {
  return occupancy
    ? `Apartment ${request.apartmentId} was not vacant: somebody else was faster.`
    : `Apartment ${request.apartmentId} does not exist.`;
}

function expired(execution: Execution): Reservation {
  return {
    ...inStatus(execution, 'EXPIRED'),
    holdExpiresAt: execution.request.holdExpiresAt,
    reason: REASONS.EXPIRED,
  };
}

function inStatus({ reservationId, arn, request }: Execution, status: ReservationStatus): Reservation {
  const reservedAt = status === 'PENDING' || status === 'REJECTED' ? null : request.reservedAt;
  return reservationWith({ id: reservationId, arn, apartmentId: request.apartmentId, status, reservedAt });
}
