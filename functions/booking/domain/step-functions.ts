import { InvalidInput } from '../../domain/errors';
import { tellReservation } from '../../domain/lookup';
import type { ReservationRecord } from '../../domain/reservation-record';
import { rollForward } from '../../domain/roll-forward';
import { UNNAMED_GUEST } from '../../domain/share';
import { askedNow, isSameWish, recordedWithShare, type Wish } from './ask';
import type { BookingDependencies } from './dependencies';
import { ApartmentUnavailable } from './errors';
import { requireNewHolds } from './new-holds';
import { refusalOf } from './reserve';

/** A state machine or a requested execution, for clients older than reserveApartment. */
export interface StepFunctions {
  readonly id: string;
  readonly arn: string;
}

export interface StepFunctionsInput {
  readonly reservationId: string;
  readonly arn: string;
  readonly apartmentId: string;
  /** From where it is asked; undefined for staff, who have no share. */
  readonly addressKey?: string | undefined;
}

/**
 * Starts the booking workflow and does not wait. Like reserveApartment it looks at the apartment before, which only
 * saves a workflow that would fail. Sent again it is a success that changes nothing (law 5).
 * @throws InvalidInput for any other state machine, so that nobody can start foreign ones, and for an id that is
 *   another reservation's; ApartmentUnavailable, HoldsStopped, TooManyHolds, ApartmentPaused
 */
export async function addStepFunction(
  { reservationId, arn, apartmentId, addressKey }: StepFunctionsInput,
  dependencies: BookingDependencies,
): Promise<StepFunctions> {
  if (arn !== dependencies.workflow.machine.arn) {
    throw new InvalidInput(
      'arn',
      'is not a state machine that may be started; it must be one that getStepFunctions lists.',
    );
  }
  // These clients do not say who books.
  const wish = { apartmentId, guestId: UNNAMED_GUEST, reservationId, addressKey };
  const record = (await sentBefore(wish, dependencies)) ?? (await askedFor(wish, dependencies));
  const told = await tellReservation(reservationId, dependencies);
  if (told?.status === 'PENDING') await rollForward(record, dependencies);
  return { id: reservationId, arn };
}

/** @throws InvalidInput */
async function sentBefore(
  wish: Wish,
  { reservations }: BookingDependencies,
): Promise<ReservationRecord | undefined> {
  const known = await reservations.find(wish.reservationId);
  if (known && !isSameWish(known, wish)) {
    throw new InvalidInput(
      'id',
      'is that of another reservation; it must be new, or sent again with the same accountId.',
    );
  }
  return known;
}

/** @throws ApartmentUnavailable, HoldsStopped, InvalidInput, TooManyHolds, ApartmentPaused */
async function askedFor(wish: Wish, dependencies: BookingDependencies): Promise<ReservationRecord> {
  await requireNewHolds(dependencies);
  const offer = await dependencies.apartments.offer(wish.apartmentId);
  const refusal = refusalOf(wish, offer, dependencies.now());
  if (refusal !== undefined) throw new ApartmentUnavailable(refusal);
  const record = await recordedWithShare(askedNow(wish, offer, dependencies), dependencies);
  // Somebody else was quicker to use the id.
  return record ?? (await sentBefore(wish, dependencies)) ?? askedFor(wish, dependencies);
}

export function getStepFunctions(dependencies: BookingDependencies): StepFunctions[] {
  return [dependencies.workflow.machine];
}
