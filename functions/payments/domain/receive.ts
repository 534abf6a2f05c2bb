import { instant, type PaymentsDependencies } from './dependencies';
import { disputeChanged } from './dispute';
import type { Completed, ProviderEvent } from './event';
import { closeCheckout, settleLearnt, webhookOf } from './learn';
import { paymentRefunded, refundChanged } from './refund';
import { settlePayment } from './settle';

/**
 * Has an event's effect. Events come in any order, and again: one that is known has had its effect, and one
 * that is not is remembered after it. When this returns, all is durable and the event may be acknowledged.
 */
export async function receiveEvent(event: ProviderEvent, dependencies: PaymentsDependencies): Promise<void> {
  if (event.kind === 'IGNORED' || (await dependencies.events.isKnown(event.eventId))) return;
  await haveEffect(event, dependencies);
  if (event.kind === 'COMPLETED')
    await dependencies.events.remember(webhookOf(event.paymentId), event.kind, instant(dependencies));
  if ('checkoutId' in event)
    await dependencies.payments.told(event.reservationId, event.checkoutId, instant(dependencies));
  await dependencies.events.remember(event.eventId, event.kind, instant(dependencies));
}

/**
 * Has the effect of an event that the provider lists, and that no webhook has brought: so the provider does not reach
 * us, does not send events of this type, or we have refused it.
 */
export async function receiveListed(event: ProviderEvent, dependencies: PaymentsDependencies): Promise<void> {
  if (event.kind === 'IGNORED' || (await dependencies.events.isKnown(event.eventId))) return;
  dependencies.telemetry.record('EventMissed', { reason: event.eventId });
  if (event.kind === 'COMPLETED') await settleLearnt({ status: 'PAID', capture: event }, dependencies);
  await haveEffect(event, dependencies);
  await dependencies.events.remember(event.eventId, event.kind, instant(dependencies));
}

async function haveEffect(
  event: Exclude<ProviderEvent, { kind: 'IGNORED' }>,
  dependencies: PaymentsDependencies,
): Promise<void> {
  switch (event.kind) {
    case 'COMPLETED':
      await settlePayment(event, dependencies);
      await closed(event, dependencies);
      await closeOtherCheckout(event, dependencies);
      break;
    case 'FAILED':
    case 'EXPIRED':
      await dependencies.payments.expire(event.reservationId, event.checkoutId);
      await closed(event, dependencies);
      break;
    case 'UNPAID':
      await dependencies.payments.unpaid(event.reservationId, event.checkoutId, instant(dependencies));
      dependencies.telemetry.record('CompletedUnpaid', { reservationId: event.reservationId });
      break;
    case 'REFUND':
      await refundChanged(event, dependencies);
      break;
    case 'PAYMENT_REFUNDED':
      await paymentRefunded(event.paymentId, dependencies);
      break;
    case 'DISPUTE':
      await disputeChanged(event.disputeId, dependencies);
      break;
  }
}

/** An event has told of the end of a checkout: the provider need not be asked whether it is closed. */
async function closed(
  { reservationId, checkoutId }: Pick<Completed, 'reservationId' | 'checkoutId'>,
  dependencies: PaymentsDependencies,
): Promise<void> {
  await dependencies.payments.closed(reservationId, checkoutId, instant(dependencies));
}

/** Paid by an earlier checkout than its last one, a reservation shall not be paid by that too. */
async function closeOtherCheckout(
  { reservationId, checkoutId, paymentId }: Completed,
  dependencies: PaymentsDependencies,
): Promise<void> {
  const payment = await dependencies.payments.find(reservationId);
  if (payment?.checkoutId === undefined || payment.paymentId !== paymentId) return;
  if (payment.checkoutId !== checkoutId) await closeCheckout(payment.checkoutId, dependencies);
}
