import * as z from 'zod/mini';
import type { OutboundSettings } from '../../../../functions/connectors/settings';
import type { HttpClient, HttpResult } from '../../../../functions/delivery/http';
import type { HttpRequest } from '../../../../functions/platforms/http';
import type { Item } from '../../../../functions/platforms/item';
import type { Outbound } from '../../../../functions/platforms/outbound';
import type { Outcome } from '../../../../functions/platforms/outcome';

interface Line {
  readonly id: string;
  readonly user: string;
  readonly event?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export const SETTINGS: OutboundSettings = {
  identityType: 'CUSTOMER_ID',
  currency: 'GBP',
  eventPrefix: 'EE ',
  attributePrefix: 'ee_',
  onlyChanged: true,
  personalFields: [],
  joinedWhen: 'wallet',
};

/** A reward with one of these in its reference is an item that the platform would never take. */
const UNSENDABLE = ['item-too-large', 'item-not-sendable'] as const;

/** A platform as small as one can be: lines of users, and an answer that may name some of them. */
export function testPlatform(
  of: { items?: number; split?: boolean } = {},
): Outbound<OutboundSettings, { key: string }> {
  const target = (kind: 'event' | 'profile') => (of.split ? kind : 'all');
  return {
    settings: {},
    credentials: z.object({ key: z.string() }),
    example: {},
    deduplication: null,
    limits: () => ({ items: of.items ?? 50, bytes: 100_000 }),
    items: (events, profiles) => ({
      items: [
        ...profiles.map(
          (profile): Item => ({
            id: profile.id,
            kind: 'profile',
            target: target('profile'),
            walletId: profile.walletId ?? '',
            body: { id: profile.id, user: profile.identity?.value, attributes: profile.attributes },
          }),
        ),
        ...events.map(
          (event): Item => ({
            id: event.id,
            kind: 'event',
            target: target('event'),
            walletId: event.walletId ?? '',
            body: {
              id: event.id,
              user: event.identity?.value,
              event: event.platformName,
              properties: event.properties,
            },
          }),
        ),
      ],
      unsendable: UNSENDABLE.flatMap((reason) =>
        events
          .filter((event) => JSON.stringify(event.properties).includes(reason))
          .map(({ id }) => ({ id, reason, detail: 'why' })),
      ),
    }),
    request: (items) => ({
      method: 'POST',
      url: 'https://crm.test/track',
      headers: {},
      body: JSON.stringify(items.map(({ body }) => body)),
    }),
    authorize: (request, { key }) => ({ ...request, headers: { authorization: key } }),
    read: (answer, items) => {
      if (answer.status !== 200) return null;
      const { bad = {}, later = [] } = JSON.parse(answer.body) as {
        bad?: Record<string, string>;
        later?: string[];
      };
      return {
        kind: 'items',
        outcomes: items.map(({ id }): Outcome => {
          if (later.includes(id))
            return { status: 'retry', trouble: 'item', reason: 'platform-refused', detail: 'not now' };
          const why = bad[id];
          return why === undefined
            ? { status: 'delivered' }
            : { status: 'reject', reason: 'platform-refused', detail: why };
        }),
      };
    },
  };
}

export interface Call {
  readonly key: string | undefined;
  readonly lines: readonly Line[];
}

/** What the platform does with one call; the lines of a call have their effect unless said otherwise. */
export type Mood = (lines: readonly Line[], apply: (lines: readonly Line[]) => void) => HttpResult;

const answered = (status: number, body: unknown = {}, headers: Record<string, string> = {}): HttpResult => ({
  kind: 'answered',
  truncated: false,
  answer: { status, body: JSON.stringify(body), headers },
});

export const fine: Mood = (lines, apply) => {
  apply(lines);
  return answered(200);
};
export const status =
  (code: number, headers: Record<string, string> = {}): Mood =>
  () =>
    answered(code, {}, headers);
export const effectThen =
  (result: HttpResult): Mood =>
  (lines, apply) => {
    apply(lines);
    return result;
  };
export const silence: HttpResult = { kind: 'no-answer', detail: 'ETIMEDOUT' };
export const unreached: HttpResult = { kind: 'not-sent', detail: 'ECONNREFUSED' };
/** Names lines as bad, or as not now; the others have their effect. */
export const saying =
  (of: { bad?: (line: Line) => boolean; later?: (line: Line) => boolean }): Mood =>
  (lines, apply) => {
    const bad = lines.filter((line) => of.bad?.(line));
    const later = lines.filter((line) => of.later?.(line));
    apply(lines.filter((line) => !bad.includes(line) && !later.includes(line)));
    return answered(200, {
      bad: Object.fromEntries(bad.map(({ id }) => [id, 'bad line'])),
      later: later.map(({ id }) => id),
    });
  };
/** Refuses a whole call when one of its lines is bad. */
export const allOrNothing =
  (bad: (line: Line) => boolean): Mood =>
  (lines, apply) => {
    if (lines.some(bad)) return answered(400, { message: 'bad request' });
    apply(lines);
    return answered(200);
  };

/** The platform's side: what was called, and what it has of whom. */
export class TestCrm {
  readonly calls: Call[] = [];
  /** For the next calls, one each; then `otherwise`. */
  moods: Mood[] = [];
  otherwise: Mood = fine;
  /** Event ids as they had their effect, per user. */
  readonly events = new Map<string, string[]>();
  readonly profiles = new Map<string, Record<string, unknown>>();

  readonly http: HttpClient = { send: async (request) => this.receive(request) };

  eventsOf(user: string): string[] {
    return this.events.get(user) ?? [];
  }

  private receive(request: HttpRequest): HttpResult {
    const lines = JSON.parse(request.body) as Line[];
    this.calls.push({ key: request.headers.authorization, lines });
    return (this.moods.shift() ?? this.otherwise)(lines, (applied) => this.apply(applied));
  }

  private apply(lines: readonly Line[]): void {
    for (const line of lines) {
      if (line.event !== undefined) this.events.set(line.user, [...this.eventsOf(line.user), line.id]);
      if (line.attributes)
        this.profiles.set(line.user, { ...this.profiles.get(line.user), ...line.attributes });
    }
  }
}
