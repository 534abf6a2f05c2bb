import { instant, type PaymentsDependencies } from './dependencies';
import { closeCheckout } from './learn';

/**
 * Closes the checkout of a reservation that was let go, so that nobody pays for what they no longer hold.
 * Money that was paid by then is settled, whether or not a webhook told of it (law 4). Done again it does the
 * same: a provider that could not be reached is asked once more.
 */
export async function expireCheckout(
  reservationId: string,
  dependencies: PaymentsDependencies,
): Promise<void> {
  await dependencies.payments.expire(reservationId);
  const payment = await dependencies.payments.find(reservationId);
  if (payment?.status !== 'EXPIRED' || payment.checkoutId === undefined) return;
  const { checkoutId } = payment;
  const { status } = await closeCheckout(checkoutId, dependencies);
  if (status !== 'UNPAID')
    await dependencies.payments.closed(reservationId, checkoutId, instant(dependencies));
}
