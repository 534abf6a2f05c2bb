import { toStripe } from '../amounts';
import type { Mark } from '../event';
import type { TestCheckout } from './test-checkout';

/** An event of a test checkout as Stripe would send it: with the same content however often it is made. */
export function testEvent(checkout: TestCheckout, outcome: 'PAID' | 'FAILED', keyhold: string): string {
  const { checkoutId, reservationId } = checkout;
  const { amount, currency } = toStripe(checkout);
  const metadata: Mark = { keyhold, reservationId };
  const type = outcome === 'PAID' ? 'checkout.session.completed' : 'checkout.session.async_payment_failed';
  return JSON.stringify({
    id: `evt_${outcome.toLowerCase()}_${checkoutId}`,
    object: 'event',
    type,
    livemode: false,
    data: {
      object: {
        id: checkoutId,
        object: 'checkout.session',
        amount_total: amount,
        currency,
        client_reference_id: reservationId,
        metadata,
        payment_intent: `pi_${checkoutId}`,
        payment_status: outcome === 'PAID' ? 'paid' : 'unpaid',
        status: 'complete',
      },
    },
  });
}
