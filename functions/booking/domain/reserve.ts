import type { Occupancy } from '../../domain/apartment';
import { InvalidInput } from '../../domain/errors';
import type { Execution, ReservationRequest } from '../../domain/execution';
import { observe } from '../../domain/lookup';
import { paymentShown } from '../../domain/payment-shown';
import { belongsTo, pending, type Reservation, standing } from '../../domain/reservation';
import type { Desk } from './dependencies';
import { pauses, settle } from './settle';

/** A guest's wish. `namedByClient`: the id was the client's choice, so it may have been sent before. */
export interface Wish {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
  readonly namedByClient: boolean;
}

/**
 * Reserves an apartment and answers with the outcome. The look at the apartment beforehand is advice only,
 * it spares a workflow that must fail; the workflow's conditional write is the judge (law 1). Sent again
 * under the same id, during the workflow or after it, it reports the one reservation (law 5).
 * @throws InvalidInput when the id is that of another reservation.
 */
export async function reserveApartment(wish: Wish, desk: Desk): Promise<Reservation> {
  const refusal = refusalOf(wish, await desk.apartments.occupancy(wish.apartmentId));
  if (refusal) {
    const known = wish.namedByClient ? await knownReservation(wish, desk) : undefined;
    return known ?? rejected(wish, refusal, desk);
  }
  const execution = executionFor(wish, desk);
  const started = await desk.workflow.start(wish.reservationId, execution.request);
  return started === 'EXISTS' ? sentAgain(wish, execution, desk) : outcomeOf(execution, desk);
}

/** The hold that begins now, on this desk's terms. */
export function holdRequest(apartmentId: string, guestId: string, desk: Desk): ReservationRequest {
  const now = desk.now();
  return {
    apartmentId,
    guestId,
    reservedAt: new Date(now).toISOString(),
    holdExpiresAt: new Date(now + desk.holdSeconds * 1000).toISOString(),
  };
}

function executionFor({ apartmentId, guestId, reservationId }: Wish, desk: Desk): Execution {
  const request = holdRequest(apartmentId, guestId, desk);
  return { reservationId, arn: desk.workflow.executionArn(reservationId), request, outcome: 'RUNNING' };
}

/** Why the workflow would plainly refuse; undefined where it may not. */
function refusalOf(
  { apartmentId, reservationId }: Wish,
  occupancy: Occupancy | undefined,
): string | undefined {
  if (!occupancy) return `Apartment ${apartmentId} does not exist.`;
  if (occupancy.bookedStatus === 'VACANT' || belongsTo(occupancy, reservationId)) return undefined;
  return occupancy.bookedStatus === 'PAID'
    ? `Apartment ${apartmentId} is let to somebody else.`
    : `Apartment ${apartmentId} is reserved by somebody else until ${occupancy.holdExpiresAt}; if nobody pays it is vacant again then.`;
}

function rejected({ apartmentId, reservationId }: Wish, reason: string, desk: Desk): Reservation {
  desk.journal.happened('Rejected');
  const arn = desk.workflow.executionArn(reservationId);
  return standing({ id: reservationId, arn, apartmentId, status: 'REJECTED', reason });
}

async function knownReservation(wish: Wish, desk: Desk): Promise<Reservation | undefined> {
  const execution = await desk.workflow.find(wish.reservationId);
  return execution && report(wish, execution, desk);
}

/** The workflow has this id already, though it may take a moment until it can be described. */
async function sentAgain(wish: Wish, asked: Execution, desk: Desk): Promise<Reservation> {
  for await (const _ of pauses(desk)) {
    const known = await knownReservation(wish, desk);
    if (known) return known;
  }
  return pending(asked);
}

async function report(wish: Wish, execution: Execution, desk: Desk): Promise<Reservation> {
  const { apartmentId, guestId } = execution.request;
  if (apartmentId !== wish.apartmentId || guestId !== wish.guestId) {
    throw new InvalidInput(
      'reservationId',
      'is that of another reservation; it must be new, or sent again with the same apartmentId and guestId.',
    );
  }
  const reservation = await observe(execution, desk);
  return reservation.status === 'PENDING' ? settle(execution, desk) : paymentShown(reservation, desk);
}

/** Once started it is never answered with an error: the guest must learn the id of what may become a hold. */
async function outcomeOf(execution: Execution, desk: Desk): Promise<Reservation> {
  try {
    const reservation = await settle(execution, desk);
    if (reservation.status === 'HELD') desk.journal.happened('Reserved');
    if (reservation.status === 'REJECTED') desk.journal.happened('Rejected');
    return reservation;
  } catch (cause) {
    desk.journal.outcomeUnknown(cause);
    return pending(execution);
  }
}
