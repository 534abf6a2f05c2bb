import type { ReadDependencies, TellingDependencies } from './dependencies';
import { paymentOf, withPayment } from './payment-shown';
import { belongsTo, isFinal, type Reservation, reservationOf } from './reservation';

/** What became of a reservation, and of its payment; undefined where no reservation has this id. */
export async function getReservation(
  reservationId: string,
  dependencies: ReadDependencies,
): Promise<Reservation | undefined> {
  const [reservation, payment] = await Promise.all([
    tellReservation(reservationId, dependencies),
    paymentOf(reservationId, dependencies),
  ]);
  return reservation && withPayment(reservation, payment, dependencies.now());
}

/**
 * What a reservation is: the one function that tells it. Its record is read before its apartment: only where the
 * hold had begun before does an apartment that is not its own mean that the hold is over, and not that it began
 * between the two. Where the record went on meanwhile, both are looked at once more.
 */
export async function tellReservation(
  reservationId: string,
  dependencies: TellingDependencies,
): Promise<Reservation | undefined> {
  const arn = dependencies.workflow.executionArn(reservationId);
  let record = await dependencies.reservations.find(reservationId);
  while (record) {
    const { status, apartmentId } = record;
    if (isFinal(status)) return reservationOf({ record, arn, occupancy: undefined }, dependencies.now());
    const occupancy = await dependencies.apartments.occupancy(apartmentId);
    const isTheirs = occupancy !== undefined && belongsTo(occupancy, reservationId);
    const again =
      isTheirs || status === 'PENDING' ? record : await dependencies.reservations.find(reservationId);
    if (again?.status === status) {
      return reservationOf({ record: again, arn, occupancy }, dependencies.now());
    }
    record = again;
  }
  return undefined;
}
