import type { Json } from '../../json';

interface ReceivedEvent {
  readonly event: string;
  readonly messageId: string | null;
  readonly timestamp: string | null;
  readonly properties: Json;
}

/** A user as Segment would show it. */
export interface SegmentUser {
  readonly userId: string;
  readonly traits: Record<string, unknown>;
  readonly events: ReceivedEvent[];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The users of a simulated workspace. */
export class Users {
  private readonly users = new Map<string, SegmentUser>();
  private readonly counts = new Map<string, number>();

  find(userId: string): SegmentUser | null {
    return this.users.get(userId) ?? null;
  }

  all(): readonly SegmentUser[] {
    return [...this.users.values()];
  }

  /** How often each messageId had an effect: more than once is a second one. */
  effects(): ReadonlyMap<string, number> {
    return this.counts;
  }

  /** Applies an event that was kept. A trait of null is unset. */
  apply(event: Json): void {
    const userId = textOf(event.userId) ?? `anonymous:${textOf(event.anonymousId)}`;
    const user = this.users.get(userId) ?? { userId, traits: {}, events: [] };
    this.users.set(userId, user);
    const messageId = textOf(event.messageId);
    if (messageId !== null) this.counts.set(messageId, (this.counts.get(messageId) ?? 0) + 1);
    if (event.type === 'identify') {
      for (const [name, value] of Object.entries((event.traits ?? {}) as Json)) {
        if (value === null) delete user.traits[name];
        else user.traits[name] = value;
      }
    }
    if (event.type === 'track')
      user.events.push({
        event: event.event as string,
        messageId,
        timestamp: textOf(event.timestamp),
        properties: (event.properties ?? {}) as Json,
      });
  }

  delete(userId: string): void {
    this.users.delete(userId);
  }
}
