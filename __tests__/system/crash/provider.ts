import Stripe from 'stripe';
import { PRICE, pause } from './complex';
import type { MortalCloud } from './mortal-cloud';

/** A provider that is not answered with success comes again, as Stripe does, only sooner. */
const RETRY_MS = 100;

const SECRETS = '/keyhold/local/payments/webhook-secrets';

/** Takes money outside of the cloud, and tells of it until it is answered. */
export class Provider {
  constructor(private readonly cloud: MortalCloud) {}

  /** @returns when the payment was acknowledged (ms since the epoch) */
  async complete(checkoutId: string, reservationId: string, paymentId: string): Promise<number> {
    const event = completed(checkoutId, reservationId, paymentId);
    for (;;) {
      const headers = { 'stripe-signature': await this.signature(event) };
      const { status } = await this.cloud.post('/payments/webhook', event, headers);
      if (status === 204) return Date.now();
      if (status < 500) throw new Error(`The event of ${paymentId} was refused with ${status}.`);
      await pause(RETRY_MS);
    }
  }

  private async signature(event: string): Promise<string> {
    const { Parameter } = await this.cloud.ask('AmazonSSM.GetParameter', {
      Name: SECRETS,
      WithDecryption: true,
    });
    const secret = String((Parameter as { Value: string }).Value);
    return Stripe.webhooks.generateTestHeaderString({ payload: event, secret });
  }
}

function completed(checkoutId: string, reservationId: string, paymentId: string): string {
  return JSON.stringify({
    id: `evt_${paymentId}`,
    type: 'checkout.session.completed',
    data: {
      object: {
        id: checkoutId,
        amount_total: PRICE,
        currency: 'eur',
        payment_status: 'paid',
        payment_intent: paymentId,
        metadata: { keyhold: 'keyhold-local-payments', reservationId },
      },
    },
  });
}
