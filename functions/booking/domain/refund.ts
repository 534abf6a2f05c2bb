import { type CapturedPayment, orderRefund } from '../../domain/captured-payment';
import { ReservationNotFound } from '../../domain/errors';
import { getReservation } from '../../domain/lookup';
import type { Reservation } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';
import { NotPaid, RefundUnavailable } from './errors';

/** Money to give back, of a stay that goes on or is over. */
export interface RefundInput {
  readonly reservationId: string;
  /** Its own: sent again with the same one, nothing more is given back. */
  readonly refundId: string;
  readonly amount: number;
  readonly reason: string | undefined;
}

/**
 * Staff: gives a part of a payment back, or all. The payments function makes the refund; this orders it (laws 5, 6).
 * @param by who gave the command
 * @throws ReservationNotFound, NotPaid, RefundUnavailable, InvalidInput
 */
export async function refundReservation(
  { reservationId, refundId, amount, reason }: RefundInput,
  dependencies: BookingDependencies,
  by: string,
): Promise<Reservation> {
  const reservation = await getReservation(reservationId, dependencies);
  if (!reservation) throw new ReservationNotFound(reservationId);
  const { status } = reservation;
  if (status !== 'PAID' && status !== 'ENDED') throw new NotPaid(reservationId, status);
  const { paymentId } = await capturedPayment(reservationId, dependencies);
  const orderedAt = new Date(dependencies.now()).toISOString();
  const wish = { id: refundId, amount, reason: 'STAFF', orderedAt, by, note: reason } as const;
  await dependencies.reservations.open(reservationId, orderedAt);
  await orderRefund(paymentId, wish, dependencies.captures);
  // Queued again where it was ordered before: whoever ordered it may have died in between.
  await dependencies.paymentTasks.orderedRefund(paymentId, refundId);
  return (await getReservation(reservationId, dependencies)) ?? reservation;
}

/**
 * The payment that counts for a reservation. Earlier versions did not record it by itself.
 * @throws RefundUnavailable
 */
export async function capturedPayment(
  reservationId: string,
  dependencies: Pick<BookingDependencies, 'payments' | 'captures'>,
): Promise<CapturedPayment> {
  const { payments, captures } = dependencies;
  const claimed = await payments.claimed(reservationId);
  if (!claimed) throw new RefundUnavailable(reservationId);
  const { paymentId, amount, currency, receivedAt } = claimed;
  const found = await captures.find(paymentId);
  if (found) return found;
  await captures.record({ paymentId, reservationId, amount, currency }, receivedAt);
  return capturedPayment(reservationId, dependencies);
}
