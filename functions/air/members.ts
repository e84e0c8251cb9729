/** Joining, leaving, and the member's profile. */
import type { AccountOperation } from './accounts';
import type { Operation } from './event';
import { type Json, list, object, text } from './reading';
import type { Attributes, Telling } from './telling';
import { NO_WALLETS } from './wallets';

/** AIR's events that say by their very name what happened to a member. */
const SCHEME_JOINED = 'WALLET.ACCOUNT.CREATE.SCHEME';
const PROFILE_UPDATED = new Set(['WALLET.CONSUMER.CREATE', 'WALLET.CONSUMER.UPDATE']);

const isChange = ({ operationType }: Operation) => operationType === 'CREATE' || operationType === 'UPDATE';

/** By wallet. */
export type Consumers = ReadonlyMap<string | null, Operation>;

const NO_CONSUMERS: Consumers = new Map();

/** Each wallet's consumer as the event leaves it; the last operation wins. */
export function consumersOf({ event, wallets }: Telling): Consumers {
  const changes = event.operations.filter(
    (operation) => operation.objectType === 'walletConsumerEntity' && isChange(operation),
  );
  if (changes.length === 0) return NO_CONSUMERS;
  return new Map(changes.map((operation) => [wallets.ownerOf(operation), operation]));
}

const data = ({ value }: Operation) => object(value.data);

/** Consent to marketing of the default communication. */
function optIn(consumer: Operation | undefined): boolean | undefined {
  if (!consumer) return undefined;
  const communication = list(data(consumer).communication).map(object);
  const marketing = object(communication.findLast(({ type }) => type === 'default')?.optin).marketing;
  return typeof marketing === 'boolean' ? marketing : undefined;
}

function contact(consumer: Json, type: 'email' | 'phone'): string | undefined {
  const contacts = list(consumer.contact)
    .map(object)
    .filter((entry) => entry.type === type);
  return text((contacts.find(({ name }) => name === 'default') ?? contacts[0])?.value);
}

/** Personal fields: only those that the connector's settings ask for. */
function personal(telling: Telling, consumer: Operation): Attributes {
  const wanted = telling.settings.personalFields;
  if (wanted.length === 0) return {};
  const person = object(data(consumer).personal);
  const fields = {
    first_name: text(person.firstName),
    last_name: text(person.lastName),
    email: contact(data(consumer), 'email'),
    phone: contact(data(consumer), 'phone'),
    birth_date: text(person.birthDate),
  };
  return Object.fromEntries(wanted.map((field) => [field, fields[field]]));
}

/** Consent, and the personal fields that the settings ask for. */
export function describeMembers(telling: Telling, consumers: Consumers): void {
  for (const [walletId, consumer] of consumers)
    telling.describe(walletId, { marketing_opt_in: optIn(consumer), ...personal(telling, consumer) });
}

/** True for a wallet that the event both created and deleted: AIR took a call back, and there never was a member. */
function neverWas({ event, wallets }: Telling, walletId: string | null): boolean {
  return event.operations.some(
    (operation) =>
      operation.objectType === 'walletEntity' &&
      operation.operationType === 'CREATE' &&
      wallets.ownerOf(operation) === walletId,
  );
}

/** The wallet was deleted: nothing else is told of it. */
export function tellLeft(telling: Telling, left: ReadonlySet<string | null>): void {
  for (const walletId of left) {
    if (neverWas(telling, walletId)) {
      telling.discard(walletId);
      continue;
    }
    telling.tellOnce('Loyalty Program Left', walletId, 'left', {});
    telling.describe(walletId, { loyalty_status: 'left', loyalty_left_at: telling.event.occurredAt });
    telling.close(walletId);
  }
}

/** By wallet: the points account that joins it to a scheme; of several that of the supported scheme, else the first. */
type Schemes = ReadonlyMap<string | null, AccountOperation>;

const NO_SCHEMES: Schemes = new Map();

function schemesJoined({ schemeId }: Telling, accounts: readonly AccountOperation[]): Schemes {
  let schemes: Map<string | null, AccountOperation> | undefined;
  for (const account of accounts) {
    if (account.type !== 'POINTS' || account.event !== 'CREATE') continue;
    schemes ??= new Map();
    if (account.campaignId === schemeId || !schemes.has(account.walletId))
      schemes.set(account.walletId, account);
  }
  return schemes ?? NO_SCHEMES;
}

/** What the setting `joinedWhen` counts as joining: by operation, else by the event's very name. */
const JOINING = {
  wallet: {
    objectType: 'walletEntity',
    names: new Set(['SERVICE.WALLET.ACCOUNTS.CREATE', 'SERVICE.WALLET.CREATE', 'WALLET.CREATE']),
  },
  scheme: { objectType: null, names: new Set([SCHEME_JOINED]) },
  consumer: { objectType: 'walletConsumerEntity', names: new Set(['WALLET.CONSUMER.CREATE']) },
} as const;

function walletsJoined(telling: Telling, schemes: Schemes): ReadonlySet<string | null> {
  const { event, wallets, settings } = telling;
  const { objectType, names } = JOINING[settings.joinedWhen];
  const creations = event.operations.filter(
    (operation) => operation.objectType === objectType && operation.operationType === 'CREATE',
  );
  if (creations.length > 0) return new Set(creations.map((operation) => wallets.ownerOf(operation)));
  if (objectType === null && schemes.size > 0) return new Set(schemes.keys());
  return names.has(event.eventName) ? new Set([wallets.only]) : NO_WALLETS;
}

/** Joined, or else what a member who joined before added: a points scheme, a profile. */
export function tellMembers(
  telling: Telling,
  accounts: readonly AccountOperation[],
  consumers: Consumers,
): void {
  const { event, wallets } = telling;
  const schemes = schemesJoined(telling, accounts);
  const joined = walletsJoined(telling, schemes);
  for (const walletId of joined) {
    telling.tellOnce('Loyalty Program Joined', walletId, 'joined', {
      scheme_id: schemes.get(walletId)?.campaignId,
      marketing_opt_in: optIn(consumers.get(walletId)),
    });
    telling.describe(walletId, { loyalty_status: 'member', loyalty_joined_at: event.occurredAt });
  }
  if (schemes.size === 0 && event.eventName === SCHEME_JOINED && !joined.has(wallets.only))
    telling.tell('Loyalty Scheme Joined', wallets.only, '0', {});
  for (const [walletId, scheme] of schemes)
    if (!joined.has(walletId))
      telling.tell('Loyalty Scheme Joined', walletId, scheme.accountId ?? scheme.entity, {
        scheme_id: scheme.campaignId,
        account_id: scheme.accountId,
      });
  if (consumers.size === 0 && PROFILE_UPDATED.has(event.eventName) && !joined.has(wallets.only))
    telling.tell('Member Profile Updated', wallets.only, '0', {});
  for (const [walletId, consumer] of consumers)
    if (!joined.has(walletId))
      telling.tell('Member Profile Updated', walletId, text(consumer.value.consumerId) ?? '0', {
        marketing_opt_in: optIn(consumer),
      });
}
