/**
 * Properties as Bloomreach Engagement stores them.
 * @see https://documentation.bloomreach.com/engagement/docs/data-types
 */
import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { cut } from '../cut';
import { isDateName } from '../date-name';
import type { NamedProfile } from '../item';

/** A customer property has to be below 16 KB: so many UTF-16 units always are. */
const MOST_CHARACTERS = 5_400;
const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** UNIX time in seconds, with its fraction: Bloomreach takes milliseconds for a date far in the future. */
export const unixSeconds = (iso: string): number => Date.parse(iso) / 1000;

/** Only a UNIX timestamp is sure to be a date in filters and reports: "a string that looks like a date" is not. */
function dateOrText(text: string): string | number {
  const seconds = DATE.test(text) ? unixSeconds(text) : Number.NaN;
  return Number.isNaN(seconds) ? cut(text, MOST_CHARACTERS) : seconds;
}

/** @param name of the property that it is, or that it is listed in. */
function stored(value: PropertyValue, name: string): PropertyValue {
  if (typeof value === 'string') return isDateName(name) ? dateOrText(value) : cut(value, MOST_CHARACTERS);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => stored(entry, name));
  return eventProperties(value as Properties);
}

/** Of an event: dates as UNIX seconds, texts cut to 16 KB. */
export function eventProperties(properties: Properties): Properties {
  const made: Record<string, PropertyValue> = {};
  for (const name of Object.keys(properties)) made[name] = stored(properties[name] ?? null, name);
  return made;
}

/**
 * Of a profile: the same. The settings may rename its dates to anything, and there are no references of tills and no ids of
 * products among attributes, so that here a date is known by its form. `null` stays: it clears a property.
 */
export function profileAttributes(attributes: NamedProfile['attributes']): NamedProfile['attributes'] {
  const made: Record<string, string | number | boolean | null> = {};
  for (const name of Object.keys(attributes)) {
    const value = attributes[name] ?? null;
    made[name] = typeof value === 'string' ? dateOrText(value) : value;
  }
  return made;
}
