import type { TestCheckout, TestCheckouts } from '../../../domain/test-checkout';
import { CheckoutClosed } from '../../domain/errors';
import { testEvent } from './event';
import type { TestDeliveries } from './test-provider';

/** The buttons of the checkout page. */
export const BUTTONS = ['pay', 'fail', 'late', 'twice'] as const;
export type Button = (typeof BUTTONS)[number];

/** A late payment arrives this long after the hold (seconds): time for somebody else to take the apartment. */
export const LATE_SECONDS = 20;

/** An event that was not acknowledged is sent again after this (ms). */
const RETRY_MS = 10_000;

export interface TestCheckoutDependencies {
  readonly checkouts: TestCheckouts;
  readonly deliveries: TestDeliveries;
  readonly systemName: string;
  /** Signs an event and delivers it like every webhook. */
  deliver(body: string): Promise<void>;
  now(): number;
}

/**
 * Does what a button says. Pressed again it sends the same event again.
 * @returns where the guest goes now; undefined where there is no such checkout
 * @throws CheckoutClosed
 */
export async function press(
  button: Button,
  checkoutId: string,
  testCheckout: TestCheckoutDependencies,
): Promise<string | undefined> {
  const outcome = button === 'fail' ? 'FAILED' : 'PAID';
  const open = await testCheckout.checkouts.find(checkoutId);
  if (!open) return undefined;
  await testCheckout.checkouts.close(checkoutId, outcome, button === 'late' ? lateBy(open) : undefined);
  const checkout = await testCheckout.checkouts.find(checkoutId);
  if (!checkout) return undefined;
  if (checkout.status !== outcome) throw new CheckoutClosed();
  const body = testEvent(checkout, outcome, testCheckout.systemName);
  if (button === 'late') await testCheckout.deliveries.deliverLater(body, lateBy(checkout));
  else await deliver(body, button === 'twice' ? 2 : 1, testCheckout);
  return `${checkout.site}/?reservation=${checkout.reservationId}&payment=${outcome === 'PAID' ? 'done' : 'failed'}`;
}

async function deliver(body: string, times: number, testCheckout: TestCheckoutDependencies): Promise<void> {
  for (let time = 1; time <= times; time++) {
    try {
      await testCheckout.deliver(body);
    } catch {
      // A provider repeats an event until it is acknowledged; the guest does not wait for that.
      await testCheckout.deliveries.deliverLater(body, new Date(testCheckout.now() + RETRY_MS).toISOString());
    }
  }
}

function lateBy({ holdExpiresAt }: TestCheckout): string {
  return new Date(Date.parse(holdExpiresAt) + LATE_SECONDS * 1000).toISOString();
}
