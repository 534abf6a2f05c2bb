import type { Occupancy, Offer, Price } from '../../domain/apartment';
import { InvalidInput } from '../../domain/errors';
import { tellReservation } from '../../domain/lookup';
import { paymentShown } from '../../domain/payment-shown';
import {
  belongsTo,
  isFree,
  notForSale,
  type Reservation,
  recordedReservation,
} from '../../domain/reservation';
import type { ReservationRecord } from '../../domain/reservation-record';
import { rollForward } from '../../domain/roll-forward';
import { forgetHold } from '../../domain/share';
import { askedNow, isSameWish, recorded, recordedWithShare, type Wish } from './ask';
import type { BookingDependencies } from './dependencies';
import { HoldsStopped, PriceChanged } from './errors';
import { settle } from './settle';

/** What a guest asks for. */
export interface ReserveInput extends Wish {
  /** The price that the guest saw, where the client says it. */
  readonly price: Price | undefined;
}

/**
 * Reserves an apartment and answers with the outcome. Reading the apartment first only saves a workflow that
 * would fail; the workflow's conditional write decides (law 1). Sent again with the same id, during the workflow
 * or after it, it answers with the same reservation (law 5).
 * @throws InvalidInput when the id is that of another reservation, PriceChanged, HoldsStopped, TooManyHolds, ApartmentPaused
 */
export async function reserveApartment(
  input: ReserveInput,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  const [offer, { stopped }] = await Promise.all([
    dependencies.apartments.offer(input.apartmentId),
    dependencies.newHolds.find(),
  ]);
  const refusal = refusalOf(input, offer, dependencies.now());
  if (stopped) {
    const known = await dependencies.reservations.find(input.reservationId);
    if (known) return sentAgain(input, known, dependencies);
    throw new HoldsStopped();
  }
  const asked = askedNow(input, offer, dependencies);
  if (refusal !== undefined) {
    const record = await recorded(asked, refusal, dependencies);
    if (record) return rejected(record, dependencies);
  }
  const known = await dependencies.reservations.find(input.reservationId);
  if (known) return sentAgain(input, known, dependencies);
  // It was forgotten in this instant: the request begins anew.
  if (refusal !== undefined) return reserveApartment(input, dependencies);
  if (offer && isAnotherPrice(input, offer)) throw new PriceChanged(input.apartmentId);
  const record = await recordedWithShare(asked, dependencies);
  // Else somebody else was quicker to use the id.
  return record ? begun(record, dependencies) : reserveApartment(input, dependencies);
}

/** Why the workflow would certainly refuse; undefined if it may not. */
export function refusalOf(
  { apartmentId, reservationId }: Pick<Wish, 'apartmentId' | 'reservationId'>,
  occupancy: Occupancy | undefined,
  now: number,
): string | undefined {
  if (!occupancy) return `Apartment ${apartmentId} does not exist.`;
  if (belongsTo(occupancy, reservationId)) return undefined;
  if (occupancy.withdrawn) return notForSale(apartmentId);
  if (isFree(occupancy, now)) return undefined;
  return occupancy.bookedStatus === 'PAID'
    ? `Apartment ${apartmentId} is let to somebody else.`
    : `Apartment ${apartmentId} is reserved by somebody else until ${occupancy.holdExpiresAt}; if nobody pays it is vacant again then.`;
}

function isAnotherPrice({ price: seen }: ReserveInput, { price }: Offer): boolean {
  return seen !== undefined && (seen.amount !== price.amount || seen.currency !== price.currency);
}

function rejected(record: ReservationRecord, dependencies: BookingDependencies): Reservation {
  dependencies.telemetry.record('Rejected');
  return asRecorded(record, dependencies);
}

/** Once started, the answer is never an error: the guest must learn the id of what may become a hold. */
async function begun(record: ReservationRecord, dependencies: BookingDependencies): Promise<Reservation> {
  await rollForward(record, dependencies);
  try {
    const reservation = await settle(record, dependencies);
    if (reservation.status === 'HELD') dependencies.telemetry.record('Reserved');
    if (reservation.status === 'REJECTED') {
      dependencies.telemetry.record('Rejected');
      await forgetHold(record, dependencies.shares);
    }
    return reservation;
  } catch (cause) {
    dependencies.telemetry.outcomeUnknown(cause);
    return asRecorded(record, dependencies);
  }
}

async function sentAgain(
  input: ReserveInput,
  record: ReservationRecord,
  dependencies: BookingDependencies,
): Promise<Reservation> {
  if (!isSameWish(record, input)) {
    throw new InvalidInput(
      'reservationId',
      'is that of another reservation; it must be new, or sent again with the same apartmentId, guestId and contact.',
    );
  }
  const reservation = (await tellReservation(record.id, dependencies)) ?? asRecorded(record, dependencies);
  if (reservation.status !== 'PENDING') return paymentShown(reservation, dependencies);
  await rollForward(record, dependencies);
  return settle(record, dependencies);
}

function asRecorded(record: ReservationRecord, { workflow, now }: BookingDependencies): Reservation {
  return recordedReservation(record, workflow.executionArn(record.id), now());
}
