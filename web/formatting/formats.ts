import MINOR_UNITS from '../../data/iso-4217.json';
import type { Price } from '../api/apartments';

/** How amounts and times are written for one guest. */
export interface Formats {
  readonly price: (price: Price) => string;
  /** The time of day, in the guest's time zone: `14:35`, `2:35 PM`. */
  readonly time: (instant: number) => string;
  /** Tells the guest which region's formats these are. */
  readonly note: string;
}

/**
 * The formats of the country that the edge saw: in the guest's own language where it belongs to that country,
 * otherwise in its most common one. Without a country, the formats of the browser's first language.
 */
export function formatsFor(country: string | undefined, languages: readonly string[]): Formats {
  const own = languages.filter(isLanguageTag);
  const locale = country ? localeOf(country, own) : own[0];
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', numberingSystem: 'latn' });
  const place = country && new Intl.DisplayNames(['en'], { type: 'region' }).of(country);
  return {
    price: pricesIn(locale),
    time: (instant) => clock.format(instant),
    note: place
      ? `Prices and times are in the format of this region: ${place}.`
      : 'Prices and times are in the format of your browser.',
  };
}

function localeOf(country: string, languages: readonly string[]): string {
  const own = languages.find((language) => new Intl.Locale(language).region === country);
  return own ?? `${new Intl.Locale('und', { region: country }).maximize().language}-${country}`;
}

/** Browsers pass on the system's name of its language, which may be invalid: `en-US@posix`. */
function isLanguageTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

/** `149 €` or `€149`, with cents only where there are some. Formats are cached, because making one is slow. */
function pricesIn(locale: string | undefined): (price: Price) => string {
  const kept = new Map<string, (amount: number) => string>();
  return ({ amount, currency }) => {
    const write = kept.get(currency) ?? amountsIn(locale, currency);
    kept.set(currency, write);
    return write(amount);
  };
}

function amountsIn(locale: string | undefined, currency: string): (amount: number) => string {
  // By ISO 4217, as the provider counts: browsers show the rupee of Pakistan without decimals, though it has two.
  const digits = currency in MINOR_UNITS ? MINOR_UNITS[currency as keyof typeof MINOR_UNITS] : 2;
  const formatWith = (decimals: number) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      numberingSystem: 'latn',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
  const [exact, whole] = [formatWith(digits), formatWith(0)];
  const minorUnits = 10 ** digits;
  return (amount) => (amount % minorUnits === 0 ? whole : exact).format(amount / minorUnits);
}
