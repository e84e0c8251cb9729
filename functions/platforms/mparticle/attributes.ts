import type { Properties, PropertyValue } from '../../air/loyalty-event';
import { cut } from '../cut';

/**
 * mParticle's limits per event: over them it drops or cuts by itself.
 * https://docs.mparticle.com/guides/default-service-limits/
 */
export const MOST_NAME_CHARACTERS = 256;
const MOST_VALUE_CHARACTERS = 4096;
const MOST_ATTRIBUTES = 100;

type FlatValue = string | number | boolean;
export type FlatAttributes = Readonly<Record<string, FlatValue>>;

const isScalar = (value: PropertyValue): value is FlatValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** `A,B` for a list of plain values, JSON for anything else. */
function asText(value: PropertyValue): string {
  if (Array.isArray(value) && value.every(isScalar)) return value.join(',');
  return JSON.stringify(value);
}

/** A list as text within the limit: entries are left out from its end, and counted. */
function listAsText(list: readonly PropertyValue[]): { readonly text: string; readonly omitted: number } {
  let kept = list.length;
  let text = asText(list);
  while (kept > 0 && text.length > MOST_VALUE_CHARACTERS) {
    kept = Math.min(kept - 1, Math.ceil((kept * MOST_VALUE_CHARACTERS) / text.length));
    text = asText(list.slice(0, kept));
  }
  return { text, omitted: list.length - kept };
}

export const attributeText = (text: string): string => cut(text, MOST_VALUE_CHARACTERS);

/**
 * An event's properties as mParticle's attributes, which are flat: nulls are left out; a list of plain values becomes one
 * text with commas, lists of objects (the lines of an order) become JSON. A list over 4,096 characters loses entries from
 * its end, and `<name>_omitted` says how many; a text is cut. The first 100 attributes stay.
 */
export function flatAttributes(properties: Properties): FlatAttributes {
  const flat: [string, FlatValue][] = [];
  for (const [name, value] of Object.entries(properties)) {
    const short = cut(name, MOST_NAME_CHARACTERS);
    if (value === null) continue;
    if (Array.isArray(value)) {
      const { text, omitted } = listAsText(value);
      flat.push([short, text]);
      if (omitted > 0) flat.push([`${cut(name, MOST_NAME_CHARACTERS - 8)}_omitted`, omitted]);
    } else if (isScalar(value)) flat.push([short, typeof value === 'string' ? attributeText(value) : value]);
    else flat.push([short, attributeText(asText(value))]);
  }
  return Object.fromEntries(flat.slice(0, MOST_ATTRIBUTES));
}

/** A user's attributes in a batch; null removes one, which has a list of its own. */
export interface UserAttributes {
  readonly user_attributes?: FlatAttributes;
  readonly deleted_user_attributes?: readonly string[];
}

/** Names and texts are cut as those of events. */
export function userAttributes(attributes: Properties): UserAttributes {
  const entries = Object.entries(attributes).map(
    ([name, value]) => [cut(name, MOST_NAME_CHARACTERS), value] as const,
  );
  const set = entries.filter((entry): entry is readonly [string, FlatValue] => isScalar(entry[1]));
  const removed = entries.filter(([, value]) => value === null).map(([name]) => name);
  return {
    ...(set.length > 0 && {
      user_attributes: Object.fromEntries(
        set.map(([name, value]) => [name, typeof value === 'string' ? attributeText(value) : value]),
      ),
    }),
    ...(removed.length > 0 && { deleted_user_attributes: removed }),
  };
}
