import { BEFORE_END_MS } from '../../../domain/open-reservation';
import type { Payment } from '../../../domain/payment';
import { instant } from '../dependencies';
import type { CheckoutState } from '../event';
import { askForCheckout, closeCheckout } from '../learn';
import { settlePayment } from '../settle';
import { FINISHED, type Finding, type SweepDependencies, type View } from './dependencies';
import { deadlineOf } from './hold';

const HOUR_MS = 3_600_000;
/** The slowest methods of payment take two weeks; what has not come in a month never comes (ms). */
const MONEY_COMES_WITHIN_MS = 30 * 24 * HOUR_MS;
/** A webhook that has not come by then is missing (ms). */
const MISSING_AFTER_MS = 15 * 60_000;

/**
 * Law 4: what the provider knows of a reservation's checkout, we know by its hold's end, whether or not it tells us.
 * From half a minute before that end it is asked; from then on it is closed, and asked again until it says so.
 */
export async function followCheckout(view: View, dependencies: SweepDependencies): Promise<Finding> {
  const { record, status } = view;
  if (status === 'PENDING' || status === 'REJECTED') return FINISHED;
  const payment = await dependencies.payments.find(record.id);
  if (!payment) return FINISHED;
  await settleAgain(payment, dependencies);
  const isHeld = status === 'HELD';
  const askFrom = deadlineOf(view) - BEFORE_END_MS;
  if (isHeld && dependencies.now() < askFrom) return { again: askFrom };
  if (payment.checkoutId !== undefined && payment.closedAt === undefined)
    return askOrClose(payment, payment.checkoutId, isHeld, dependencies);
  // Whoever is just asking the provider for a checkout finds that it is too late.
  if (!isHeld) await dependencies.payments.expire(record.id);
  return missUntold(payment, dependencies);
}

/** Money that has claimed the reservation, and whoever settled it died half way. */
async function settleAgain(payment: Payment, dependencies: SweepDependencies): Promise<void> {
  const { paymentId, settledAt, checkoutId = '' } = payment;
  if (paymentId === undefined || settledAt !== undefined) return;
  const captured = await dependencies.captures.find(paymentId);
  if (!captured) return;
  const { reservationId, amount, currency } = captured;
  await settlePayment({ reservationId, checkoutId, paymentId, amount, currency }, dependencies);
}

async function askOrClose(
  payment: Payment,
  checkoutId: string,
  isHeld: boolean,
  dependencies: SweepDependencies,
): Promise<Finding> {
  const { reservationId, openedAt } = payment;
  const asked = await askForCheckout(checkoutId, dependencies);
  if (asked.status === 'OPEN' && isHeld) return FINISHED;
  const state = asked.status === 'OPEN' ? await close(reservationId, checkoutId, dependencies) : asked;
  const now = dependencies.now();
  if (state.status === 'UNPAID' && now < Date.parse(openedAt) + MONEY_COMES_WITHIN_MS)
    return { again: now + HOUR_MS };
  if (state.status !== 'PAID') await dependencies.payments.expire(reservationId, checkoutId);
  await dependencies.payments.closed(reservationId, checkoutId, instant(dependencies));
  const after = await dependencies.payments.find(reservationId);
  return after ? missUntold(after, dependencies) : FINISHED;
}

/** Ours is ended first, so that nobody is sent to the provider's any more. */
async function close(
  reservationId: string,
  checkoutId: string,
  dependencies: SweepDependencies,
): Promise<CheckoutState> {
  await dependencies.payments.expire(reservationId, checkoutId);
  return closeCheckout(checkoutId, dependencies);
}

/**
 * A checkout has ended, and no webhook has told of that: the provider does not reach us, or we refuse what it sends.
 * Of one that was paid the payment's own task tells.
 */
async function missUntold(payment: Payment, dependencies: SweepDependencies): Promise<Finding> {
  const { reservationId, checkoutId, closedAt, toldAt, missedAt, paymentId } = payment;
  if (checkoutId === undefined || closedAt === undefined || paymentId !== undefined) return FINISHED;
  if (toldAt !== undefined || missedAt !== undefined) return FINISHED;
  const missingAt = Date.parse(closedAt) + MISSING_AFTER_MS;
  if (dependencies.now() < missingAt) return { again: missingAt };
  if (await dependencies.payments.missed(reservationId, checkoutId, instant(dependencies))) {
    dependencies.telemetry.record('CheckoutUntold', { reservationId });
  }
  return FINISHED;
}
