/**
 * Event properties and attributes as Braze accepts them.
 * @see https://www.braze.com/docs/user_guide/data/activation/events/custom_events/custom_event_properties
 */
import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { cut } from '../cut';
import { isDateName } from '../date-name';
import type { NamedProfile } from '../item';

const MOST_CHARACTERS = 255;
const MOST_PROPERTIES = 256;
const DOLLAR = 0x24;
const DASH = 0x2d;
const NONE: ReadonlySet<string> = new Set();
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

export function shortText(text: string): string {
  return cut(text, MOST_CHARACTERS);
}

/** At most 255 characters without leading dollar signs; empty when nothing is left. */
function shortName(name: string): string {
  return shortText(name.charCodeAt(0) === DOLLAR ? name.replace(/^\$+/, '') : name);
}

/**
 * Braze takes no datetime in a list, and says nothing of an epoch: seconds, which Liquid's `date` filter reads too.
 * @param name of the property that it is, or that it is listed in.
 */
function inList(text: string, name: string): string | number {
  if (text.charCodeAt(4) === DASH && isDateName(name) && DATE_TIME.test(text)) {
    const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || text.length === 10 ? text : `${text}Z`;
    const ms = Date.parse(zoned);
    if (!Number.isNaN(ms)) return Math.floor(ms / 1000);
  }
  return shortText(text);
}

/** Undefined for what Braze does not know: null. The value itself where nothing about it has to change. */
function clean(value: PropertyValue | undefined, listed: boolean, name: string): PropertyValue | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return listed ? inList(value, name) : shortText(value);
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? cleanList(value, name) : cleanObject(value as Properties, listed, NONE);
}

/** Nearly all lists are clean already, and stay as they are. */
function cleanList(list: readonly PropertyValue[], name: string): readonly PropertyValue[] {
  let copy: PropertyValue[] | undefined;
  for (let at = 0; at < list.length; at++) {
    const value = clean(list[at], true, name);
    if (copy === undefined && value !== list[at]) copy = list.slice(0, at);
    if (copy !== undefined && value !== undefined) copy.push(value);
  }
  return copy ?? list;
}

/** Nearly all objects are clean already, and stay as they are. */
function cleanObject(properties: Properties, listed: boolean, reserved: ReadonlySet<string>): Properties {
  let copy: Record<string, PropertyValue> | undefined;
  for (const name in properties) {
    const kept = shortName(name);
    const drop = kept === '' || reserved.has(kept);
    const value = drop ? undefined : clean(properties[name], listed, name);
    if (copy === undefined && (kept !== name || value === undefined || value !== properties[name]))
      copy = before(properties, name);
    if (copy !== undefined && value !== undefined) copy[kept] = value;
  }
  return copy ?? properties;
}

/** The properties in front of one, as they are. */
function before<T>(properties: Readonly<Record<string, T>>, end: string): Record<string, T> {
  const copy: Record<string, T> = {};
  for (const name in properties) {
    if (name === end) break;
    copy[name] = properties[name] as T;
  }
  return copy;
}

/**
 * Properties of an event: values cut to 255 characters, nulls left out (Braze knows none there), datetimes in lists as
 * epoch seconds, the first 256 properties, none of the reserved names (Braze refuses the event with
 * "Invalid 'properties' field").
 */
export function eventProperties(properties: Properties, reserved: ReadonlySet<string>): Properties {
  const cleaned = cleanObject(properties, false, reserved);
  const names = Object.keys(cleaned);
  return names.length > MOST_PROPERTIES ? before(cleaned, names[MOST_PROPERTIES] as string) : cleaned;
}

/**
 * Attributes of a profile: absolute values; null stays, since it removes the attribute in Braze. A name that a rename
 * made into one of Braze's identifiers is left out: it would write to another profile.
 * @see https://www.braze.com/docs/api/objects_filters/user_attributes_object/
 */
export function profileAttributes(attributes: NamedProfile['attributes']): NamedProfile['attributes'] {
  let copy: Record<string, string | number | boolean | null> | undefined;
  for (const name in attributes) {
    const value = attributes[name] ?? null;
    const kept = shortName(name);
    const cleaned = typeof value === 'string' ? shortText(value) : value;
    const drop = kept === '' || IDENTIFIERS.has(kept);
    if (copy === undefined && (drop || kept !== name || cleaned !== value)) copy = before(attributes, name);
    if (copy !== undefined && !drop) copy[kept] = cleaned;
  }
  return copy ?? attributes;
}
