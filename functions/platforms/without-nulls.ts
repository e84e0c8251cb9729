import type { Properties, PropertyValue } from '../air/loyalty-event';

/** Leaves out what is not known: a platform would take `null` for a value. */
export function withoutNulls(properties: Readonly<Record<string, PropertyValue>>): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}
