import { detailsOf, instant, type PaymentsDependencies, type UntoldPayment } from './dependencies';
import type { Capture, CheckoutState } from './event';
import { settlePayment } from './settle';

/** By then whoever learnt of a payment has settled it, or died (ms). */
const AGAIN_AFTER_MS = 60_000;
/** A webhook that has not come by then is missing (ms). */
const MISSING_AFTER_MS = 15 * 60_000;

/**
 * Asks the provider for a checkout, and settles the money that it tells of (law 4).
 * @throws ProviderUnavailable
 */
export async function askForCheckout(
  checkoutId: string,
  dependencies: PaymentsDependencies,
): Promise<CheckoutState> {
  const state = await dependencies.provider.checkoutState(checkoutId);
  await settleLearnt(state, dependencies);
  return state;
}

/**
 * Closes a checkout at the provider. One that was paid before it could be closed is settled (law 4).
 * @throws ProviderUnavailable
 */
export async function closeCheckout(
  checkoutId: string,
  dependencies: PaymentsDependencies,
): Promise<CheckoutState> {
  const state = await dependencies.provider.expireCheckout(checkoutId);
  await settleLearnt(state, dependencies);
  return state;
}

/**
 * The guest comes back from a checkout: what has been paid there is settled before the page asks for it.
 * @throws ProviderUnavailable
 */
export async function settleOnReturn(
  reservationId: string,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const payment = await dependencies.payments.find(reservationId);
  if (payment?.checkoutId === undefined || payment.settledAt !== undefined) return;
  await askForCheckout(payment.checkoutId, dependencies);
}

/** Whether this payment has been told of by a webhook: that is remembered as an event of its own. */
export function webhookOf(paymentId: string): string {
  return `webhook-of-${paymentId}`;
}

/**
 * The task of a payment that was learnt before its webhook came: it ends what died half way. A webhook may be
 * slower than the guest's return, but not by a quarter of an hour: then the provider does not reach us, or we
 * refuse what it sends.
 * @throws ProviderUnavailable, for the queue to come back to it
 */
export async function followUntold(
  payment: UntoldPayment,
  dependencies: PaymentsDependencies,
): Promise<void> {
  await askForCheckout(payment.checkoutId, dependencies);
  if (await dependencies.events.isKnown(webhookOf(payment.paymentId))) return;
  const missingAt = Date.parse(payment.learntAt) + MISSING_AFTER_MS;
  if (dependencies.now() < missingAt) {
    await dependencies.tasks.followUntold(payment, new Date(missingAt).toISOString());
  } else {
    dependencies.telemetry.record('WebhookMissing', detailsOf(payment));
  }
}

/** What is settled already costs two reads; what is half settled goes on where it stopped. */
export async function settleLearnt(state: CheckoutState, dependencies: PaymentsDependencies): Promise<void> {
  if (state.status !== 'PAID') return;
  const { capture } = state;
  const payment = await dependencies.payments.find(capture.reservationId);
  const refund = await dependencies.refunds.find(capture.paymentId);
  const isClaimed = payment?.paymentId === capture.paymentId;
  if (isClaimed && payment.status === 'PAID') return;
  if (refund?.status === 'REFUNDED') return;
  if (!isClaimed && !refund) {
    await follow(capture, dependencies);
    dependencies.telemetry.record('PaidUntold', detailsOf(capture));
  }
  await settlePayment(capture, dependencies);
}

/** Queued before anything is settled: whatever dies then, the queue comes back to it. */
function follow(
  { reservationId, checkoutId, paymentId }: Capture,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const payment = { reservationId, checkoutId, paymentId, learntAt: instant(dependencies) };
  return dependencies.tasks.followUntold(
    payment,
    new Date(dependencies.now() + AGAIN_AFTER_MS).toISOString(),
  );
}
