/**
 * Event properties and attributes as Braze accepts them.
 * @see https://www.braze.com/docs/user_guide/data/activation/events/custom_events/custom_event_properties
 */
import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { cut } from '../cut';

const MOST_CHARACTERS = 255;
const MOST_PROPERTIES = 256;
const DOLLAR = 0x24;
/** Braze documents 50 KB in one place and 100 KB in another for properties with lists in them; the smaller one holds. */
export const MOST_PROPERTY_BYTES = 50_000;

const DATE_TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** As an attribute, each of these would say whose profile it is. */
const IDENTIFIERS = new Set([
  'external_id',
  'user_alias',
  'braze_id',
  '_update_existing_only',
  'push_token_import',
]);

export function brazeText(text: string): string {
  return cut(text, MOST_CHARACTERS);
}

/** At most 255 characters without leading dollar signs; empty when nothing is left. */
function brazeName(name: string): string {
  return brazeText(name.charCodeAt(0) === DOLLAR ? name.replace(/^\$+/, '') : name);
}

/** Braze takes no datetime in a list, and says nothing of an epoch: seconds, which Liquid's `date` filter reads too. */
function inList(value: PropertyValue): PropertyValue {
  if (typeof value === 'string' && value.charAt(4) === '-' && DATE_TIME.test(value)) {
    const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(value) || value.length === 10 ? value : `${value}Z`;
    const ms = Date.parse(zoned);
    if (!Number.isNaN(ms)) return Math.floor(ms / 1000);
  }
  return clean(value, true);
}

function clean(value: PropertyValue, listed: boolean): PropertyValue {
  if (typeof value === 'string') return brazeText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(inList);
  return cleanObject(value as Properties, listed);
}

function cleanObject(properties: Properties, listed: boolean): Record<string, PropertyValue> {
  const cleaned: Record<string, PropertyValue> = {};
  for (const name in properties) {
    const value = properties[name];
    const kept = brazeName(name);
    if (value === null || value === undefined || kept === '') continue;
    cleaned[kept] = listed ? inList(value) : clean(value, false);
  }
  return cleaned;
}

/**
 * Properties of an event: values cut to 255 characters, nulls left out (Braze knows none there), datetimes in lists as
 * epoch seconds, the first 256 properties, none of the reserved names (Braze refuses the event with
 * "Invalid 'properties' field").
 */
export function brazeProperties(properties: Properties, reserved: ReadonlySet<string>): Properties {
  const cleaned = cleanObject(properties, false);
  for (const name of reserved) delete cleaned[name];
  const entries = Object.entries(cleaned);
  return entries.length > MOST_PROPERTIES ? Object.fromEntries(entries.slice(0, MOST_PROPERTIES)) : cleaned;
}

/**
 * Attributes of a profile: absolute values; null stays, since it removes the attribute in Braze. A name that a rename
 * made into one of Braze's identifiers is left out: it would write to another profile.
 * @see https://www.braze.com/docs/api/objects_filters/user_attributes_object/
 */
export function brazeAttributes(
  attributes: Readonly<Record<string, string | number | boolean | null>>,
): Record<string, string | number | boolean | null> {
  const cleaned: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const kept = brazeName(name);
    if (kept === '' || IDENTIFIERS.has(kept)) continue;
    cleaned[kept] = typeof value === 'string' ? brazeText(value) : value;
  }
  return cleaned;
}
