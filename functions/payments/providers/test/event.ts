import type { TestCheckout } from '../../../domain/test-checkout';
import { toStripe } from '../amounts';
import type { EventMetadata } from '../event';

/** The payment that a test checkout is paid by. */
export function testPaymentOf(checkoutId: string): string {
  return `pi_${checkoutId}`;
}

/** An event of a test checkout as Stripe would send it. The same checkout always gives the same event. */
export function testEvent(checkout: TestCheckout, outcome: 'PAID' | 'FAILED', systemName: string): string {
  const { checkoutId, reservationId } = checkout;
  const { amount, currency } = toStripe(checkout);
  const metadata: EventMetadata = { keyhold: systemName, reservationId };
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
        payment_intent: testPaymentOf(checkoutId),
        payment_status: outcome === 'PAID' ? 'paid' : 'unpaid',
        status: 'complete',
      },
    },
  });
}
