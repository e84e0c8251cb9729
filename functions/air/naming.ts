/** Which loyalty events and attributes a connector sends, and under which names. Platform e-commerce names are the platforms' business. */
import type { OutboundSettings } from '../connectors/settings';
import type { NamedEvent, NamedProfile } from '../platforms/item';
import { ATTRIBUTE_NAMES, DEFAULT_EVENTS, LOYALTY_EVENT_NAMES } from './catalogue';
import type { LoyaltyEvent, Profile, Translation } from './loyalty-event';

type NamingSettings = Pick<OutboundSettings, 'events' | 'rename' | 'eventPrefix' | 'attributePrefix'>;

/** A loyalty event's name on the platform, whether it is sent or not; a renamed one gets no prefix. */
export function platformEventName(name: string, settings: NamingSettings): string {
  return settings.rename?.events?.[name] ?? settings.eventPrefix + name;
}

/** An attribute's name on the platform; a renamed one gets no prefix. */
export function platformAttributeName(name: string, settings: NamingSettings): string {
  return settings.rename?.attributes?.[name] ?? settings.attributePrefix + name;
}

interface Names {
  /** Of the events that are sent. */
  readonly events: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Made once per connector: the names are the same for every event. */
const namesBySettings = new WeakMap<NamingSettings, Names>();

function namesOf(settings: NamingSettings): Names {
  let names = namesBySettings.get(settings);
  if (!names) {
    const sent = settings.events ? new Set(settings.events) : DEFAULT_EVENTS;
    names = {
      events: new Map(
        LOYALTY_EVENT_NAMES.filter((name) => sent.has(name)).map((name) => [
          name,
          platformEventName(name, settings),
        ]),
      ),
      attributes: new Map(ATTRIBUTE_NAMES.map((name) => [name, platformAttributeName(name, settings)])),
    };
    namesBySettings.set(settings, names);
  }
  return names;
}

/** Field by field: a spread costs more than all the rest of it. */
function namedEvent(event: LoyaltyEvent, platformName: string): NamedEvent {
  const { id, name, occurredAt, walletId, identity, properties } = event;
  return { platformName, id, name, occurredAt, walletId, identity, properties };
}

function namedProfile(profile: Profile, names: Names['attributes'], eventId: string): NamedProfile {
  const attributes: Record<string, string | number | boolean | null> = {};
  for (const name in profile.attributes) {
    const platformName = names.get(name);
    const value = profile.attributes[name];
    if (platformName !== undefined && value !== undefined) attributes[platformName] = value;
  }
  const { walletId, identity, asOf, beside } = profile;
  const id = `${eventId}:${walletId ?? ''}:profile`;
  return { id: beside ? `${id}:${beside}` : id, walletId, identity, asOf, attributes };
}

/**
 * Picks what the settings send, under the platform's names.
 * @param eventId of the AIR event, or `expiryEventId`: the profile's id is made from it.
 */
export function select(
  translation: Translation,
  settings: NamingSettings,
  eventId: string,
): { events: NamedEvent[]; profiles: NamedProfile[] } {
  const names = namesOf(settings);
  const events: NamedEvent[] = [];
  for (const event of translation.events) {
    const platformName = names.events.get(event.name);
    if (platformName !== undefined) events.push(namedEvent(event, platformName));
  }
  const profiles: NamedProfile[] = [];
  for (const profile of translation.profiles)
    if (!profile.provisional) profiles.push(namedProfile(profile, names.attributes, eventId));
  return { events, profiles };
}
