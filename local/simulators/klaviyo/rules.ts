/**
 * What Klaviyo accepts, as its public OpenAPI documents have it; written for the simulator alone, so that a mistake in
 * the connector meets something that does not share it.
 * @see https://github.com/klaviyo/openapi (`openapi/stable/apis`)
 */
import { isObject, isText } from '../../json';

/** Why something is refused, and where it stands in it: a JSON pointer without its beginning. */
export interface Refusal {
  readonly code: string;
  readonly pointer: string;
}

const YEAR_MS = 366 * 86_400_000;
const EVENT_BYTES = 5_000_000;
const PROFILE_BYTES = 100 * 1024;
const STRING_BYTES = 100 * 1024;
const MOST_PROPERTIES = 400;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const E164 = /^\+[1-9]\d{6,14}$/;
const EVENT_FIELDS = ['properties', 'time', 'value', 'value_currency', 'unique_id', 'metric', 'backfill'];
const PROFILE_FIELDS = [
  'email',
  'phone_number',
  'external_id',
  'anonymous_id',
  'first_name',
  'last_name',
  'organization',
  'title',
  'locale',
  'image',
  'location',
  'properties',
];

const at = (pointer: string, code = 'invalid'): Refusal => ({ code, pointer });

/** The value at a path of names; undefined where there is none. */
export function dig(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);
}

function longString(value: unknown): boolean {
  if (typeof value === 'string') return Buffer.byteLength(value) > STRING_BYTES;
  if (Array.isArray(value)) return value.length > 4000 || value.some(longString);
  return isObject(value) && Object.values(value).some(longString);
}

/** The attributes of a profile that an event, an import or a list names. */
export function profileRefusal(attributes: unknown): Refusal | null {
  if (!isObject(attributes)) return at('/attributes');
  const unknown = Object.keys(attributes).find((name) => !PROFILE_FIELDS.includes(name));
  if (unknown) return at(`/attributes/${unknown}`);
  const { email, phone_number, external_id, properties } = attributes;
  if (!isText(email) && !isText(phone_number) && !isText(external_id)) return at('/attributes', 'required');
  if (email !== undefined && (!isText(email) || !EMAIL.test(email))) return at('/attributes/email');
  if (phone_number !== undefined && (!isText(phone_number) || !E164.test(phone_number)))
    return at('/attributes/phone_number');
  if (external_id !== undefined && (!isText(external_id) || external_id.length > 255))
    return at('/attributes/external_id');
  if (properties !== undefined && !isObject(properties)) return at('/attributes/properties');
  return Buffer.byteLength(JSON.stringify(attributes)) > PROFILE_BYTES
    ? at('/attributes', 'too_large')
    : null;
}

/** The attributes of an event, its profile aside. */
export function eventRefusal(attributes: unknown, nowMs: number): Refusal | null {
  if (!isObject(attributes)) return at('/attributes');
  const unknown = Object.keys(attributes).find((name) => !EVENT_FIELDS.includes(name));
  if (unknown) return at(`/attributes/${unknown}`);
  const { properties, time, value, value_currency, unique_id } = attributes;
  if (!isObject(properties) || Object.keys(properties).length > MOST_PROPERTIES || longString(properties))
    return at('/attributes/properties');
  if (Buffer.byteLength(JSON.stringify(attributes)) > EVENT_BYTES) return at('/attributes', 'too_large');
  const ms = typeof time === 'string' && TIME.test(time) ? Date.parse(time) : Number.NaN;
  if (time !== undefined && !(ms > Date.parse('2000-01-01') && ms < nowMs + YEAR_MS))
    return at('/attributes/time');
  if (value !== undefined && typeof value !== 'number') return at('/attributes/value');
  if (value_currency !== undefined && !(isText(value_currency) && /^[A-Z]{3}$/.test(value_currency)))
    return at('/attributes/value_currency');
  if (unique_id !== undefined && !isText(unique_id)) return at('/attributes/unique_id');
  const name = dig(attributes, 'metric', 'data', 'attributes', 'name');
  if (dig(attributes, 'metric', 'data', 'type') !== 'metric' || !isText(name) || name.length >= 128)
    return at('/attributes/metric/data/attributes/name');
  return null;
}
