import type { Json } from '../../json';
import type { ArrayName } from './rules';

interface ReceivedEvent {
  readonly name: string;
  readonly time: string;
  readonly properties: Json;
}

interface ReceivedPurchase {
  readonly productId: string;
  readonly currency: string;
  readonly price: number;
  readonly quantity: number;
  readonly time: string;
  readonly properties: Json;
}

/** A user profile as Braze would show it. */
export interface BrazeProfile {
  readonly externalId: string | null;
  /** `<label>:<name>` of an alias user. */
  readonly alias: string | null;
  readonly attributes: Record<string, unknown>;
  readonly events: ReceivedEvent[];
  readonly purchases: ReceivedPurchase[];
}

const FIELDS = ['external_id', 'user_alias', 'braze_id', '_update_existing_only'];

/** Which profile an object means: `external:<id>` or `alias:<label>:<name>`. */
export function userKey(object: Json): string {
  if (typeof object.external_id === 'string') return `external:${object.external_id}`;
  const alias = object.user_alias as { alias_label: string; alias_name: string } | undefined;
  if (alias) return `alias:${alias.alias_label}:${alias.alias_name}`;
  return `other:${object.braze_id ?? object.email ?? object.phone}`;
}

/** The profiles of a simulated workspace. */
export class Profiles {
  private readonly profiles = new Map<string, BrazeProfile>();
  private readonly counts = new Map<string, number>();

  find(key: string): BrazeProfile | null {
    return this.profiles.get(key) ?? null;
  }

  all(): readonly BrazeProfile[] {
    return [...this.profiles.values()];
  }

  /** How often an event came for a user, by name and time: Braze itself takes every one for a new one. */
  eventCounts(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Applies an accepted object. Unknown users are created, unless the object says (or an alias means) "existing only". */
  apply(array: ArrayName, object: Json): void {
    const key = userKey(object);
    const existingOnly = object._update_existing_only ?? object.user_alias !== undefined;
    let profile = this.profiles.get(key);
    if (!profile) {
      if (existingOnly) return;
      profile = emptyProfile(key);
      this.profiles.set(key, profile);
    }
    if (array === 'attributes') writeAttributes(profile, object);
    const properties = (object.properties ?? {}) as Json;
    if (array === 'events') {
      const event = { name: object.name as string, time: object.time as string, properties };
      profile.events.push(event);
      const counted = `${key} ${event.name} ${event.time}`;
      this.counts.set(counted, (this.counts.get(counted) ?? 0) + 1);
    }
    if (array === 'purchases') {
      profile.purchases.push({
        productId: object.product_id as string,
        currency: object.currency as string,
        price: object.price as number,
        quantity: (object.quantity as number | undefined) ?? 1,
        time: object.time as string,
        properties,
      });
    }
  }

  delete(key: string): void {
    this.profiles.delete(key);
  }
}

function emptyProfile(key: string): BrazeProfile {
  const [kind, ...rest] = key.split(':');
  const id = rest.join(':');
  return {
    externalId: kind === 'external' ? id : null,
    alias: kind === 'alias' ? id : null,
    attributes: {},
    events: [],
    purchases: [],
  };
}

/** Absolute values; null removes the attribute. */
function writeAttributes(profile: BrazeProfile, object: Json): void {
  for (const [name, value] of Object.entries(object)) {
    if (FIELDS.includes(name)) continue;
    if (value === null) delete profile.attributes[name];
    else profile.attributes[name] = value;
  }
}
