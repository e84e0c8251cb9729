import type { Random } from '../random';
import { type AirEventParts, airEvent, type Operation } from './air-event';
import type { HistoryEvent, Part, Scalar, Told } from './facts';
import { type Member, TIERS } from './member';

interface Happening extends Pick<AirEventParts, 'eventName' | 'resource' | 'method' | 'request' | 'emptied'> {
  /** Default: true. */
  readonly namesWallet?: boolean;
  /** Whose identities AIR adds; left out: all members of the parts. */
  readonly enriched?: readonly Member[];
  readonly parts: readonly (Omit<Part, 'member' | 'tells'> & {
    readonly member: Member;
    readonly tells: readonly Omit<Told, 'at'>[];
  })[];
  /**
   * Made when the event is posted, so that a long history needs little memory: it may use only what never changes of a
   * member, and copies of the rest.
   */
  operations(at: string): readonly Operation[];
}

/** Collects the events of a history, one after the other in time. */
export class Maker {
  readonly events: HistoryEvent[] = [];
  private ids = 9_000_000;
  private nowMs: number;

  /**
   * @param startMs epoch, of the first event.
   * @param gapSeconds the longest time between two events; 1 at least, so that no two are of one second.
   */
  constructor(
    readonly random: Random,
    startMs: number,
    private readonly gapSeconds: number,
  ) {
    this.nowMs = startMs;
  }

  /** An id of AIR's that no other thing has. */
  nextId(): string {
    this.ids += 1;
    return String(this.ids);
  }

  /** When the next event happens: ISO 8601, UTC, milliseconds. The same until it is told. */
  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  tell(happening: Happening): void {
    const { eventName, resource, method, request, emptied, parts } = happening;
    const at = this.now;
    const { random } = this;
    const hex = random.hex(32);
    const eventId = [8, 12, 16, 20, 32]
      .map((end, place) => hex.slice([0, 8, 12, 16, 20][place], end))
      .join('-');
    const enriched = happening.enriched ?? parts.map(({ member }) => member);
    for (const { member } of parts) member.events += 1;
    this.events.push({
      index: this.events.length,
      eventId,
      eventName,
      at,
      namesWallet: happening.namesWallet ?? true,
      parts: parts.map(({ member, tells, states }) => ({
        member: member.index,
        tells: tells.map((told) => ({ ...told, at })),
        states,
      })),
      body: () =>
        airEvent({
          eventId,
          eventName,
          at,
          resource,
          method,
          enriched,
          ...(request && { request }),
          ...(emptied && { emptied }),
          operations: happening.operations(at),
        }),
    });
    const nextSecond = (Math.floor(this.nowMs / 1000) + random.int(1, this.gapSeconds)) * 1000;
    this.nowMs = nextSecond + random.int(0, 999);
  }
}

/** The points attributes of a member as they are now. */
export function pointsState({ points }: Pick<Member, 'points'>): Record<string, Scalar> {
  return {
    points_balance: points.current,
    points_usable: points.usable,
    points_locked: points.locked,
    points_lifetime: points.lifetime,
  };
}

/** The tier attributes of a member as they are now. */
export function tierState(member: Member): Record<string, Scalar> {
  const rank = TIERS.findIndex(({ id }) => id === member.tierId);
  const next = TIERS[rank + 1];
  return {
    tier_id: member.tierId,
    tier_name: TIERS[rank]?.name ?? null,
    tier_points: member.tier.points,
    tier_spend: member.tier.spend / 100,
    tier_transactions: member.tier.transactions,
    tier_points_to_next: next ? Math.max(0, next.threshold - member.tier.points) : null,
    tier_resets_at: member.tierExpiresAt,
    tier_expires_at: member.tierExpiresAt,
  };
}
