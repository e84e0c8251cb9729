import type { Json } from '../../json';
import { dig } from './rules';

interface ReceivedEvent {
  readonly metric: string;
  readonly uniqueId: string;
  readonly time: string;
  readonly value: number | null;
  readonly currency: string | null;
  readonly properties: Json;
}

/** A profile as Klaviyo would show it. */
export interface KlaviyoProfile {
  readonly id: string;
  /** external_id, email, phone_number, and Klaviyo's other own fields. */
  readonly fields: Record<string, unknown>;
  readonly properties: Record<string, unknown>;
  readonly events: ReceivedEvent[];
  /** Channels it was unsubscribed from, by list. */
  readonly unsubscribed: { readonly list: string; readonly channels: readonly string[] }[];
}

const IDENTIFIERS = ['external_id', 'email', 'phone_number'] as const;

/** The profiles of a simulated account. */
export class Profiles {
  private readonly profiles = new Set<KlaviyoProfile>();
  private readonly byIdentifier = new Map<string, KlaviyoProfile>();
  private readonly events = new Set<string>();

  all(): readonly KlaviyoProfile[] {
    return [...this.profiles];
  }

  /** By external_id, e-mail or phone number. */
  find(identifier: string): KlaviyoProfile | null {
    const keys = IDENTIFIERS.map((name) => `${name}:${identifier}`);
    return keys.map((key) => this.byIdentifier.get(key)).find((profile) => profile !== undefined) ?? null;
  }

  /** The profiles that the identifiers among these attributes name: several where they contradict each other. */
  matching(attributes: Json): readonly KlaviyoProfile[] {
    const found = IDENTIFIERS.map((name) => this.byIdentifier.get(`${name}:${attributes[name]}`));
    return [...new Set(found)].filter((profile) => profile !== undefined);
  }

  /** Creates or updates: `null` clears, what is left out stays. @returns true where it was created. */
  upsert(attributes: Json): boolean {
    const [known] = this.matching(attributes);
    const profile = known ?? this.create();
    const { properties, ...fields } = attributes;
    write(profile.fields, fields);
    write(profile.properties, (properties ?? {}) as Json);
    for (const name of IDENTIFIERS)
      if (profile.fields[name] !== undefined)
        this.byIdentifier.set(`${name}:${profile.fields[name]}`, profile);
    return known === undefined;
  }

  /** The key by which Klaviyo recognises a repeat of an event: profile, metric and `unique_id`, else the second. */
  keyOf(profile: Json, event: Json): string {
    const who = IDENTIFIERS.map((name) => profile[name]).find((value) => value !== undefined);
    const metric = dig(event, 'metric', 'data', 'attributes', 'name');
    return JSON.stringify([who, metric, event.unique_id ?? String(event.time).slice(0, 19)]);
  }

  knows(key: string): boolean {
    return this.events.has(key);
  }

  /** @returns false for a repeat, which is dropped. */
  record(profileAttributes: Json, event: Json): boolean {
    this.upsert(profileAttributes);
    const key = this.keyOf(profileAttributes, event);
    if (this.events.has(key)) return false;
    this.events.add(key);
    this.matching(profileAttributes)[0]?.events.push({
      metric: dig(event, 'metric', 'data', 'attributes', 'name') as string,
      uniqueId: (event.unique_id as string | undefined) ?? '',
      time: `${String(event.time).slice(0, 19)}Z`,
      value: (event.value as number | undefined) ?? null,
      currency: (event.value_currency as string | undefined) ?? null,
      properties: event.properties as Json,
    });
    return true;
  }

  /** @returns false where there is no such profile. */
  delete(attributes: Json): boolean {
    const found = this.matching(attributes);
    for (const profile of found) {
      this.profiles.delete(profile);
      for (const name of IDENTIFIERS) this.byIdentifier.delete(`${name}:${profile.fields[name]}`);
    }
    return found.length > 0;
  }

  private create(): KlaviyoProfile {
    const id = `01SIM${String(this.profiles.size + 1).padStart(21, '0')}`;
    const profile: KlaviyoProfile = { id, fields: {}, properties: {}, events: [], unsubscribed: [] };
    this.profiles.add(profile);
    return profile;
  }
}

function write(target: Record<string, unknown>, values: Json): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === null) delete target[name];
    else target[name] = value;
  }
}
