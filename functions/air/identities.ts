/** Which identities an event shows, each under its own wallet: identities of two wallets never mix. */
import type { AirEvent } from './event';
import type { IdentityValues, Known } from './known';
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

/**
 * A wallet's identity of one type: the active one that the event shows, else the one that the directory knows, else one
 * that is suspended, which still says whose the wallet is; else null.
 */
export function identityOf(event: AirEvent, walletId: string, type: string, known: Known): Identity | null {
  let value: string | undefined;
  let suspended: string | undefined;
  for (const identity of shownIdentities(event, walletId)) {
    if (identity.type !== type) continue;
    value = valueWhile('ACTIVE', identity) ?? value;
    suspended = valueWhile('SUSPENDED', identity) ?? suspended;
  }
  value ??= known.identities[walletId]?.[type] ?? suspended;
  return value === undefined ? null : { type, value };
}
