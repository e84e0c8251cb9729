/** From an AIR event to the messages about it: whose it is, and what each connector's queue gets. */
import { readAirEvent } from '../air/event';
import { NOTHING_KNOWN } from '../air/known';
import { lessonsOf } from '../air/lessons';
import { unownedAccounts } from '../air/unowned-accounts';
import { type TouchedWallet, Wallets, walletsTouched } from '../air/wallets';
import { bestEffort } from './best-effort';
import { isKnown, learn, lookUp } from './directory';
import { groupOf, sha256 } from './keys';
import type { AirMessage } from './message';
import { encodeAirMessage, packEvent } from './message-encoding';
import type { MetricOwner } from './metrics';
import type { Outgoing } from './queue';
import type { Table } from './table';

export interface DirectoryAccess {
  readonly table: Table;
  /** The identity types that outbound connectors use; no other is stored. */
  readonly identityTypes: ReadonlySet<string>;
}

/** Whom a message is about, with the accounts by which the directory found the wallet. */
type Addressee = TouchedWallet & Pick<AirMessage, 'foundBy'>;

/** An AIR event with its address. */
export interface Addressed {
  readonly eventId: string;
  readonly eventName: string;
  readonly touched: readonly Addressee[];
  /** Ends when the directory has learnt, or given up; never fails. */
  readonly learnt: Promise<void>;
}

const NOBODY: TouchedWallet = { walletId: null, accountId: null };
/** The id is a hash of the text, so that a repeat is recognised here too. */
const unaddressed = (text: string) => ({ eventId: sha256(text), eventName: 'unknown', event: null });

/** What the event itself says. JSON that is no AIR event, or one that cannot be read, says nothing. */
function read(json: unknown, text: string, receivedAt: string) {
  try {
    const reading = readAirEvent(json, receivedAt);
    if ('event' in reading) {
      const { event } = reading;
      const wallets = new Wallets(event);
      return { event, wallets, lessons: lessonsOf(event, wallets), touched: walletsTouched(event, wallets) };
    }
    return unaddressed(text);
  } catch {
    return unaddressed(text);
  }
}

/**
 * Finds out whom an AIR event is about, and teaches the directory what it says. What is no AIR event, or one that our
 * reading stumbles over, is accepted too, addressed to nobody: delivery puts it on the dead-letter queue with its reason,
 * where a person can see it, while a refusal would end in AIR.
 */
export async function address(
  json: unknown,
  text: string,
  receivedAt: string,
  { table, identityTypes }: DirectoryAccess,
  of: MetricOwner & { readonly requestId: string },
): Promise<Addressed> {
  const said = read(json, text, receivedAt);
  if (!said.event) return { ...said, touched: [NOBODY], learnt: Promise.resolve() };
  const { event, lessons } = said;
  const { eventId, eventName } = event;
  const accounts = said.touched.some(({ walletId }) => walletId === null)
    ? unownedAccounts(event, said.wallets)
    : [];
  const learnt = isKnown(table, lessons, identityTypes)
    ? Promise.resolve()
    : bestEffort((signal) => learn(table, lessons, identityTypes, { signal }), undefined, of);
  if (accounts.length === 0) return { eventId, eventName, touched: said.touched, learnt };
  const { wallets } = await bestEffort(() => lookUp(table, [], accounts), NOTHING_KNOWN, of);
  const touched = walletsTouched(event, new Wallets(event, { ...NOTHING_KNOWN, wallets })).map((one) => {
    const foundBy = accounts.filter((accountId) => wallets[accountId] === one.walletId);
    return foundBy.length > 0 ? { ...one, foundBy } : one;
  });
  return { eventId, eventName, touched, learnt };
}

/**
 * One message per wallet that the event touches, for each connector the same. The de-duplication id is the same for the
 * same event and wallet, so that a repeat within 5 minutes ends in SQS.
 * @throws MessageTooLarge
 */
export function airMessages(
  { eventId, eventName, touched }: Addressed,
  text: string,
  stamps: { readonly receivedAt: string; readonly requestId: string },
): Outgoing[] {
  const packed = packEvent(text, touched.length);
  return touched.map(({ walletId, accountId, foundBy }) => ({
    body: encodeAirMessage(
      { kind: 'air', walletId, accountId, foundBy, eventId, eventName, ...stamps },
      packed,
    ),
    group: groupOf(walletId, accountId ?? eventId),
    deduplication: sha256(JSON.stringify([eventId, walletId, accountId])),
  }));
}
