/**
 * What Braze accepts, as its public documentation has it; written for the simulator alone, so that a mistake in the
 * connector meets something that does not share it.
 * @see https://www.braze.com/docs/api/objects_filters/event_object/
 * @see https://www.braze.com/docs/api/objects_filters/purchase_object/
 * @see https://www.braze.com/docs/user_guide/data/activation/events/recommended_events/
 */
import { isObject, isText, type Json } from '../../json';

export type ArrayName = 'attributes' | 'events' | 'purchases';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/;
const ISO_DATE_OR_TIME = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/;
const TELLS_A_TIME = /_(at|from|until|date)$/;
const PROPERTY_BYTES = 50 * 1024;
const ITEM_BYTES = 100 * 1024;
const RESERVED: Record<'events' | 'purchases', readonly string[]> = {
  events: ['time', 'event_name'],
  purchases: ['time', 'product_id', 'quantity', 'event_name', 'price', 'currency'],
};
const IDENTIFIERS = ['external_id', 'user_alias', 'braze_id', 'email', 'phone'];
const ORDER_FIELDS: Record<string, string> = {
  order_id: 'string',
  total_value: 'number',
  currency: 'string',
  products: 'array',
  source: 'string',
};
const PRODUCT_FIELDS: Record<string, string> = {
  product_id: 'string',
  product_name: 'string',
  variant_id: 'string',
  quantity: 'number',
  price: 'number',
};

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);

/** Why Braze refuses one object of an array (the `type` of its error); null when it accepts it. */
export function refusalOf(array: ArrayName, object: unknown): string | null {
  if (!isObject(object)) return `'${array}' must contain objects`;
  if (!identified(object))
    return "'external_id' or 'braze_id' or 'user_alias' or 'email' or 'phone' is required";
  if (Buffer.byteLength(JSON.stringify(object)) > ITEM_BYTES) return 'Object exceeds the maximum size';
  if (array === 'attributes') return attributeRefusal(object);
  if (!isText(object.time) || !ISO_TIME.test(object.time) || Number.isNaN(Date.parse(object.time)))
    return "'time' is required and must be a valid ISO 8601 datetime";
  if (array === 'events' && (!isText(object.name) || object.name.length > 255)) return "'name' is required";
  if (array === 'purchases') {
    const refused = purchaseRefusal(object);
    if (refused) return refused;
  }
  if (object.properties === undefined) return null;
  return propertiesRefusal(array, object.properties) ?? schemaRefusal(object);
}

function identified(object: Json): boolean {
  const { user_alias } = object;
  if (user_alias !== undefined)
    return isObject(user_alias) && isText(user_alias.alias_name) && isText(user_alias.alias_label);
  return IDENTIFIERS.some((name) => isText(object[name]));
}

function attributeRefusal(object: Json): string | null {
  for (const [name, value] of Object.entries(object)) {
    if (name.startsWith('$') || name.length > 255) return 'Invalid attribute name';
    if (typeof value === 'string' && value.length > 255) return 'Attribute value exceeds 255 characters';
  }
  return null;
}

function purchaseRefusal(object: Json): string | null {
  const { product_id, currency, price, quantity = 1 } = object;
  if (!isText(product_id) || product_id.length > 255) return "'product_id' is required";
  if (!isText(currency) || !/^[A-Z]{3}$/.test(currency)) return "'currency' must be a valid ISO 4217 code";
  if (typeof price !== 'number') return "'price' must be a number";
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > 100)
    return "'quantity' must be an integer between 1 and 100";
  return null;
}

function propertiesRefusal(array: 'events' | 'purchases', properties: unknown): string | null {
  if (!isObject(properties)) return "Invalid 'properties' field";
  if (RESERVED[array].some((name) => Object.hasOwn(properties, name))) return "Invalid 'properties' field";
  if (Buffer.byteLength(JSON.stringify(properties)) > PROPERTY_BYTES)
    return "'properties' exceeds the maximum size";
  return valueRefusal(properties, false);
}

/** @param name of the property that it is, or that it is listed in: an id that looks like a date is no datetime. */
function valueRefusal(value: unknown, listed: boolean, name = ''): string | null {
  if (value === null || value === undefined) return "Invalid 'properties' field";
  if (typeof value === 'string') {
    if ([...value].length > 255) return "Invalid 'properties' field";
    const dated = listed && TELLS_A_TIME.test(name) && ISO_DATE_OR_TIME.test(value);
    return dated ? 'Datetimes are not supported within arrays' : null;
  }
  if (Array.isArray(value)) {
    return value.reduce<string | null>((refused, entry) => refused ?? valueRefusal(entry, true, name), null);
  }
  if (!isObject(value)) return null;
  for (const [field, entry] of Object.entries(value)) {
    if (field === '' || field.startsWith('$') || field.length > 255) return "Invalid 'properties' field";
    const refused = valueRefusal(entry, listed, field);
    if (refused) return refused;
  }
  return null;
}

function missing(value: Json, fields: Readonly<Record<string, string>>): string | null {
  for (const [name, kind] of Object.entries(fields)) {
    if (value[name] === undefined)
      return `The property '#/' did not contain a required property of '${name}'`;
    if (kindOf(value[name]) !== kind)
      return `The property '#/${name}' of type ${kindOf(value[name])} did not match the following type: ${kind}`;
  }
  return null;
}

/** Recommended events are checked against their schema; any other name is a custom event. */
function schemaRefusal(object: Json): string | null {
  const { name, properties } = object;
  if (name !== 'ecommerce.order_placed' && name !== 'ecommerce.order_refunded') return null;
  if (!isObject(properties)) return null;
  const refused = missing(properties, ORDER_FIELDS);
  if (refused) return refused;
  const products = properties.products as readonly unknown[];
  if (products.length === 0) return "The property '#/products' did not contain a minimum number of items 1";
  return products.reduce<string | null>(
    (found, product) =>
      found ?? (isObject(product) ? missing(product, PRODUCT_FIELDS) : "Invalid '#/products'"),
    null,
  );
}
