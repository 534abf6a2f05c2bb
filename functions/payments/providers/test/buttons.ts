import { CheckoutClosed, NotFound } from '../../domain/errors';
import { testEvent } from './event';
import type { TestCheckout, TestCheckouts } from './test-checkout';
import type { TestDeliveries } from './test-provider';

/** The buttons of the checkout page. */
export const BUTTONS = ['pay', 'fail', 'late', 'twice'] as const;
export type Button = (typeof BUTTONS)[number];

/** So long after the hold comes what is paid too late (seconds): time for somebody else to take the apartment. */
export const LATE_SECONDS = 20;

/** A provider that is not answered comes again after this (ms). */
const RETRY_MS = 10_000;

export interface TestCheckoutDependencies {
  readonly checkouts: TestCheckouts;
  readonly deliveries: TestDeliveries;
  readonly keyhold: string;
  /** Signs an event and sends it the way of every webhook. */
  deliver(body: string): Promise<void>;
  now(): number;
}

/**
 * Does what a button says. Pressed again it says so again: the events are the same.
 * @returns where the guest goes now
 * @throws NotFound, CheckoutClosed
 */
export async function press(
  button: Button,
  checkoutId: string,
  testCheckout: TestCheckoutDependencies,
): Promise<string> {
  const outcome = button === 'fail' ? 'FAILED' : 'PAID';
  await testCheckout.checkouts.close(checkoutId, outcome);
  const checkout = await testCheckout.checkouts.find(checkoutId);
  if (!checkout) throw new NotFound();
  if (checkout.status !== outcome) throw new CheckoutClosed();
  const body = testEvent(checkout, outcome, testCheckout.keyhold);
  if (button === 'late') await testCheckout.deliveries.deliverLater(body, lateBy(checkout));
  else await deliver(body, button === 'twice' ? 2 : 1, testCheckout);
  return `${checkout.site}/?reservation=${checkout.reservationId}&payment=${outcome === 'PAID' ? 'done' : 'failed'}`;
}

async function deliver(body: string, times: number, testCheckout: TestCheckoutDependencies): Promise<void> {
  for (let time = 1; time <= times; time++) {
    try {
      await testCheckout.deliver(body);
    } catch {
      // A provider comes again until it is answered, and the guest goes on meanwhile.
      await testCheckout.deliveries.deliverLater(body, new Date(testCheckout.now() + RETRY_MS).toISOString());
    }
  }
}

function lateBy({ holdExpiresAt }: TestCheckout): string {
  return new Date(Date.parse(holdExpiresAt) + LATE_SECONDS * 1000).toISOString();
}
