import MINOR_UNITS from '../../../data/iso-4217.json';
import { formatsFor } from '../../../web/formatting/formats';

const price = (country: string | undefined, languages: string[], amount: number, currency = 'EUR') =>
  formatsFor(country, languages).price({ amount, currency }).replaceAll(/\s/g, ' ');

test.each([
  ['Germany', 'DE', ['en-US'], '149 €'],
  ['the United States', 'US', ['de-DE'], '€149'],
  ['the guest’s language, where it is one of the country’s', 'CH', ['fr-CH'], '149 €'],
  ['Switzerland, to a stranger', 'CH', ['en-US'], 'EUR 149'],
  ['nowhere known: the browser’s first language', undefined, ['fr-FR', 'en-US'], '149 €'],
  ['a browser that gives no language at all', 'DE', [], '149 €'],
  ['a browser that gives what is none', 'DE', ['en-US@posix'], '149 €'],
])('an amount in the manner of %s', (_, country, languages, written) => {
  expect(price(country, languages, 14900)).toBe(written);
});

test.each([
  [14950, 'EUR', '€149.50'],
  [14900, 'EUR', '€149'],
  [14900, 'JPY', '¥14,900'],
  [14900, 'KWD', 'KWD 14.900'],
  [15000, 'KWD', 'KWD 15'],
])('%i minor units of %s', (amount, currency, written) => {
  expect(price('US', [], amount, currency)).toBe(written);
});

// Browsers show some currencies with fewer decimals than ISO 4217 gives them, and the provider counts by ISO 4217.
test.each(Object.entries(MINOR_UNITS))('%s has the %i decimals of ISO 4217', (currency, decimals) => {
  const written = formatsFor('US', ['en-US']).price({ amount: 1_234_567, currency });
  const number = /\d[\d.,]*/.exec(written)?.[0].replaceAll(',', '');
  expect(number).toBe((1_234_567 / 10 ** decimals).toFixed(decimals));
});

test.each([
  ['DE', /^\d\d:35$/],
  ['US', /^\d{1,2}:35\s[AP]M$/],
  ['EG', /^\d{1,2}:35/],
])('the time of day in %s has digits that everybody reads', (country, written) => {
  expect(formatsFor(country, []).time(Date.parse('2026-11-24T14:35:00.000Z'))).toMatch(written);
});

test('it says whose manner it is', () => {
  expect(formatsFor('DE', []).note).toContain('Germany');
  expect(formatsFor(undefined, ['@']).note).toContain('your browser');
});
