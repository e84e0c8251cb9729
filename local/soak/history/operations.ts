/** Atomic operations on wallets, accounts, consumers and tiers. */
import type { Json } from '../../json';
import { SCHEME_ID } from '../../simulators/air/programme';
import { airDate, NEVER } from '../../simulators/air/writing';
import { identitiesOf, type Operation } from './air-event';
import type { Balances, Member, TierBalances } from './member';

type Kind = Operation['operationType'];

const operation = (objectType: string, operationType: Kind, objectValue: Json): Operation => ({
  objectType,
  operationType,
  objectValue,
});

/** A wallet that is made, read or deleted. */
export function walletOperation(member: Member, kind: Kind, at: string): Operation {
  return operation('walletEntity', kind, {
    walletId: member.walletId,
    friendlyName: null,
    status: kind === 'DELETE' ? 'DELETED' : 'ACTIVE',
    type: 'CONSUMER',
    state: 'DEFAULT',
    meta: [],
    dateCreated: airDate(member.joinedAt),
    lastUpdated: airDate(at),
    relationships: { parent: [], child: [], associate: [], donor: [] },
  });
}

/** All identities of a member, made or deleted. */
export const identityOperations = (member: Member, kind: 'CREATE' | 'DELETE', at: string): Operation[] =>
  identitiesOf(member, kind === 'DELETE' ? at : undefined).map((identity) =>
    operation('walletIdentityEntity', kind, identity),
  );

/** What changes in a consumer’s profile. */
interface Consumer {
  readonly email: string;
  readonly marketing: boolean;
}

/** A consumer’s profile, entered, changed or deleted. */
export function consumerOperation(
  member: Member,
  kind: 'CREATE' | 'UPDATE' | 'DELETE',
  { email, marketing }: Consumer,
  at: string,
): Operation {
  const data = {
    personal: { title: null, firstName: member.firstName, lastName: 'of the soak run', birthDate: null },
    address: [],
    contact: [{ type: 'email', name: 'default', value: email }],
    communication: [{ type: 'default', optin: { admin: true, marketing } }],
  };
  return operation('walletConsumerEntity', kind, {
    consumerId: member.consumerId,
    walletId: member.walletId,
    friendlyName: member.firstName,
    type: 'INDIVIDUAL',
    state: 'DEFAULT',
    status: kind === 'DELETE' ? 'DELETED' : 'ACTIVE',
    data: kind === 'DELETE' ? [] : data,
    meta: [],
    dateCreated: airDate(member.joinedAt),
    lastUpdated: airDate(at),
  });
}

interface AccountChange {
  readonly id: string;
  readonly accountId: string;
  readonly campaignId: string;
  readonly type: string;
  readonly clientType: string | null;
  readonly event: string;
  readonly value: number;
  readonly at: string;
  readonly status?: string;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly balances?: Json;
  readonly before?: Json;
  readonly after?: Json;
  readonly relationships?: Json;
  /** When the account itself was last written; left out: by this operation. */
  readonly accountUpdated?: string;
}

const NOTHING_AVAILABLE = { available: 0, refundable: 0 };

/** One change of one account. */
export function accountOperation(member: Member, change: AccountChange): Operation {
  const { at, accountId } = change;
  return operation('walletAccountTransactionEntity', change.event === 'CREATE' ? 'CREATE' : 'UPDATE', {
    accountTransactionId: change.id,
    parentAccountTransactionId: null,
    accountId,
    account: {
      accountId,
      walletId: member.walletId,
      campaignId: change.campaignId,
      type: change.type,
      clientType: change.clientType,
      status: change.status ?? 'ACTIVE',
      state: 'LOADED',
      dates: {
        start: airDate(change.startsAt ?? member.joinedAt),
        end: change.endsAt ? airDate(change.endsAt) : NEVER,
      },
      meta: [],
      dateCreated: airDate(member.joinedAt),
      lastUpdated: airDate(change.accountUpdated ?? at),
      overrides: [],
      balances: change.balances ?? NOTHING_AVAILABLE,
      relationships: change.relationships ?? [],
      mobileWallet: null,
    },
    event: change.event,
    value: change.value,
    source: 1,
    balancesBefore: change.before ?? NOTHING_AVAILABLE,
    balancesAfter: change.after ?? NOTHING_AVAILABLE,
    transactionDetails: [],
    properties: [],
    dateCreated: airDate(at),
    lastUpdated: airDate(at),
  });
}

/** A movement of points from one state of the account to the next. */
export function pointsOperation(
  member: Member,
  change: {
    readonly id: string;
    readonly event: string;
    readonly value: number;
    readonly at: string;
    readonly before: Balances;
    readonly after: Balances;
    readonly status?: string;
    readonly accountUpdated?: string;
  },
): Operation {
  const { before, after, ...rest } = change;
  return accountOperation(member, {
    ...rest,
    accountId: member.pointsAccountId,
    campaignId: SCHEME_ID,
    type: 'POINTS',
    clientType: 'RETAILPOINTS',
    balances: { ...after, lifetimeSpend: 0, lifetimeSpendValue: 0, pending: 0 },
    before: { current: before.current, lifetime: before.lifetime },
    after: { current: after.current, lifetime: after.lifetime },
  });
}

/** A tier membership as an event leaves it. */
export function tierOperation(
  member: Member,
  kind: 'CREATE' | 'UPDATE',
  state: { readonly tierId: string; readonly balances: TierBalances; readonly at: string },
): Operation {
  return operation('tierMembershipEntity', kind, {
    tierMembershipId: member.tierMembershipId,
    tierId: state.tierId,
    status: 'ACTIVE',
    accountIds: [member.pointsAccountId],
    balances: state.balances,
    expiryDate: airDate(member.tierExpiresAt),
    tierBalancesResetDate: airDate(member.tierExpiresAt),
    dateCreated: airDate(member.joinedAt),
    lastUpdated: airDate(state.at),
  });
}

/** What changed in a tier membership: its balances, or the tier. */
export function tierTransaction(
  member: Member,
  change: {
    readonly id: string;
    readonly type: 'CREDIT' | 'DEBIT' | 'MOVE';
    readonly tierId: string;
    readonly tierIdAfter: string | null;
    readonly before: TierBalances;
    readonly after: TierBalances;
    readonly at: string;
  },
): Operation {
  const { before, after } = change;
  const actions = (['points', 'spend', 'transactions'] as const).flatMap((balance) =>
    before[balance] === after[balance]
      ? []
      : [
          {
            balanceType: balance.toUpperCase(),
            amount: after[balance] - before[balance],
            balanceBefore: before[balance],
            balanceAfter: after[balance],
          },
        ],
  );
  return operation('tierMembershipTransactionEntity', 'CREATE', {
    tierMembershipTransactionId: change.id,
    tierId: change.tierId,
    tierIdAfter: change.tierIdAfter,
    tierMembershipId: member.tierMembershipId,
    transactionType: change.type,
    parentTierMembershipTransactionId: null,
    walletTransactionId: null,
    dateCreated: airDate(change.at),
    lastUpdated: airDate(change.at),
    actions,
  });
}
