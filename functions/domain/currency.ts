import MINOR_UNITS from '../../data/iso-4217.json';

const digits = new Map<string, number>(Object.entries(MINOR_UNITS));

/** Whether it is the code of a currency that guests can pay in, by ISO 4217. */
export function isCurrency(code: string): boolean {
  return digits.has(code);
}

/** How many decimals a currency's minor unit has by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorUnitDigits(currency: string): number {
  return digits.get(currency) ?? 2;
}
