import type { Price } from '../../domain/apartment';
import { stripeFactor } from '../../domain/payable-price';

/** An amount as Stripe counts it, whose currencies are in lower case. */
export interface StripePrice {
  readonly amount: number;
  readonly currency: string;
}

export function toStripe({ amount, currency }: Price): StripePrice {
  return { amount: Math.round(amount * stripeFactor(currency)), currency: currency.toLowerCase() };
}

export function fromStripe({ amount, currency }: StripePrice): Price {
  const code = currency.toUpperCase();
  return { amount: amount / stripeFactor(code), currency: code };
}
