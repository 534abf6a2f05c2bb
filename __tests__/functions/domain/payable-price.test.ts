import MINOR_UNITS from '../../../data/iso-4217.json';
import { minorUnitDigits } from '../../../functions/domain/currency';
import { stripeFactor, whyNotPayable } from '../../../functions/domain/payable-price';
import { fromStripe, toStripe } from '../../../functions/payments/providers/amounts';
import { checkoutPage } from '../../../functions/payments/providers/test/page';

const CURRENCIES = Object.keys(MINOR_UNITS);

/** Stripe's own decimals (https://docs.stripe.com/currencies#zero-decimal, #three-decimal, #special-cases). */
const ZERO = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ');
const THREE = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');

function decimalsAtStripe(currency: string): number {
  if (ZERO.includes(currency)) return 0;
  return THREE.includes(currency) ? 3 : 2;
}

/** The number that a text shows, whatever its currency's sign: `RSD 12,900.00` is 12900. */
function numberIn(text: string): number {
  return Number(/\d[\d.,]*/.exec(text)?.[0].replaceAll(',', ''));
}

// 12900 RSD was shown as 12,900 and charged as 129.00: browsers' digits are not ISO 4217's.
test.each(CURRENCIES)('%s: checkout and provider speak of the same money', (currency) => {
  const shown = minorUnitDigits(currency);
  const amount = 12_900 * 100;
  const value = amount / 10 ** shown;
  const page = checkoutPage({
    apartmentName: 'A',
    site: 'https://example.com',
    reservationId: 'r',
    status: 'OPEN',
    holdExpiresAt: '2026-11-30T12:00:00.000Z',
    amount,
    currency,
  } as Parameters<typeof checkoutPage>[0]);
  expect(numberIn(/<p class="price">([^<]+)</.exec(page)?.[1] ?? '')).toBe(value);
  const charged = toStripe({ amount, currency });
  expect(charged.amount / 10 ** decimalsAtStripe(currency)).toBe(value);
  expect(fromStripe(charged)).toEqual({ amount, currency });
});

test.each(CURRENCIES)('%s: a price that may be set is one that the provider takes', (currency) => {
  for (const amount of [1, 5, 10, 29, 30, 49, 50, 99, 100, 1_234, 10_000, 17_500, 99_999_999, 2 ** 31 - 1]) {
    if (whyNotPayable({ amount, currency }) !== undefined) continue;
    const charged = toStripe({ amount, currency }).amount;
    expect(Number.isInteger(charged)).toBe(true);
    expect(charged).toBeGreaterThan(0);
    expect(charged).toBeLessThanOrEqual(99_999_999);
    if (THREE.includes(currency)) expect(charged % 10).toBe(0);
    if (['UGX', 'ISK'].includes(currency)) expect(charged % 100).toBe(0);
  }
});

test.each([
  [49, 'EUR', 'is 49; it must be 0, or 50 or more in EUR.'],
  [50, 'EUR', undefined],
  [0, 'EUR', undefined],
  [49, 'JPY', 'is 49; it must be 0, or 50 or more in JPY.'],
  [12_345, 'KWD', 'is 12345; it must be a multiple of 10 in KWD.'],
  [12_340, 'KWD', undefined],
  [150, 'MGA', 'is 150; it must be a multiple of 100 in MGA.'],
  [100_000_000, 'EUR', 'is 100000000; it must be 99999999 or less in EUR.'],
  [1_000_000, 'ISK', 'is 1000000; it must be 999999 or less in ISK.'],
])('%i of %s: %s', (amount, currency, why) => {
  expect(whyNotPayable({ amount, currency })).toBe(why);
});

test('a factor is a power of ten, so that no amount is rounded', () => {
  for (const currency of CURRENCIES) expect([0.01, 1, 100]).toContain(stripeFactor(currency));
});
