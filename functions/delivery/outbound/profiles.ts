import { errorName } from '../../connectors/error-name';
import { logDecision } from '../../connectors/log';
import type { NamedProfile } from '../../platforms/item';
import { type AttributeNews, type AttributeState, type Attributes, thin } from '../attributes';
import type { Work } from './work';

interface Tracked {
  readonly news: AttributeNews;
  /** The items that carry the profile; none: there was nothing to send. */
  itemIds: readonly string[];
  recorded: boolean;
}

/** The profiles of one batch: what of them is sent, and what the table learns from it. */
export class Profiles {
  private readonly tracked = new Map<string, Tracked>();
  /** Per wallet, the newest date of each attribute that is about to be sent. */
  private readonly pending = new Map<string, Map<string, string>>();
  private readonly states = new Map<string, AttributeState>();

  private constructor(
    private readonly attributes: Attributes,
    private readonly onlyChanged: boolean,
  ) {}

  /** @throws what the table throws. */
  static async of(
    attributes: Attributes,
    walletIds: readonly string[],
    onlyChanged: boolean,
  ): Promise<Profiles> {
    const profiles = new Profiles(attributes, onlyChanged);
    const stateOf = await attributes.read(walletIds);
    for (const walletId of walletIds) profiles.states.set(walletId, stateOf(walletId));
    return profiles;
  }

  /** The profile with what is newer than, and other than, what the platform has; null where nothing is left. */
  thinned(profile: NamedProfile): NamedProfile | null {
    const walletId = profile.walletId ?? '';
    const pending = this.pending.get(walletId) ?? new Map<string, string>();
    this.pending.set(walletId, pending);
    const { send, news } = thin(profile, this.state(walletId), pending, this.onlyChanged);
    for (const name of Object.keys(news.sent)) pending.set(name, profile.asOf);
    this.tracked.set(profile.id, { news, itemIds: [], recorded: false });
    return send;
  }

  /** @param itemIds all items of the message: those of the profile, or, where it has none of its own, any that may carry it. */
  carry(profile: NamedProfile, itemIds: readonly string[]): void {
    const tracked = this.tracked.get(profile.id);
    if (!tracked) return;
    const own = itemIds.filter((id) => id === profile.id || id.startsWith(`${profile.id}#`));
    tracked.itemIds = own.length > 0 ? own : itemIds;
  }

  /** The message of this profile cannot be sent at all. */
  forget(profile: NamedProfile): void {
    this.tracked.delete(profile.id);
  }

  /**
   * Writes down what the answers so far say; before the ledger, so that a crash in between repeats and does not skip. What
   * could not be written is tried again the next time.
   * @returns ids of the profiles whose news could not be written: were they taken for delivered, a later value that
   * equals the stored one would never be sent.
   */
  async record(work: Work): Promise<ReadonlySet<string>> {
    const news = new Map<string, { id: string; tracked: Tracked; piece: AttributeNews }[]>();
    for (const [id, tracked] of this.tracked) {
      const piece = tracked.recorded ? null : this.pieceOf(tracked, work);
      if (piece !== null)
        news.set(piece.walletId, [...(news.get(piece.walletId) ?? []), { id, tracked, piece }]);
    }
    const failed = new Set<string>();
    await Promise.all(
      [...news].map(async ([walletId, pieces]) => {
        const written = await this.write(
          walletId,
          pieces.map(({ piece }) => piece),
        );
        for (const { id, tracked } of pieces) {
          tracked.recorded = written;
          if (!written) failed.add(id);
        }
      }),
    );
    return failed;
  }

  /** What an answered profile teaches; null: nothing yet, or nothing at all. */
  private pieceOf({ news, itemIds }: Tracked, work: Work): AttributeNews | null {
    const states = itemIds.map((id) => work.state(id).status);
    const there = states.every((status) => status === 'delivered' || status === 'repeated');
    // What was delivered before is in the table since then, and may be old news.
    if (there && (states.length === 0 || states.includes('delivered'))) return news;
    if (!states.includes('retry')) return null;
    // It may have arrived: whatever the platform had before counts for nothing.
    const doubtful = Object.keys(news.sent).filter(
      (name) => (this.state(news.walletId).attributes[name]?.[1] ?? null) !== null,
    );
    if (doubtful.length === 0) return null;
    return { ...news, seen: [], sent: Object.fromEntries(doubtful.map((name) => [name, null])) };
  }

  private async write(walletId: string, news: readonly AttributeNews[]): Promise<boolean> {
    try {
      this.states.set(walletId, await this.attributes.write(walletId, this.state(walletId), news));
      return true;
    } catch (error) {
      const detail = `the attributes of a wallet were not written: ${errorName(error)}`;
      logDecision({ decision: 'problem', detail }, 'error');
      return false;
    }
  }

  private state(walletId: string): AttributeState {
    return this.states.get(walletId) ?? { sentTo: null, attributes: {}, revision: 0 };
  }
}
