/**
 * What Bloomreach Engagement's tracking API accepts, as its public documentation has it; written for the simulator alone,
 * so that a mistake in the connector meets something that does not share it.
 * @see https://documentation.bloomreach.com/engagement/docs/batch-commands-2
 * @see https://documentation.bloomreach.com/engagement/reference/update-customer-properties-2
 */
import { isObject, isText } from '../../json';

const MESSAGE_BYTES = 800 * 1024;
const PROPERTY_BYTES = 16 * 1024;
/** A time in seconds that is larger was meant in milliseconds. */
const FARTHEST_SECONDS = 1e11;
/** Ids that a project of this simulator knows. */
const ID_NAMES = ['registered', 'cookie', 'email_id'];

const isTime = (value: unknown) =>
  value === undefined || (typeof value === 'number' && value > 0 && value < FARTHEST_SECONDS);

/** The errors of one command; empty when it is executed. */
export function commandErrors(command: unknown): readonly string[] {
  if (!isObject(command) || !isObject(command.data)) return ['Command data must be an object.'];
  const { name, data } = command;
  const { customer_ids, properties } = data;
  if (name !== 'customers' && name !== 'customers/events') return [`Unknown command '${name}'.`];
  if (Buffer.byteLength(JSON.stringify(data)) > MESSAGE_BYTES) return ['Message is too large.'];
  const ids = isObject(customer_ids) ? Object.entries(customer_ids) : [];
  if (ids.length === 0) return ['At least one id should be specified.'];
  const unknown = ids.find(([id]) => !ID_NAMES.includes(id));
  if (unknown) return [`Unknown customer id '${unknown[0]}'.`];
  if (ids.some(([, value]) => !isText(value))) return ['Customer id must be a non-empty string.'];
  if (properties !== undefined && !isObject(properties)) return ['Properties must be an object.'];
  if (name === 'customers/events') {
    if (!isText(data.event_type)) return ['Event type must be specified.'];
    return isTime(data.timestamp) ? [] : ['Timestamp is not valid.'];
  }
  const tooLarge = Object.values(properties ?? {}).some(
    (value) => Buffer.byteLength(JSON.stringify(value)) >= PROPERTY_BYTES,
  );
  if (tooLarge) return ['Property value is too large.'];
  return isTime(data.update_timestamp) ? [] : ['Update timestamp is not valid.'];
}
