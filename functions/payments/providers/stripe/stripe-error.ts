import type Stripe from 'stripe';

/**
 * What went wrong at Stripe, for the log: what it takes to find it there, and nothing of what was sent or
 * answered.
 */
export class StripeFault extends Error {
  override readonly name = 'StripeFault';

  static of(error: InstanceType<typeof Stripe.errors.StripeError>): StripeFault {
    const { type, code = 'none', statusCode = 'none', requestId = 'none' } = error;
    return new StripeFault(`${type}: code ${code}, status ${statusCode}, request ${requestId}`);
  }
}
