/** Steps that every platform takes from loyalty events and profiles to items. */
import type { Properties } from '../air/loyalty-event';
import type { Item, Items, NamedEvent, NamedProfile, Unsendable } from './item';
import { itemJson, MadeItem } from './item-json';
import { jsonBytes } from './json-size';
import { shrinkLists } from './shrink';

/** What a part of an event or profile became. */
export type Made = Item | Unsendable;

type Told = NamedEvent | NamedProfile;

/** Whose it is, for keeping order: the wallet, and where AIR names none the identity. */
export const consumerOf = ({ walletId, identity }: Told): string =>
  walletId ?? `${identity?.type}:${identity?.value}`;

/** @param part where one event becomes several items: `#ecommerce`, behind the id. */
export function itemOf(of: Told, target: string, body: unknown, part = ''): Item {
  const kind = 'attributes' in of ? 'profile' : 'event';
  return new MadeItem(`${of.id}${part}`, kind, target, consumerOf(of), body);
}

/** @param detail in words for the operator: never of whom. */
export const notSendable = ({ id }: Told, detail: string): Unsendable => ({
  id,
  reason: 'item-not-sendable',
  detail,
});

/** Platforms would make a profile for "". */
export const unknownIdentity = (of: Told): Unsendable => notSendable(of, 'the identity is not known');

/**
 * The item that `make` gives for these properties, where it is at most `mostBytes` of JSON (`jsonBytes`); else the one for
 * properties with shorter lists (`shrinkLists`).
 */
export function fitting(mostBytes: number, properties: Properties, make: (fit: Properties) => Item): Made {
  const whole = make(properties);
  const { bytes } = itemJson(whole);
  if (bytes <= mostBytes) return whole;
  const around = bytes - jsonBytes(JSON.stringify(properties));
  const small = shrinkLists(properties, mostBytes - around);
  const item = small && make(small);
  if (item && itemJson(item).bytes <= mostBytes) return item;
  const what = whole.kind === 'profile' ? 'attributes' : 'properties';
  const detail = `its ${what} are larger than ${mostBytes} bytes`;
  return { id: whole.id, reason: 'item-too-large', detail };
}

/** What profiles become, then what events become, each in order, with what cannot be sent apart. */
export function itemsOf(
  profiles: readonly NamedProfile[],
  ofProfile: (profile: NamedProfile) => readonly Made[],
  events: readonly NamedEvent[],
  ofEvent: (event: NamedEvent) => readonly Made[],
): Items {
  const items: Item[] = [];
  const unsendable: Unsendable[] = [];
  const sort = (made: readonly Made[]) => {
    for (const each of made) 'target' in each ? items.push(each) : unsendable.push(each);
  };
  for (const profile of profiles) sort(ofProfile(profile));
  for (const event of events) sort(ofEvent(event));
  return { items, unsendable };
}
