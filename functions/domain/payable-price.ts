import type { Price } from './apartment';
import { minorUnitDigits } from './currency';

/**
 * What Stripe can charge, which the test provider is held to as well
 * (https://docs.stripe.com/currencies#minor-units, #special-cases, #minimum-and-maximum-charge-amounts).
 */

/** Decimals of an amount at Stripe, where they are not those of ISO 4217. */
const DIGITS_AT_STRIPE: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** The least that Stripe charges, in its own units. Currencies without an entry have no minimum of their own. */
const LEAST_AT_STRIPE: Readonly<Record<string, number>> = {
  ...{ AED: 200, AUD: 50, BRL: 50, CAD: 50, CHF: 50, CZK: 1_500, DKK: 250, EUR: 50, GBP: 30, HKD: 400 },
  ...{ HUF: 17_500, INR: 50, JPY: 50, MXN: 1_000, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200 },
  ...{ SEK: 300, SGD: 50, THB: 1_000, USD: 50 },
};

/** An amount has eight digits at most. */
const MOST_AT_STRIPE = 99_999_999;

/** The smallest step of an amount with three decimals. */
const STEP_OF_THREE_DECIMALS = 10;

/** By how much an amount in minor units of ISO 4217 is multiplied to be one of Stripe's: 1, 100 or a hundredth. */
export function stripeFactor(currency: string): number {
  const digits = minorUnitDigits(currency);
  return 10 ** ((DIGITS_AT_STRIPE[currency] ?? digits) - digits);
}

/**
 * Why the provider would refuse to charge a price, for whoever sets it; undefined where it takes it. What costs
 * nothing is not charged at all.
 */
export function whyNotPayable({ amount, currency }: Price): string | undefined {
  if (amount === 0) return undefined;
  const factor = stripeFactor(currency);
  const step = minorUnitDigits(currency) === 3 ? STEP_OF_THREE_DECIMALS : Math.max(1, 1 / factor);
  if (amount % step !== 0) return `is ${amount}; it must be a multiple of ${step} in ${currency}.`;
  const least = Math.ceil((LEAST_AT_STRIPE[currency] ?? 1) / factor);
  if (amount < least) return `is ${amount}; it must be 0, or ${least} or more in ${currency}.`;
  const most = Math.floor(MOST_AT_STRIPE / factor);
  return amount > most ? `is ${amount}; it must be ${most} or less in ${currency}.` : undefined;
}
