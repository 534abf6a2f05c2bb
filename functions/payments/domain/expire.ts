import type { PaymentsDependencies } from './dependencies';

/**
 * Closes the checkout of a reservation that was let go, so that nobody pays for what they no longer hold.
 * Money that slips through all the same is law 4's affair. Done again it does the same: a provider that could
 * not be reached is asked once more.
 */
export async function expireCheckout(
  reservationId: string,
  dependencies: PaymentsDependencies,
): Promise<void> {
  await dependencies.payments.expire(reservationId);
  const payment = await dependencies.payments.find(reservationId);
  if (payment?.status !== 'EXPIRED' || payment.checkoutId === undefined) return;
  await dependencies.provider.expireCheckout(payment.checkoutId);
}
