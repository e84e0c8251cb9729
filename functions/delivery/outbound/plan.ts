import { expiryEventId, subscriptionExpired } from '../../air/expiry';
import type { Remember } from '../../air/known';
import type { LoyaltyEvent, Profile, Translation } from '../../air/loyalty-event';
import { select } from '../../air/naming';
import { translate } from '../../air/translate';
import { type TouchedWallet, Wallets, walletsTouched } from '../../air/wallets';
import type { OutboundSettings } from '../../connectors/settings';
import type { NamedEvent, NamedProfile } from '../../platforms/item';
import type { Verdict } from '../settle';
import type { Knowledge, Readable } from './knowledge';
import { orDead } from './or-dead';

/** What a message asks for, before it is known what of it the platform has already. */
export interface Plan {
  readonly walletId: string | null;
  readonly events: readonly NamedEvent[];
  readonly profiles: readonly NamedProfile[];
  /** To be written down before anything is sent. */
  readonly remember: Remember | null;
  /** `walletTransaction.reference` of the rewards that AIR tells it issued. */
  readonly rewardReferences: readonly string[];
  /** The wallet was deleted: the directory has to know, also where receive could not tell it. */
  readonly leaves: boolean;
}

/**
 * Translates a message, and keeps of the result what is about the message's own wallet: the event's other wallets have
 * messages of their own. What AIR attributes to no wallet belongs to a message without one, and reaches nobody.
 * @throws what the table throws.
 */
export async function plan(
  readable: Readable,
  settings: OutboundSettings,
  knowledge: Knowledge,
): Promise<Plan | Verdict> {
  if (readable.kind === 'expiry') return planExpiry(readable, settings, knowledge);
  const { event, message } = readable;
  const { walletId } = message;
  const owner = walletId === null ? knowledge.ownerOf(readable) : null;
  if (owner !== null) return { kind: 'readdressed', message: { ...message, ...owner } };
  const known = await knowledge.besideEvent(readable);
  const translated = orDead(() => {
    const whole = translate(event, settings, { ...known, schemeId: knowledge.schemeId });
    const own = ownPart(whole, walletId);
    return { whole, own, selected: select(own, settings, event.eventId) };
  });
  if ('verdict' in translated) return translated.verdict;
  const { whole, own, selected } = translated;
  if (isNothing(own) && isMisaddressed(walletId, whole, walletsTouched(event, new Wallets(event, known))))
    return MISADDRESSED;
  knowledge.schemeId ??= whole.remember.schemeId;
  return {
    walletId,
    ...selected,
    remember: {
      orders: whole.remember.orders.filter((order) => order.walletId === walletId),
      subscriptions: whole.remember.subscriptions.filter((state) => state.walletId === walletId),
      schemeId: whole.remember.schemeId,
    },
    rewardReferences: own.events.flatMap((told) => rewardReference(told)),
    leaves: own.events.some((told) => told.name === 'Loyalty Program Left'),
  };
}

async function planExpiry(
  { message }: Extract<Readable, { kind: 'expiry' }>,
  settings: OutboundSettings,
  knowledge: Knowledge,
): Promise<Plan | Verdict> {
  const { walletId, expiresAt } = message;
  const row = await knowledge.stillDue(message);
  if (row === null) return { kind: 'done', decision: 'ignored' };
  const { subscriptionId, campaignId, status } = row;
  const state = { walletId, subscriptionId, campaignId, expiresAt, status };
  const known = await knowledge.besideExpiry(walletId);
  const selected = orDead(() =>
    select(ownPart(subscriptionExpired(state, settings, known), walletId), settings, expiryEventId(state)),
  );
  if ('verdict' in selected) return selected.verdict;
  return { walletId, ...selected, remember: null, rewardReferences: [], leaves: false };
}

/** A fault of ours that would lose an event without a word. */
const MISADDRESSED: Verdict = {
  kind: 'dead',
  reason: 'internal-error',
  detail: 'it is about a wallet that none of its messages is addressed to',
};

const isNothing = ({ events, profiles }: Translation) => events.length === 0 && profiles.length === 0;

/** Whether the event does not touch the message's wallet, or tells of one that it has no message for. */
function isMisaddressed(
  walletId: string | null,
  { events, profiles }: Translation,
  touched: readonly TouchedWallet[],
): boolean {
  const addressed = new Set(touched.map((one) => one.walletId));
  const tells = [...events, ...profiles].map((part) => part.walletId);
  if (tells.length === 0) return false;
  return !addressed.has(walletId) || tells.some((told) => told !== null && !addressed.has(told));
}

function ownPart(whole: Translation, walletId: string | null): Translation {
  const mine = (part: LoyaltyEvent | Profile) => part.walletId === walletId;
  return { ...whole, events: whole.events.filter(mine), profiles: whole.profiles.filter(mine) };
}

function rewardReference(event: LoyaltyEvent): string[] {
  const { reference } = event.properties;
  return event.name === 'Reward Issued' && typeof reference === 'string' ? [reference] : [];
}
