/**
 * What mParticle accepts, as its public documentation and JSON schema have it; written for the simulator alone, so that a
 * mistake in the connector meets something that does not share it.
 * @see https://docs.mparticle.com/developers/server/json-reference/
 * @see https://docs.mparticle.com/guides/default-service-limits/
 */
import { isObject, isText, type Json } from '../../json';

const BATCH_BYTES = 128 * 1024;
const MOST_ATTRIBUTES = 100;
const MOST_NAME = 256;
const MOST_VALUE = 4096;
const BATCH_FIELDS = [
  'events',
  'source_request_id',
  'environment',
  'user_identities',
  'user_attributes',
  'deleted_user_attributes',
  'device_info',
  'application_info',
  'context',
  'ip',
  'mpid',
  'consent_state',
  'timestamp_unixtime_ms',
];
const IDENTITIES = [
  ...['other', 'customer_id', 'facebook', 'twitter', 'google', 'microsoft', 'yahoo', 'email', 'alias'],
  ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `other_id_${number}`),
  ...['mobile_number', 'phone_number_2', 'phone_number_3'],
];
const CUSTOM_TYPES = [
  ...['navigation', 'location', 'search', 'transaction', 'user_content', 'user_preference', 'social'],
  ...['other', 'media', 'attribution'],
];
const ACTIONS = ['purchase', 'refund', 'add_to_cart', 'remove_from_cart', 'checkout', 'click', 'view_detail'];

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const missing = (field: string) => `Required event field "${field}" is missing or empty.`;

/** Why mParticle answers 400 to a batch; null when it accepts it. */
export function refusalOf(batch: unknown): string | null {
  if (!isObject(batch)) return 'The request JSON was malformed.';
  const foreign = Object.keys(batch).find((field) => !BATCH_FIELDS.includes(field));
  if (foreign) return `Unknown field "${foreign}".`;
  if (Buffer.byteLength(JSON.stringify(batch)) > BATCH_BYTES) return 'The batch is over 128 KB.';
  if (batch.environment !== 'production' && batch.environment !== 'development')
    return missing('environment');
  const identities = batch.user_identities ?? {};
  if (!isObject(identities)) return 'Invalid "user_identities".';
  const strange = Object.entries(identities).find(
    ([name, value]) => !IDENTITIES.includes(name) || !isText(value),
  );
  if (strange) return `Invalid identity "${strange[0]}".`;
  if (Object.keys(identities).length === 0 && batch.mpid === undefined) return missing('user_identities');
  const attributes = attributesRefusal(batch.user_attributes, 'user_attributes');
  if (attributes) return attributes;
  const deleted = batch.deleted_user_attributes ?? [];
  if (!Array.isArray(deleted) || !deleted.every(isText)) return 'Invalid "deleted_user_attributes".';
  const events = batch.events ?? [];
  if (!Array.isArray(events)) return 'Invalid "events".';
  return events.reduce<string | null>((refused, event) => refused ?? eventRefusal(event), null);
}

function attributesRefusal(attributes: unknown, field: string): string | null {
  if (attributes === undefined) return null;
  if (!isObject(attributes)) return `Invalid "${field}".`;
  const entries = Object.entries(attributes);
  if (entries.length > MOST_ATTRIBUTES) return `More than 100 attributes in "${field}".`;
  const wrong = entries.some(
    ([name, value]) =>
      name.length > MOST_NAME ||
      !(isScalar(value) || (Array.isArray(value) && field === 'user_attributes' && value.every(isScalar))) ||
      String(value).length > MOST_VALUE,
  );
  return wrong ? `Invalid value in "${field}".` : null;
}

function eventRefusal(event: unknown): string | null {
  if (!isObject(event) || !isText(event.event_type)) return missing('event_type');
  if (!isObject(event.data)) return missing('data');
  const { data } = event;
  if (data.timestamp_unixtime_ms !== undefined && !Number.isSafeInteger(data.timestamp_unixtime_ms))
    return 'Invalid "timestamp_unixtime_ms".';
  const attributes = attributesRefusal(data.custom_attributes, 'custom_attributes');
  if (attributes) return attributes;
  if (event.event_type === 'custom_event') {
    if (!isText(data.event_name)) return missing('event_name');
    return CUSTOM_TYPES.includes(data.custom_event_type as string) ? null : missing('custom_event_type');
  }
  if (event.event_type === 'commerce_event') return commerceRefusal(data);
  return `Unknown event type "${event.event_type}".`;
}

function commerceRefusal({ product_action, currency_code }: Json): string | null {
  if (!isObject(product_action)) return missing('product_action');
  if (!ACTIONS.includes(product_action.action as string)) return missing('action');
  if (typeof product_action.total_amount !== 'number') return 'Invalid "total_amount".';
  if (!isText(product_action.transaction_id)) return missing('transaction_id');
  if (!isText(currency_code) || !/^[A-Z]{3}$/.test(currency_code)) return 'Invalid "currency_code".';
  const { products = [] } = product_action;
  return Array.isArray(products) && products.every(isObject) ? null : 'Invalid "products".';
}
