import type { Json } from '../../json';

interface ReceivedEvent {
  readonly type: string;
  /** Of a custom event; the action of a commerce event. */
  readonly name: string;
  readonly sourceMessageId: string | null;
  /** Epoch ms. */
  readonly timestamp: number | null;
  readonly attributes: Json;
  readonly data: Json;
}

/** A user profile as mParticle would show it. */
export interface MparticleUser {
  readonly identities: Readonly<Record<string, string>>;
  readonly attributes: Record<string, unknown>;
  readonly events: ReceivedEvent[];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A user is found by the first identity of a batch: this simulator resolves no others. */
export const userKey = (identities: unknown): string => {
  const [first] = Object.entries((identities ?? {}) as Record<string, string>);
  return first ? `${first[0]}:${first[1]}` : 'nobody';
};

/** The users of a simulated workspace. */
export class Users {
  private readonly users = new Map<string, MparticleUser>();
  private readonly counts = new Map<string, number>();

  find(key: string): MparticleUser | null {
    return this.users.get(key) ?? null;
  }

  all(): readonly MparticleUser[] {
    return [...this.users.values()];
  }

  /** How often each `source_message_id` had an effect: mParticle recognises requests, not events. */
  effects(): ReadonlyMap<string, number> {
    return this.counts;
  }

  apply(batch: Json): void {
    const key = userKey(batch.user_identities);
    const user = this.users.get(key) ?? {
      identities: { ...(batch.user_identities as Record<string, string> | undefined) },
      attributes: {},
      events: [],
    };
    this.users.set(key, user);
    for (const name of (batch.deleted_user_attributes ?? []) as readonly string[])
      delete user.attributes[name];
    Object.assign(user.attributes, batch.user_attributes);
    for (const event of (batch.events ?? []) as readonly Json[]) this.receive(user, event);
  }

  private receive(user: MparticleUser, event: Json): void {
    const data = event.data as Json;
    const action = data.product_action as Json | undefined;
    const id = textOf(data.source_message_id);
    if (id !== null) this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    user.events.push({
      type: event.event_type as string,
      name: textOf(data.event_name) ?? textOf(action?.action) ?? '',
      sourceMessageId: id,
      timestamp: typeof data.timestamp_unixtime_ms === 'number' ? data.timestamp_unixtime_ms : null,
      attributes: (data.custom_attributes ?? {}) as Json,
      data,
    });
  }

  delete(key: string): void {
    this.users.delete(key);
  }
}
