import type { OutboundSettings } from '../connectors/settings';
import type { AttributeName, LoyaltyEventName, PropertiesOf } from './catalogue';
import type { AirEvent } from './event';
import { identityOf } from './identities';
import type { Known, OrderTotal, Remember, SubscriptionState } from './known';
import type { Identity, LoyaltyEvent, Profile, PropertyValue, Translation } from './loyalty-event';
import { toMajor } from './money';
import { present } from './reading';
import { Wallets } from './wallets';

/** Attributes of the catalogue; undefined ones are left out, null empties one on the platform. */
export type Attributes = { readonly [K in AttributeName]?: string | number | boolean | null | undefined };

/** So many ids are compared one by one, which costs less than to hash each. */
const FEW = 8;

/** What is collected of one wallet. */
interface ToldWallet {
  readonly walletId: string | null;
  /** Looked up when it is first needed. */
  identity?: Identity | null;
  attributes?: Profile['attributes'];
  /** What of it is known by a newer date than the event's. */
  newer?: { readonly asOf: string; readonly attributes: Profile['attributes'] };
  /** Nothing else is told of it, and nothing described. */
  closed?: true;
}

/**
 * Collects what one AIR event tells, wallet by wallet. It stamps every loyalty event with its id, its date and the
 * identity of its own wallet, so that no teller can get those wrong.
 */
export class Telling {
  readonly wallets: Wallets;
  /** What later events of the same connector need to know. */
  orders: readonly OrderTotal[] = [];
  subscriptions: readonly SubscriptionState[] = [];
  /** The one supported points scheme, as far as it is known. */
  schemeId: string | null = null;

  private readonly events: LoyaltyEvent[] = [];
  private ids: Set<string> | undefined;
  private readonly told = new Map<string | null, ToldWallet>();
  private readonly problems: string[] = [];

  constructor(
    readonly event: AirEvent,
    readonly settings: OutboundSettings,
    readonly known: Known,
  ) {
    this.wallets = new Wallets(event, known);
  }

  /**
   * Tells a loyalty event of one wallet. Tellers add to properties with `Object.assign`, not with a spread and more
   * fields behind it: V8 (Node 20) adds to a spread object a hundred times slower.
   * @param entity what tells it apart from others of its name in this event: AIR's id of the thing, else the operation's index.
   */
  tell<N extends LoyaltyEventName>(
    name: N,
    walletId: string | null,
    entity: string,
    properties: PropertiesOf<N>,
  ): void {
    this.tellAs(`${this.event.eventId}:${walletId ?? ''}:${name}:${entity}`, name, walletId, properties);
  }

  /** Tells what happens once in a wallet's life (`joined`, `left`), however many AIR events say so. */
  tellOnce<N extends LoyaltyEventName>(
    name: N,
    walletId: string | null,
    milestone: string,
    properties: PropertiesOf<N>,
  ): void {
    this.tellAs(`${walletId ?? this.event.eventId}:${milestone}`, name, walletId, properties);
  }

  private tellAs<N extends LoyaltyEventName>(
    id: string,
    name: N,
    walletId: string | null,
    properties: PropertiesOf<N>,
  ): void {
    const wallet = this.walletOf(walletId);
    if (wallet.closed || this.isTold(id)) return;
    this.events.push({
      id,
      name,
      occurredAt: this.event.occurredAt,
      walletId,
      identity: this.identityOf(wallet),
      properties: present(properties as Readonly<Record<string, PropertyValue | undefined>>),
    });
  }

  private isTold(id: string): boolean {
    if (this.events.length < FEW) return this.events.some((event) => event.id === id);
    this.ids ??= new Set(this.events.map((event) => event.id));
    if (this.ids.has(id)) return true;
    this.ids.add(id);
    return false;
  }

  /** Nothing else is told of this wallet, and nothing described. */
  close(walletId: string | null): void {
    this.walletOf(walletId).closed = true;
  }

  /** Nothing is told of this wallet, and what was described is forgotten. */
  discard(walletId: string | null): void {
    this.told.set(walletId, { walletId, closed: true });
  }

  /** Adds to what the wallet looks like after the event; a later value replaces an earlier one. */
  describe(walletId: string | null, attributes: Attributes): void {
    const wallet = this.walletOf(walletId);
    if (wallet.closed) return;
    const known = present(attributes);
    wallet.attributes = wallet.attributes ? Object.assign({}, wallet.attributes, known) : known;
  }

  /**
   * What follows from this event and from newer ones that came before it: as new as those, or it would be taken for old.
   * @param asOf ISO 8601, UTC.
   */
  describeNewer(walletId: string | null, asOf: string, attributes: Attributes): void {
    const wallet = this.walletOf(walletId);
    if (!wallet.closed) wallet.newer = { asOf, attributes: present(attributes) };
  }

  /** A sentence that a person can act on. Never personal data. */
  problem(sentence: string): void {
    if (!this.problems.includes(sentence)) this.problems.push(sentence);
  }

  /** Minor units of the connector's currency to major ones. */
  money(minor: number): number;
  money(minor: number | undefined): number | undefined;
  money(minor: number | undefined): number | undefined {
    return toMajor(minor, this.settings.currency);
  }

  private walletOf(walletId: string | null): ToldWallet {
    let wallet = this.told.get(walletId);
    if (!wallet) {
      wallet = { walletId };
      this.told.set(walletId, wallet);
    }
    return wallet;
  }

  private identityOf(wallet: ToldWallet): Identity | null {
    if (wallet.identity === undefined) wallet.identity = this.findIdentity(wallet.walletId);
    return wallet.identity;
  }

  private findIdentity(walletId: string | null): Identity | null {
    if (walletId === null) {
      this.problem('AIR does not say whose wallet a part of this event is about');
      return null;
    }
    const { identityType } = this.settings;
    const identity = identityOf(this.event, walletId, identityType, this.known);
    if (identity === null)
      this.problem(
        `No ${identityType} of a wallet is in this event or known: check the enrichment in AIR, or import the identities`,
      );
    return identity;
  }

  /** Everything that was told, and what later events of the same connector need to know of it. */
  result(): Translation & { remember: Remember } {
    const profiles: Profile[] = [];
    for (const wallet of this.told.values()) {
      const { walletId, attributes } = wallet;
      if (attributes && Object.keys(attributes).length > 0)
        profiles.push({
          walletId,
          identity: this.identityOf(wallet),
          asOf: this.event.occurredAt,
          attributes,
        });
      if (wallet.newer)
        profiles.push({ walletId, identity: this.identityOf(wallet), ...wallet.newer, beside: 'newer' });
    }
    return {
      events: this.events,
      profiles,
      problems: this.problems,
      remember: { orders: this.orders, subscriptions: this.subscriptions, schemeId: this.schemeId },
    };
  }
}
