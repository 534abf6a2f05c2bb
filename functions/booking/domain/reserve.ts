import type { Occupancy } from '../../domain/apartment';
import { InvalidInput } from '../../domain/errors';
import type { Execution, ReservationRequest } from '../../domain/execution';
import { observe } from '../../domain/lookup';
import { paymentShown } from '../../domain/payment-shown';
import { belongsTo, isFree, pending, type Reservation, reservationWith } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';
import { pauses, settle } from './settle';

/** What a guest asks for. `namedByClient`: the client chose the id, so it may have been sent before. */
export interface ReserveInput {
  readonly apartmentId: string;
  readonly guestId: string;
  readonly reservationId: string;
  readonly namedByClient: boolean;
}

/**
 * Reserves an apartment and answers with the outcome. Reading the apartment first only saves a workflow that
 * would fail; the workflow's conditional write decides (law 1). Sent again with the same id, during the workflow
 * or after it, it answers with the same reservation (law 5).
 * @throws InvalidInput when the id is that of another reservation.
 */
export async function reserveApartment(
  input: ReserveInput,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  const occupancy = await dependencies.apartments.occupancy(input.apartmentId);
  const refusal = refusalOf(input, occupancy, dependencies.now());
  if (refusal) {
    const known = input.namedByClient ? await knownReservation(input, dependencies) : undefined;
    return known ?? rejected(input, refusal, dependencies);
  }
  const execution = executionFor(input, dependencies);
  const started = await dependencies.workflow.start(input.reservationId, execution.request);
  return started === 'EXISTS'
    ? sentAgain(input, execution, dependencies)
    : outcomeOf(execution, dependencies);
}

/** The hold that begins now, on the current terms. */
export function holdRequest(
  apartmentId: string,
  guestId: string,
  dependencies: BookingDependencies,
): ReservationRequest {
  const now = dependencies.now();
  return {
    apartmentId,
    guestId,
    reservedAt: new Date(now).toISOString(),
    holdExpiresAt: new Date(now + dependencies.holdSeconds * 1000).toISOString(),
  };
}

function executionFor(
  { apartmentId, guestId, reservationId }: ReserveInput,
  dependencies: BookingDependencies,
): Execution {
  const request = holdRequest(apartmentId, guestId, dependencies);
  return {
    reservationId,
    arn: dependencies.workflow.executionArn(reservationId),
    request,
    outcome: 'RUNNING',
  };
}

/** Why the workflow would certainly refuse; undefined if it may not. */
export function refusalOf(
  { apartmentId, reservationId }: Pick<ReserveInput, 'apartmentId' | 'reservationId'>,
  occupancy: Occupancy | undefined,
  now: number,
): string | undefined {
  if (!occupancy) return `Apartment ${apartmentId} does not exist.`;
  if (isFree(occupancy, now) || belongsTo(occupancy, reservationId)) return undefined;
  return occupancy.bookedStatus === 'PAID'
    ? `Apartment ${apartmentId} is let to somebody else.`
    : `Apartment ${apartmentId} is reserved by somebody else until ${occupancy.holdExpiresAt}; if nobody pays it is vacant again then.`;
}

function rejected(
  { apartmentId, reservationId }: ReserveInput,
  reason: string,
  dependencies: BookingDependencies,
): Reservation {
  dependencies.telemetry.record('Rejected');
  const arn = dependencies.workflow.executionArn(reservationId);
  return reservationWith({ id: reservationId, arn, apartmentId, status: 'REJECTED', reason });
}

async function knownReservation(
  input: ReserveInput,
  dependencies: BookingDependencies,
): Promise<Reservation | undefined> {
  const execution = await dependencies.workflow.find(input.reservationId);
  return execution && report(input, execution, dependencies);
}

/** The execution exists already, but it may take a moment until it can be described. */
async function sentAgain(
  input: ReserveInput,
  asked: Execution,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  for await (const _ of pauses(dependencies)) {
    const known = await knownReservation(input, dependencies);
    if (known) return known;
  }
  return pending(asked);
}

async function report(
  input: ReserveInput,
  execution: Execution,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  const { apartmentId, guestId } = execution.request;
  if (apartmentId !== input.apartmentId || guestId !== input.guestId) {
    throw new InvalidInput(
      'reservationId',
      'is that of another reservation; it must be new, or sent again with the same apartmentId and guestId.',
    );
  }
  const reservation = await observe(execution, dependencies);
  return reservation.status === 'PENDING'
    ? settle(execution, dependencies)
    : paymentShown(reservation, dependencies);
}

/** Once started, the answer is never an error: the guest must learn the id of what may become a hold. */
async function outcomeOf(execution: Execution, dependencies: BookingDependencies): Promise<Reservation> {
  try {
    const reservation = await settle(execution, dependencies);
    if (reservation.status === 'HELD') dependencies.telemetry.record('Reserved');
    if (reservation.status === 'REJECTED') dependencies.telemetry.record('Rejected');
    return reservation;
  } catch (cause) {
    dependencies.telemetry.outcomeUnknown(cause);
    return pending(execution);
  }
}
