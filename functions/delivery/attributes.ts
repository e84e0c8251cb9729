import { attributesKey, sha256 } from '../connectors/keys';
import type { Row, Table } from '../connectors/table';
import type { NamedProfile } from '../platforms/item';
import { keptUntil } from './kept-until';
import { KEEP_DAYS } from './limits';

/**
 * What one platform has of one wallet: per attribute, by its name there, how new it is and a hash of its value. `hash`
 * null: a call's outcome is not known, so nobody knows what the platform has.
 */
export interface AttributeState {
  /** Hash of the identity that it was sent to; of another one the platform may have nothing. */
  readonly sentTo: string | null;
  readonly attributes: Readonly<Record<string, readonly [asOf: string, hash: string | null]>>;
  /** Counts the writes: two functions that write at once notice each other. */
  readonly revision: number;
}

const UNSEEN: AttributeState = { sentTo: null, attributes: {}, revision: 0 };
const WRITE_TRIES = 5;

const valueHash = (value: unknown): string => sha256(JSON.stringify(value ?? null)).slice(0, 16);
const identityHash = (profile: NamedProfile): string =>
  valueHash(profile.identity && [profile.identity.type, profile.identity.value]);

/** What a profile's delivery says of the row: the newest date of every attribute, and the values that were sent. */
export interface AttributeNews {
  readonly walletId: string;
  readonly sentTo: string;
  readonly asOf: string;
  /** The attributes that are as new as this, sent or not. */
  readonly seen: readonly string[];
  /** Those that were sent, with their value's hash; null where the outcome is not known. */
  readonly sent: Readonly<Record<string, string | null>>;
}

/**
 * What of a profile is to be sent: never a value older than one the platform has, and, with `onlyChanged`, no value that
 * it has already.
 * @param pending attribute to the newest date of values that are about to be sent before this one, in the same batch.
 */
export function thin(
  profile: NamedProfile,
  state: AttributeState,
  pending: ReadonlyMap<string, string>,
  onlyChanged: boolean,
): { readonly send: NamedProfile | null; readonly news: AttributeNews } {
  const sentTo = identityHash(profile);
  const sameUser = state.sentTo === sentTo;
  const fresh = Object.entries(profile.attributes).filter(([name]) => {
    const newest = pending.get(name) ?? state.attributes[name]?.[0];
    const stored = state.attributes[name]?.[0];
    return !isNewer(newest, profile.asOf) && !isNewer(stored, profile.asOf);
  });
  const changed = fresh.filter(
    ([name, value]) =>
      !onlyChanged || !sameUser || pending.has(name) || state.attributes[name]?.[1] !== valueHash(value),
  );
  return {
    send: changed.length > 0 ? { ...profile, attributes: Object.fromEntries(changed) } : null,
    news: {
      walletId: profile.walletId ?? '',
      sentTo,
      asOf: profile.asOf,
      seen: fresh.map(([name]) => name),
      sent: Object.fromEntries(changed.map(([name, value]) => [name, valueHash(value)])),
    },
  };
}

const isNewer = (date: string | undefined, than: string): boolean => date !== undefined && date > than;

/** The state after some news, in any order: the newest value of each attribute wins. */
export function learn(state: AttributeState, news: readonly AttributeNews[]): AttributeState {
  const attributes: Record<string, readonly [string, string | null]> = { ...state.attributes };
  let sentTo = state.sentTo;
  for (const piece of news) {
    if (sentTo !== piece.sentTo) {
      // To another user of the platform: of what was sent to the one before, this one may have nothing.
      for (const name of Object.keys(attributes))
        attributes[name] = [attributes[name]?.[0] ?? piece.asOf, null];
      sentTo = piece.sentTo;
    }
    for (const name of new Set([...piece.seen, ...Object.keys(piece.sent)])) {
      const before = attributes[name];
      const sent = piece.sent[name];
      if (sent === null) attributes[name] = [before?.[0] ?? '', null];
      else if (!isNewer(before?.[0], piece.asOf))
        attributes[name] = [piece.asOf, sent ?? before?.[1] ?? null];
    }
  }
  return { sentTo, attributes, revision: state.revision };
}

/** The rows of one connector. */
export class Attributes {
  constructor(
    private readonly table: Table,
    private readonly connector: string,
    private readonly now: () => number = Date.now,
  ) {}

  key(walletId: string) {
    return attributesKey(this.connector, walletId);
  }

  stateOf(row: Row | null): AttributeState {
    if (!row) return UNSEEN;
    const { sentTo, attributes, revision } = row as unknown as Partial<AttributeState>;
    return { sentTo: sentTo ?? null, attributes: attributes ?? {}, revision: revision ?? 0 };
  }

  async read(walletIds: readonly string[]): Promise<(walletId: string) => AttributeState> {
    const rowOf =
      walletIds.length > 0 ? await this.table.get(walletIds.map((id) => this.key(id))) : () => null;
    return (walletId) => this.stateOf(rowOf(this.key(walletId)));
  }

  /**
   * Writes news down, after what another function wrote meanwhile, if any.
   * @param state as it was read; read again only when somebody was faster.
   */
  async write(
    walletId: string,
    state: AttributeState,
    news: readonly AttributeNews[],
  ): Promise<AttributeState> {
    let before = state;
    for (let tries = 0; tries < WRITE_TRIES; tries++) {
      const after = { ...learn(before, news), revision: before.revision + 1 };
      const held = await this.table.put(
        {
          ...this.key(walletId),
          ...after,
          expiresAt: keptUntil(this.now(), KEEP_DAYS.attributes),
        },
        before.revision === 0
          ? {
              expression: 'attribute_not_exists(pk) OR expiresAt <= :now',
              values: { ':now': Math.floor(this.now() / 1000) },
            }
          : { expression: 'revision = :seen', values: { ':seen': before.revision } },
      );
      if (held) return after;
      before = (await this.read([walletId]))(walletId);
    }
    throw new Error('the row of a wallet was written by others on every try');
  }
}
