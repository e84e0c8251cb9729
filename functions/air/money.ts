/** Minor to major units by the currency's ISO 4217 exponent (https://www.six-group.com/en/products-services/financial-information/data-standards.html, list one). */

const EXPONENT_GROUPS: readonly (readonly [exponent: number, currencies: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];
const EXPONENTS = new Map(
  EXPONENT_GROUPS.flatMap(([exponent, currencies]) =>
    currencies.split(' ').map((currency) => [currency, exponent] as const),
  ),
);

/** Digits after the decimal point of the currency: 0 for JPY, 3 for KWD, 2 for most. */
export function minorUnitDigits(currency: string): number {
  return EXPONENTS.get(currency) ?? 2;
}

/**
 * `1999` GBP is `19.99`. A minor amount with decimals keeps them.
 * @param minor in the currency's smallest unit, as AIR sends amounts.
 * @returns major units, without floating-point dust; undefined stays undefined.
 */
export function toMajor(minor: number, currency: string): number;
export function toMajor(minor: number | undefined, currency: string): number | undefined;
export function toMajor(minor: number | undefined, currency: string): number | undefined {
  if (minor === undefined) return undefined;
  const digits = minorUnitDigits(currency);
  const major = minor / 10 ** digits;
  // The quotient of two integers is the double nearest to the true one. A decimal's own error has to be rounded away.
  return Number.isInteger(minor) ? major : Number(major.toFixed(digits + 4));
}
