import type Stripe from 'stripe';

/**
 * A failure at Stripe, for the log: enough to find it there, and nothing of what was sent or answered.
 */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure';

  static of(error: InstanceType<typeof Stripe.errors.StripeError>): StripeFailure {
    const { type, code = 'none', statusCode = 'none', requestId = 'none' } = error;
    return new StripeFailure(`${type}: code ${code}, status ${statusCode}, request ${requestId}`);
  }
}
