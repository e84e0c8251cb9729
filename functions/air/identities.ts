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

/** AIR rewrites the values of a deleted wallet to `DELETED_<id>_<random>_<time>`: those say nothing of a consumer. */
function activeValue(identity: Json): string | undefined {
  const status = text(identity.status);
  if (status !== undefined && status !== 'ACTIVE') return undefined;
  const value = text(identity.value);
  return value?.startsWith('DELETED_') ? undefined : value;
}

function shownIdentities(event: AirEvent, walletId: string): readonly Json[] {
  const shown: Json[] = [];
  for (const { objectType, operationType, value } of event.operations)
    if (objectType === 'walletIdentityEntity' && operationType !== 'DELETE')
      if (text(value.walletId) === walletId) shown.push(value);
  // The enrichment is the state after the event, so it comes last and wins.
  for (const entry of list(object(event.enrichment[ENRICHED_WALLET + walletId]).identities)) {
    const identity = object(entry);
    const owner = text(identity.walletId);
    if (owner === undefined || owner === walletId) shown.push(identity);
  }
  return shown;
}

/** What the event itself shows of a wallet's active identities, by type; of two of a type the last. */
export function identitiesShown(event: AirEvent, walletId: string): IdentityValues {
  const values: Record<string, string> = {};
  for (const identity of shownIdentities(event, walletId)) {
    const type = text(identity.type);
    const value = activeValue(identity);
    if (type !== undefined && value !== undefined) values[type] = value;
  }
  return values;
}

/** A wallet's identity of one type: as the event shows it, else as the directory knows it, else null. */
export function identityOf(event: AirEvent, walletId: string, type: string, known: Known): Identity | null {
  let value: string | undefined;
  for (const identity of shownIdentities(event, walletId))
    if (identity.type === type) value = activeValue(identity) ?? value;
  value ??= known.identities[walletId]?.[type];
  return value === undefined ? null : { type, value };
}
