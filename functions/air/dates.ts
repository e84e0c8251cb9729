/** AIR's dates: with or without a zone (none means UTC), with or without fractions of a second. */

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** AIR's "never": the last second of a 32-bit clock. */
const NEVER = '2038-01-19T03:14:07';

/** February's 29th goes the long way. */
const DAYS_OF_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const digit = (text: string, at: number) => text.charCodeAt(at) - 48;

/** Two digits at a position as a number, -1 when they are none. */
function two(text: string, at: number): number {
  const tens = digit(text, at);
  const ones = digit(text, at + 1);
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** True when the text begins with a date and time that exist, `2025-01-29T20:37:03`. */
function beginsWithTime(text: string): boolean {
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  return (
    two(text, 0) >= 19 &&
    two(text, 2) >= 0 &&
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    day >= 1 &&
    day <= (DAYS_OF_MONTH[two(text, 5)] ?? 0) &&
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second <= 59
  );
}

/** The two forms that nearly all of AIR's dates have need no parser: `...T20:37:03+00:00` and `...T20:37:03.078234`. */
function quick(text: string): string | undefined {
  if (text.length === 25 && text.endsWith('+00:00'))
    return beginsWithTime(text) ? `${text.slice(0, 19)}.000Z` : undefined;
  if (text.length !== 26 || text[19] !== '.' || !beginsWithTime(text)) return undefined;
  return two(text, 20) >= 0 && two(text, 22) >= 0 && two(text, 24) >= 0 ? `${text.slice(0, 23)}Z` : undefined;
}

function parsed(text: string): string | undefined {
  const parts = DATE.exec(text);
  if (!parts) return undefined;
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] = parts;
  const date = new Date(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/**
 * ISO 8601 in UTC with milliseconds (`2025-01-29T20:37:03.078Z`), one form for all, so that such dates compare as text.
 * @returns undefined for what is no date, and for AIR's "never".
 */
export function isoUtc(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const quickly = quick(value);
  if (quickly !== undefined) return value.startsWith(NEVER) ? undefined : quickly;
  const iso = parsed(value);
  return iso?.startsWith(NEVER) ? undefined : iso;
}
