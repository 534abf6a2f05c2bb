import { leftOf, tooMuch } from '../../domain/captured-payment';
import type { EndDecision, RefundChoice } from '../../domain/end-decision';
import { END_REFUND_ID, orderEndRefund } from '../../domain/end-refund';
import { ReservationNotFound } from '../../domain/errors';
import { getReservation } from '../../domain/lookup';
import type { Reservation } from '../../domain/reservation';
import type { BookingDependencies } from './dependencies';
import { AlreadyEnded, NotPaid } from './errors';
import { capturedPayment } from './refund';

/** A paid stay to end. */
export interface EndInput {
  readonly reservationId: string;
  readonly refund: RefundChoice;
  /** With PARTIAL only. */
  readonly amount?: number | undefined;
  readonly reason: string | undefined;
}

/**
 * Staff: a paid stay is over, its apartment is VACANT, and money goes back as decided. The decision is written first,
 * then the apartment is vacated, then the refund is ordered: sent again, it goes on where it stopped, and changes
 * nothing where all is done, whoever has the apartment since (laws 3 and 5).
 * @param by who gave the command
 * @throws ReservationNotFound, NotPaid, RefundUnavailable, InvalidInput, AlreadyEnded
 */
export async function endReservation(
  input: EndInput,
  dependencies: BookingDependencies,
  by: string,
): Promise<Reservation> {
  const { reservationId, refund, amount, reason } = input;
  const reservation = await getReservation(reservationId, dependencies);
  if (!reservation) throw new ReservationNotFound(reservationId);
  const first = await dependencies.ends.find(reservationId);
  if (!first && reservation.status === 'ENDED') return endedBefore(reservation, input);
  if (!first && reservation.status !== 'PAID') throw new NotPaid(reservationId, reservation.status);
  if (!first) await requirePayment(input, dependencies);
  const decidedAt = new Date(dependencies.now()).toISOString();
  const decision =
    first ?? (await decide(reservationId, { refund, amount, reason, by, decidedAt }, dependencies));
  if (decision.refund !== refund || decision.amount !== amount)
    throw new AlreadyEnded(reservationId, decision);
  if (await dependencies.apartments.end(reservation.apartmentId, reservationId)) {
    dependencies.telemetry.ended(reason);
  }
  if (refund !== 'NONE') await refundAtEnd(reservationId, decision, dependencies);
  const ended = (await getReservation(reservationId, dependencies)) ?? reservation;
  return { ...ended, paidAt: ended.paidAt ?? reservation.paidAt };
}

/** By an earlier version, which gave nothing back and wrote no decision. */
function endedBefore(reservation: Reservation, { refund }: EndInput): Reservation {
  if (refund === 'NONE') return reservation;
  throw new AlreadyEnded(reservation.id, { refund: 'NONE' });
}

/** What cannot be given back is refused before anything is decided. */
async function requirePayment(
  { reservationId, refund, amount = 0 }: EndInput,
  dependencies: BookingDependencies,
): Promise<void> {
  if (refund === 'NONE') return;
  const payment = await capturedPayment(reservationId, dependencies);
  if (amount > leftOf(payment)) throw tooMuch(amount, payment);
}

/** The decision that stands: this one, or one that came first. */
async function decide(
  reservationId: string,
  decision: EndDecision,
  dependencies: BookingDependencies,
): Promise<EndDecision> {
  if (await dependencies.ends.decide(reservationId, decision)) return decision;
  const standing = await dependencies.ends.find(reservationId);
  if (!standing) throw new ReservationNotFound(reservationId);
  return standing;
}

/** Whoever dies before it is queued: the payments function finds the decision on the record, and finishes it. */
async function refundAtEnd(
  reservationId: string,
  decision: EndDecision,
  dependencies: BookingDependencies,
): Promise<void> {
  const { paymentId } = await capturedPayment(reservationId, dependencies);
  await orderEndRefund(paymentId, decision, dependencies.captures);
  await dependencies.paymentTasks.orderedRefund(paymentId, END_REFUND_ID);
}
