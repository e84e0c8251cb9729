/** Tiers: joined, changed, and what counts for them. AIR's tier ids are opaque; the setting `tiers` gives them meaning. */
import type { Collecting } from './catalogue';
import { sum } from './reading';
import type { Telling } from './telling';
import { emptyMembership, type TierMembership, type TierMove } from './tier-memberships';

function nameOf(telling: Telling, tierId: string | undefined): string | undefined {
  return telling.settings.tiers?.find(({ id }) => id === tierId)?.name;
}

/** `up` or `down` in the rank order of the setting. */
function direction(telling: Telling, { from, to }: TierMove): 'up' | 'down' | undefined {
  const ranks = telling.settings.tiers?.map(({ id }) => id) ?? [];
  const before = ranks.indexOf(from);
  const after = ranks.indexOf(to);
  return before === -1 || after === -1 ? undefined : after > before ? 'up' : 'down';
}

/** Points missing to the next tier's threshold; null in the highest, undefined when the setting does not tell. */
function pointsToNext(telling: Telling, { tierId, balances }: TierMembership): number | null | undefined {
  const tiers = telling.settings.tiers ?? [];
  const rank = tiers.findIndex(({ id }) => id === tierId);
  if (rank === -1) return undefined;
  const next = tiers[rank + 1];
  if (!next) return null;
  if (next.threshold === undefined || balances.points === undefined) return undefined;
  return Math.max(0, sum([next.threshold, -balances.points]) ?? 0);
}

const NO_TIER = {
  tier_id: null,
  tier_name: null,
  tier_points: null,
  tier_spend: null,
  tier_transactions: null,
  tier_points_to_next: null,
  tier_resets_at: null,
  tier_expires_at: null,
};

/** How much a membership says of the tier that its wallet is in: one that ended least, one that changed most. */
function weight({ deleted, status, changed }: TierMembership): number {
  if (deleted) return 0;
  if (status !== undefined && status !== 'ACTIVE') return 1;
  return changed ? 3 : 2;
}

/** True when another membership of the wallet says more, or as much and later. */
function isOutdone(membership: TierMembership, at: number, memberships: readonly TierMembership[]): boolean {
  return memberships.some(
    (other, place) =>
      other.walletId === membership.walletId &&
      (weight(other) > weight(membership) || (weight(other) === weight(membership) && place > at)),
  );
}

/**
 * The tier attributes; of several memberships of a wallet the last wins that changed and did not end. One that ended
 * empties them where there is no other, but a consumer who left altogether keeps the last tier, by which a platform may
 * still address them.
 */
export function describeTiers(
  telling: Telling,
  memberships: readonly TierMembership[],
  left: ReadonlySet<string | null>,
): void {
  for (const [at, membership] of memberships.entries()) {
    if (isOutdone(membership, at, memberships)) continue;
    const { walletId, tierId, balances } = membership;
    telling.describe(
      walletId,
      membership.deleted && !left.has(walletId)
        ? NO_TIER
        : {
            tier_id: tierId,
            tier_name: nameOf(telling, tierId),
            tier_points: balances.points,
            tier_spend: telling.money(balances.spend),
            tier_transactions: balances.transactions,
            tier_points_to_next: pointsToNext(telling, membership),
            tier_resets_at: membership.resetsAt,
            tier_expires_at: membership.expiresAt,
          },
    );
  }
}

/** AIR's events that say by their very name what happened to a tier: then it is told, whatever the operations show. */
const JOINING = 'TIER.MEMBERSHIP.CREATE';
const BALANCING = new Set(['TIER.MEMBERSHIP.CREDIT', 'TIER.MEMBERSHIP.DEBIT', 'TIER.MEMBERSHIP.ADJUST']);

/**
 * The memberships that an event is about by its very name: those that fit best, since AIR lists others beside them.
 * @param tests what fits, the best first.
 */
function meant(
  memberships: readonly TierMembership[],
  ...tests: ((membership: TierMembership) => boolean)[]
): readonly TierMembership[] {
  if (memberships.length < 2) return memberships;
  const fitting = tests.map((test) => memberships.filter(test));
  return fitting.find(({ length }) => length > 0) ?? memberships;
}

const hasNewBalances = ({ changes }: TierMembership) =>
  changes.POINTS !== 0 || changes.SPEND !== 0 || changes.TRANSACTIONS !== 0;
const wasCreated = ({ created }: TierMembership) => created;
const wasCounted = ({ counted }: TierMembership) => counted;
const wasChanged = ({ changed, deleted }: TierMembership) => changed && !deleted;

/** Tells what was joined, which tiers changed, and, once per membership, that its balances did. */
export function tellTiers(telling: Telling, memberships: readonly TierMembership[]): void {
  const joining = telling.event.eventName === JOINING;
  const balancing = BALANCING.has(telling.event.eventName);
  const shown =
    memberships.length === 0 && (joining || balancing)
      ? [emptyMembership(telling.wallets.only)]
      : memberships;
  const joined = joining ? meant(shown, wasCreated, wasChanged) : undefined;
  const balanced = balancing ? meant(shown, wasCounted, wasChanged) : undefined;
  for (const membership of shown) {
    const { walletId, entity, balances, changes } = membership;
    const tier = (tierId: string | undefined) => {
      const told: Collecting<'Tier Joined'> = {
        tier_id: tierId,
        tier_points: balances.points,
        tier_spend: telling.money(balances.spend),
        tier_transactions: balances.transactions,
        tier_expires_at: membership.expiresAt,
      };
      const name = nameOf(telling, tierId);
      if (name !== undefined) told.tier_name = name;
      if (balances.spend !== undefined) told.currency = telling.settings.currency;
      return told;
    };
    if (joined ? joined.includes(membership) : membership.created)
      telling.tell('Tier Joined', walletId, entity, tier(membership.tierId));
    for (const move of membership.moves)
      telling.tell(
        'Tier Changed',
        walletId,
        move.entity,
        Object.assign(tier(move.to), {
          previous_tier_id: move.from,
          previous_tier_name: nameOf(telling, move.from),
          direction: direction(telling, move),
        }),
      );
    if (balanced ? balanced.includes(membership) : hasNewBalances(membership))
      telling.tell(
        'Tier Balance Changed',
        walletId,
        entity,
        Object.assign(tier(membership.tierId), {
          tier_points_change: changes.POINTS,
          tier_spend_change: telling.money(changes.SPEND),
          tier_transactions_change: changes.TRANSACTIONS,
        }),
      );
  }
}
