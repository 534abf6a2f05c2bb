import type { TestCheckout } from '../../../domain/test-checkout';
import { toStripe } from '../amounts';
import type { EventMetadata } from '../event';

/** The payment that a test checkout is paid by. */
export function testPaymentOf(checkoutId: string): string {
  return `pi_${checkoutId}`;
}

const TYPE_OF = {
  PAID: 'checkout.session.completed',
  FAILED: 'checkout.session.async_payment_failed',
  EXPIRED: 'checkout.session.expired',
} as const;

/** An event of a test checkout as Stripe would send it. The same checkout always gives the same event. */
export function testEvent(checkout: TestCheckout, outcome: keyof typeof TYPE_OF, systemName: string): string {
  const { checkoutId, reservationId } = checkout;
  const { amount, currency } = toStripe(checkout);
  const metadata: EventMetadata = { keyhold: systemName, reservationId };
  return JSON.stringify({
    id: `evt_${outcome.toLowerCase()}_${checkoutId}`,
    object: 'event',
    type: TYPE_OF[outcome],
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
        status: outcome === 'EXPIRED' ? 'expired' : 'complete',
      },
    },
  });
}
