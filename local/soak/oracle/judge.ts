import type { ProfileEvent, ProfileView } from '../../platforms/platform';
import type { Told } from '../history/facts';
import type { Member } from '../history/member';
import type { Expectations, Source } from './expectations';
import { keyOf, keyOfTold, same } from './sameness';

/** The platform of one connector, and how its events are to be read. */
export interface Seen {
  /** By the platform's own user id. */
  readonly profiles: Readonly<Record<string, ProfileView>>;
  readonly identityType: string;
  readonly eventPrefix: string;
  readonly attributePrefix: string;
  /** True where the platform recognises repeats. */
  readonly recognisesRepeats: boolean;
  /** True where it shows events in the order in which they came. */
  readonly keepsOrder: boolean;
  /** Event ids of a member that stand on the dead-letter queue. */
  readonly waiting: (member: Member) => ReadonlySet<string>;
  /** How many calls with this event of this user had their effect, and an answer that did not say so. */
  readonly doubts: (user: string, at: string) => number;
}

/** What can be wrong in the end. */
export type Breach =
  | 'lost'
  | 'duplicated'
  | 'stale'
  | 'misdirected'
  | 'wrong'
  | 'outOfOrder'
  | 'leftBehind'
  | 'leaked';

/** One thing that is not as it has to be, in words for the person who works on it. */
export interface Finding {
  readonly breach: Breach;
  /** Member, or the platform's user id where it is nobody's. */
  readonly who: string;
  readonly expected: string;
  readonly seen: string;
}

/** One platform’s. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Second effects after an unknown outcome, on a platform that cannot recognise them. */
  readonly ambiguous: number;
  /** Event ids of what the platform has in part, or not at all. */
  readonly missing: ReadonlySet<string>;
}

/** Holds what a platform has against what it has to have. */
export function judge(members: readonly Member[], expectations: Expectations, seen: Seen): Judgement {
  const judge = new Judge(members, expectations, seen);
  for (const member of members) judge.member(member);
  judge.strangers();
  return { findings: judge.findings, ambiguous: judge.ambiguous, missing: judge.missing };
}

class Judge {
  readonly findings: Finding[] = [];
  ambiguous = 0;
  readonly missing = new Set<string>();
  private readonly users: ReadonlyMap<string, Member>;
  private readonly owners = new Map<string, Member>();

  constructor(
    private readonly members: readonly Member[],
    private readonly expectations: Expectations,
    private readonly seen: Seen,
  ) {
    this.users = new Map(members.map((member) => [member.identity(seen.identityType), member]));
    for (const member of this.members)
      for (const { tells } of this.sources(member))
        for (const told of tells) this.owners.set(keyOfTold(told), member);
  }

  member(member: Member): void {
    const user = member.identity(this.seen.identityType);
    const view = this.seen.profiles[user] ?? { attributes: {}, events: [] };
    const waiting = this.seen.waiting(member);
    const found = new Map<string, ProfileEvent[]>();
    for (const event of view.events) {
      const name = this.nameOf(event);
      const key = keyOf(name, event.time, event.properties);
      found.set(key, [...(found.get(key) ?? []), event]);
    }
    for (const { eventId, tells } of this.sources(member))
      for (const told of tells)
        if (!this.told(member, user, told, found, waiting.has(eventId))) this.missing.add(eventId);
    for (const [key, events] of found) this.unexpected(user, key, events.length);
    this.attributes(member, view, waiting);
    if (this.seen.keepsOrder) this.order(member, view);
  }

  /** Users of the platform that are no member's. */
  strangers(): void {
    for (const user of Object.keys(this.seen.profiles))
      if (!this.users.has(user)) this.find('misdirected', user, 'no such user', 'a profile');
  }

  private sources(member: Member): readonly Source[] {
    return this.expectations[member.index] ?? [];
  }

  private nameOf({ name }: ProfileEvent): string {
    const { eventPrefix } = this.seen;
    return name.startsWith(eventPrefix) ? name.slice(eventPrefix.length) : name;
  }

  /** @returns whether the platform has it. What was looked at is taken out of `found`. */
  private told(
    member: Member,
    user: string,
    told: Told,
    found: Map<string, ProfileEvent[]>,
    waits: boolean,
  ): boolean {
    const key = keyOfTold(told);
    const events = found.get(key) ?? [];
    found.delete(key);
    if (events.length === 0) {
      if (!waits) this.find('lost', this.name(member), JSON.stringify(told), 'nothing');
      return false;
    }
    const more = events.length - 1;
    const excused = this.seen.recognisesRepeats ? 0 : Math.min(more, this.seen.doubts(user, told.at));
    this.ambiguous += excused;
    if (more > excused)
      this.find(
        'duplicated',
        this.name(member),
        `${key}, once`,
        `${events.length} times, ${excused} excused`,
      );
    for (const { time, properties } of events) {
      const others = Object.entries(told.properties).filter(
        ([name, value]) => !same(value, properties[name]),
      );
      if (!same(told.at, time)) others.push(['time', told.at]);
      if (others.length > 0)
        this.find(
          'wrong',
          this.name(member),
          `${key} ${JSON.stringify(Object.fromEntries(others))}`,
          JSON.stringify({ time, ...properties }),
        );
    }
    return true;
  }

  private unexpected(user: string, key: string, times: number): void {
    const owner = this.owners.get(key);
    const whose = owner ? `it is of ${this.name(owner)}` : 'nobody did that';
    this.find(owner ? 'misdirected' : 'wrong', user, `no ${key}: ${whose}`, `${times} times`);
  }

  /** Of each attribute the newest value, whatever the order of arrival. */
  private attributes(member: Member, { attributes }: ProfileView, waiting: ReadonlySet<string>): void {
    const sources = [...this.sources(member)].sort((one, other) => (one.at < other.at ? -1 : 1));
    const newest = new Map<string, Source>();
    for (const source of sources)
      if (!waiting.has(source.eventId))
        for (const name of Object.keys(source.states)) newest.set(name, source);
    const held = new Set(
      sources.flatMap((source) => (waiting.has(source.eventId) ? Object.keys(source.states) : [])),
    );
    const { attributePrefix } = this.seen;
    for (const [name, value] of Object.entries(attributes)) {
      const known = name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : null;
      if (known !== null && !newest.has(known) && !held.has(known))
        this.find('wrong', this.name(member), `no attribute ${name}`, JSON.stringify(value));
    }
    for (const [name, { at, states }] of newest) {
      const expected = states[name] ?? null;
      const value = attributes[attributePrefix + name];
      if (same(expected, value)) continue;
      // An event of it that was delivered in part may have brought what its message still waits for.
      if (held.has(name) && sources.some((source) => same(source.states[name] ?? null, value))) continue;
      this.find(
        this.attributeBreach(member, name, value),
        this.name(member),
        `${name} ${JSON.stringify(expected)} of ${at}`,
        JSON.stringify(value) ?? 'nothing',
      );
    }
  }

  /** An older value of one's own is stale; one that only others ever had is theirs. */
  private attributeBreach(member: Member, name: string, value: unknown): Breach {
    const had = (of: Member) =>
      this.sources(of).some(({ states }) => name in states && same(states[name] ?? null, value));
    if (value === undefined || value === null || had(member)) return 'stale';
    return this.members.some(had) ? 'misdirected' : 'wrong';
  }

  /** What arrived in order, once, is there in that order. */
  private order(member: Member, { events }: ProfileView): void {
    const arrivals = new Map<string, number>();
    for (const { arrival, tells } of this.sources(member))
      if (arrival !== null) for (const told of tells) arrivals.set(keyOfTold(told), arrival);
    const seen = new Set<string>();
    let last: { readonly key: string; readonly arrival: number } | null = null;
    for (const event of events) {
      const key = keyOf(this.nameOf(event), event.time, event.properties);
      const arrival = arrivals.get(key);
      if (arrival === undefined || seen.has(key)) continue;
      seen.add(key);
      if (last !== null && arrival < last.arrival)
        this.find('outOfOrder', this.name(member), `${key} before ${last.key}`, 'the other way round');
      last = { key, arrival };
    }
  }

  private name(member: Member): string {
    return `member ${member.index} (${member.identity(this.seen.identityType)})`;
  }

  private find(breach: Breach, who: string, expected: string, seen: string): void {
    this.findings.push({ breach, who, expected, seen });
  }
}
