/** Which identities an event shows, each under its own wallet: identities of two wallets never mix. */

import type { AirEvent } from './event';
import type { EndedIdentities, IdentityValues, Known } from './known';
import { LEAVING } from './leaving';
import type { Identity } from './loyalty-event';
import { type Json, list, object, text } from './reading';

const ENRICHED_WALLET = 'walletEntity_';

/** The wallets that the enrichment describes. */
export function enrichedWallets(event: AirEvent): string[] {
  return Object.keys(event.enrichment)
    .filter((key) => key.startsWith(ENRICHED_WALLET) && key.length > ENRICHED_WALLET.length)
    .map((key) => key.slice(ENRICHED_WALLET.length));
}

/**
 * The value while the identity has that status; one without a status is active. Wallets whose value is blank would all
 * share one profile on a platform. AIR rewrites the values of a deleted wallet to `DELETED_<id>_<random>_<time>`: those
 * say nothing of a consumer.
 */
function valueWhile(wanted: 'ACTIVE' | 'SUSPENDED', identity: Json): string | undefined {
  if ((text(identity.status) ?? 'ACTIVE') !== wanted) return undefined;
  const value = text(identity.value);
  return value === undefined || value.startsWith('DELETED_') || value.trim() === '' ? undefined : value;
}

/** Of several states of one identity the last one stands. */
function dropEarlier(shown: Json[], { identityId }: Json): void {
  const id = text(identityId);
  const earlier = id === undefined ? -1 : shown.findIndex((each) => text(each.identityId) === id);
  if (earlier !== -1) shown.splice(earlier, 1);
}

/** With its wallet goes a consumer, and an identity that the event showed before still says who that was. */
const goes = (event: AirEvent, walletId: string) =>
  LEAVING.has(event.eventName) ||
  event.operations.some(
    ({ objectType, operationType, value }) =>
      objectType === 'walletEntity' && operationType === 'DELETE' && text(value.walletId) === walletId,
  );

function shownIdentities(event: AirEvent, walletId: string): readonly Json[] {
  const shown: Json[] = [];
  for (const { objectType, operationType, value } of event.operations) {
    if (objectType !== 'walletIdentityEntity' || text(value.walletId) !== walletId) continue;
    const isDeleted = operationType === 'DELETE';
    if (shown.length > 0 && !(isDeleted && goes(event, walletId))) dropEarlier(shown, value);
    if (!isDeleted) shown.push(value);
  }
  const ofOperations = shown.length > 0;
  // The enrichment is the state after the event, so it comes last and wins.
  for (const entry of list(object(event.enrichment[ENRICHED_WALLET + walletId]).identities)) {
    const identity = object(entry);
    const owner = text(identity.walletId);
    if (owner !== undefined && owner !== walletId) continue;
    if (ofOperations) dropEarlier(shown, identity);
    shown.push(identity);
  }
  return shown;
}

/** What the event itself shows of a wallet's active identities, by type; of two of a type the last. */
export function identitiesShown(event: AirEvent, walletId: string): IdentityValues {
  const values: Record<string, string> = {};
  for (const identity of shownIdentities(event, walletId)) {
    const type = text(identity.type);
    const value = valueWhile('ACTIVE', identity);
    if (type !== undefined && value !== undefined) values[type] = value;
  }
  return values;
}

/** A status that says of an identity neither that it is active nor that it still tells whose the wallet is. */
const isOver = (status: string | undefined) =>
  status !== undefined && status !== 'ACTIVE' && status !== 'SUSPENDED';

/** Of an identity that was deleted AIR shows a rewritten value; another state of it in the event may show the real one. */
function realValue(event: AirEvent, identity: Json): string | null {
  const id = text(identity.identityId);
  const states = id === undefined ? [identity] : [identity, ...event.operations.map(({ value }) => value)];
  const isReal = (state: Json) =>
    text(state.identityId) === id && text(state.value)?.startsWith('DELETED_') === false;
  return text(states.find(isReal)?.value) ?? null;
}

/**
 * What the event shows to be the wallet's no longer, by type: deleted, or with a status that ends it, and no active one of
 * that type beside it. AIR may give such a value to another wallet. Null: AIR does not say which value it was. Nothing
 * where the wallet goes: the value says who that was.
 */
export function identitiesEnded(event: AirEvent, walletId: string): EndedIdentities {
  const ended: Record<string, string | null> = {};
  const note = (identity: Json) => {
    const type = text(identity.type);
    if (type !== undefined) ended[type] = realValue(event, identity);
  };
  for (const { objectType, operationType, value } of event.operations)
    if (objectType === 'walletIdentityEntity' && text(value.walletId) === walletId)
      if (operationType === 'DELETE' || isOver(text(value.status))) note(value);
  for (const entry of list(object(event.enrichment[ENRICHED_WALLET + walletId]).identities)) {
    const identity = object(entry);
    const owner = text(identity.walletId);
    if (isOver(text(identity.status)) && (owner === undefined || owner === walletId)) note(identity);
  }
  const types = Object.keys(ended);
  if (types.length === 0) return ended;
  if (goes(event, walletId)) return {};
  const active = identitiesShown(event, walletId);
  for (const type of types) if (active[type] !== undefined) delete ended[type];
  return ended;
}

/**
 * A wallet's identity of one type: the active one that the event shows, else the one that the directory knows, else one
 * that is suspended, which still says whose the wallet is; else null. What the directory learnt from a newer event goes
 * before what an older one shows, since AIR may have given that value to another wallet meanwhile.
 */
export function identityOf(event: AirEvent, walletId: string, type: string, known: Known): Identity | null {
  const value = isOlder(event, walletId, type, known)
    ? known.identities[walletId]?.[type]
    : shownOrKnown(event, walletId, type, known);
  return value === undefined ? null : { type, value };
}

function isOlder(event: AirEvent, walletId: string, type: string, known: Known): boolean {
  const learntOf = known.identityDates?.[walletId]?.[type];
  return learntOf !== undefined && learntOf > event.occurredAt;
}

function shownOrKnown(event: AirEvent, walletId: string, type: string, known: Known): string | undefined {
  let value: string | undefined;
  let suspended: string | undefined;
  for (const identity of shownIdentities(event, walletId)) {
    if (identity.type !== type) continue;
    value = valueWhile('ACTIVE', identity) ?? value;
    suspended = valueWhile('SUSPENDED', identity) ?? suspended;
  }
  if (value !== undefined) return value;
  const learnt = known.identities[walletId]?.[type];
  if (learnt === undefined) return suspended;
  const ended = identitiesEnded(event, walletId)[type];
  return ended === null || ended === learnt ? suspended : learnt;
}
