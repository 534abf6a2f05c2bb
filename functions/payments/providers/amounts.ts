import type { Price } from '../../domain/apartment';

/** These have no minor unit by ISO 4217, and two decimals at Stripe (https://docs.stripe.com/currencies#special-cases). */
const TWO_DECIMALS_AT_STRIPE = new Set(['ISK', 'UGX']);

/** An amount as Stripe counts it, whose currencies are in lower case. */
export interface StripePrice {
  readonly amount: number;
  readonly currency: string;
}

export function toStripe({ amount, currency }: Price): StripePrice {
  return { amount: amount * factor(currency), currency: currency.toLowerCase() };
}

export function fromStripe({ amount, currency }: StripePrice): Price {
  const code = currency.toUpperCase();
  return { amount: amount / factor(code), currency: code };
}

function factor(currency: string): number {
  return TWO_DECIMALS_AT_STRIPE.has(currency) ? 100 : 1;
}
