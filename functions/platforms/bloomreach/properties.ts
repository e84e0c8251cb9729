/**
 * Properties as Bloomreach Engagement stores them.
 * @see https://documentation.bloomreach.com/engagement/docs/data-types
 */
import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { cut } from '../cut';

/** A customer property has to be below 16 KB: so many UTF-16 units always are. */
const MOST_CHARACTERS = 5_400;
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** UNIX time in seconds, with its fraction: Bloomreach takes milliseconds for a date far in the future. */
export const unixSeconds = (iso: string): number => Date.parse(iso) / 1000;

/** Only a UNIX timestamp is sure to be a date in filters and reports: "a string that looks like a date" is not. */
function stored(value: PropertyValue): PropertyValue {
  if (typeof value === 'string') {
    const seconds = DATE.test(value) ? unixSeconds(value) : Number.NaN;
    return Number.isNaN(seconds) ? cut(value, MOST_CHARACTERS) : seconds;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(stored);
  return bloomreachProperties(value as Properties);
}

/** Dates as UNIX seconds, texts cut to 16 KB. `null` stays: it clears a property. */
export function bloomreachProperties(properties: Properties): Properties {
  const made: Record<string, PropertyValue> = {};
  for (const name of Object.keys(properties)) made[name] = stored(properties[name] ?? null);
  return made;
}
