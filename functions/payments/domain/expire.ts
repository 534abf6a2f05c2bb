import type { Desk } from './dependencies';

/**
 * Closes the checkout of a reservation that was let go, so that nobody pays for what they no longer hold.
 * Money that slips through all the same is law 4's affair. Done again it does the same: a provider that could
 * not be reached is asked once more.
 */
export async function expireCheckout(reservationId: string, desk: Desk): Promise<void> {
  await desk.payments.expire(reservationId);
  const payment = await desk.payments.find(reservationId);
  if (payment?.status !== 'EXPIRED' || payment.checkoutId === undefined) return;
  await desk.provider.expireCheckout(payment.checkoutId);
}
