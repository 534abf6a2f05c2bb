import type { ReadDependencies } from './dependencies';
import type { PaymentSummary } from './payment';
import { REASONS, type Reservation } from './reservation';

/** The reservation with what is known of its payment. */
export async function paymentShown(
  reservation: Reservation,
  dependencies: ReadDependencies,
): Promise<Reservation> {
  return withPayment(reservation, await paymentOf(reservation.id, dependencies), dependencies.now());
}

/**
 * What is known of a reservation's payment. A failure of this table is told to the operators and not to the
 * guest: whether he has the apartment is decided by other tables, and answering that matters most while
 * something is out of order. What is left out is shown by the next answer that can.
 */
export async function paymentOf(
  reservationId: string,
  dependencies: ReadDependencies,
): Promise<PaymentSummary | undefined> {
  try {
    return await dependencies.payments.find(reservationId);
  } catch (cause) {
    dependencies.telemetry.paymentUnknown(cause);
    return undefined;
  }
}

/**
 * Shows a payment at the instant `now` (ms since the epoch). Money that came late and got the apartment after
 * all makes the reservation PAID, though its workflow had ended before (law 4). Money that came in time is the
 * strongest fact: who has paid and does not have the apartment any more has had his stay.
 */
export function withPayment(
  known: Reservation,
  payment: PaymentSummary | undefined,
  now: number,
): Reservation {
  if (!payment) return known;
  const reservation = { ...known, refunds: payment.refunds };
  const latePayment = payment.latePayment ?? null;
  if (reservation.status === 'ENDED') {
    return { ...reservation, paidAt: reservation.paidAt ?? payment.paidAt ?? null, latePayment };
  }
  if (isOver(reservation) && payment.status === 'PAID' && latePayment === null) {
    const paidAt = payment.paidAt ?? null;
    return { ...reservation, status: 'ENDED', holdExpiresAt: null, reason: REASONS.ENDED, paidAt };
  }
  if (reservation.status === 'PAID' || latePayment === 'TAKEN_AGAIN') {
    const paidAt = reservation.paidAt ?? payment.paidAt ?? null;
    return { ...reservation, status: 'PAID', holdExpiresAt: null, reason: null, paidAt, latePayment };
  }
  const paymentUrl = reservation.status === 'HELD' && isOpen(payment, now) ? (payment.url ?? null) : null;
  return { ...reservation, paymentUrl, latePayment };
}

function isOver({ status }: Reservation): boolean {
  return status === 'EXPIRED' || status === 'CANCELLED' || status === 'REJECTED';
}

function isOpen({ status, expiresAt }: PaymentSummary, now: number): boolean {
  return status === 'OPEN' && expiresAt !== undefined && now < Date.parse(expiresAt);
}
