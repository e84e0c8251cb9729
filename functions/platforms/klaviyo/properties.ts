/**
 * Event properties and profile attributes as Klaviyo accepts them.
 * @see https://developers.klaviyo.com/en/reference/events_api_overview#limitations
 */
import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { cut } from '../cut';
import { e164, looksLikeEmail } from './contact';

/** 100 KB each: so many UTF-16 units never take more. */
const MOST_CHARACTERS = 33_000;
const MOST_PROPERTIES = 400;
const MOST_ENTRIES = 4000;
const MOST_LEVELS = 10;
/** "Must be less than 128 characters." */
const MOST_NAME_CHARACTERS = 127;

/** A profile's own fields; everything else is a custom property. Identifiers stand only where the identity is one. */
const PROFILE_FIELDS = [
  'first_name',
  'last_name',
  'email',
  'phone_number',
  'organization',
  'title',
  'locale',
];

export const metricName = (name: string): string => cut(name, MOST_NAME_CHARACTERS);

function fitted(value: PropertyValue, level: number): PropertyValue {
  if (typeof value === 'string') return cut(value, MOST_CHARACTERS);
  if (typeof value !== 'object' || value === null) return value;
  if (level >= MOST_LEVELS) return cut(JSON.stringify(value), MOST_CHARACTERS);
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((entry) => fitted(entry, level + 1));
  return Object.fromEntries(
    Object.entries(value as Properties).map(([name, entry]) => [name, fitted(entry, level + 1)]),
  );
}

/**
 * At most 400 properties; texts cut to 100 KB, lists to 4,000 entries (`<name>_omitted` says how many are left out), the
 * eleventh level written as text.
 */
export function eventProperties(properties: Properties): Properties {
  const fits: [string, PropertyValue][] = [];
  for (const [name, value] of Object.entries(properties)) {
    fits.push([name, fitted(value, 1)]);
    if (Array.isArray(value) && value.length > MOST_ENTRIES)
      fits.push([`${name}_omitted`, value.length - MOST_ENTRIES]);
  }
  return Object.fromEntries(fits.slice(0, MOST_PROPERTIES));
}

export interface ProfileAttributes {
  readonly [field: string]: PropertyValue;
}

/** The value as one of Klaviyo's own fields takes it; undefined where it does not. */
function ownValue(field: string, value: PropertyValue): PropertyValue | undefined {
  if (value === null || (field !== 'email' && field !== 'phone_number')) return value;
  if (typeof value !== 'string') return undefined;
  if (field === 'phone_number') return e164(value) ?? undefined;
  return looksLikeEmail(value) ? value : undefined;
}

/**
 * Attributes of a profile, with Klaviyo's own fields (where the settings rename an attribute to one of them) beside
 * the custom properties, where a phone number or an e-mail that Klaviyo would refuse stands too, under the same name.
 * `null` clears; what is not named stays.
 * @see https://developers.klaviyo.com/en/reference/create_or_update_profile
 */
export function profileAttributes(attributes: Properties): ProfileAttributes {
  const own: Record<string, PropertyValue> = {};
  const custom: Record<string, PropertyValue> = {};
  for (const [name, value] of Object.entries(eventProperties(attributes))) {
    const fits = PROFILE_FIELDS.includes(name) ? ownValue(name, value) : undefined;
    if (fits === undefined) custom[name] = value;
    else own[name] = fits;
  }
  return Object.keys(custom).length > 0 ? { ...own, properties: custom } : own;
}
