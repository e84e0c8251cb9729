/**
 * Reading AIR's JSON leniently. PHP writes an empty object as `[]` and a list with gaps as an object, ids come as strings
 * or numbers, amounts may be decimals, and any part may be null or missing: what cannot be read is `undefined` or empty,
 * and never an error.
 */

/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

/** The object, or an empty one for anything else (`[]`, null, missing, text). */
export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : EMPTY;
}

/** The list, or the values of an object whose keys are all numbers, or an empty one for anything else. */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? numbered(value) : NONE;
}

function numbered(value: object): readonly unknown[] {
  for (const key in value) if (!/^\d+$/.test(key)) return NONE;
  return Object.values(value);
}

/**
 * A text or id: numbers become text, an empty text is none. Half a surrogate pair, as a name that was cut leaves it,
 * becomes U+FFFD: platforms refuse JSON with it.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value.toWellFormed();
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** A number, also when it was written as text. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
}

/** The sum of what can be read as numbers, or undefined when nothing can. Decimals leave no floating-point dust. */
export function sum(values: Iterable<number | undefined>): number | undefined {
  let total: number | undefined;
  for (const value of values) if (value !== undefined) total = (total ?? 0) + value;
  return total === undefined || Number.isInteger(total) ? total : Number(total.toFixed(6));
}

/** Leaves out what is undefined: an unknown property is no property. The given object itself when nothing is. */
export function present<T>(properties: Readonly<Record<string, T | undefined>>): Readonly<Record<string, T>> {
  for (const name in properties) if (properties[name] === undefined) return withoutUndefined(properties);
  return properties as Readonly<Record<string, T>>;
}

function withoutUndefined<T>(properties: Readonly<Record<string, T | undefined>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const name in properties) {
    const value = properties[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}
