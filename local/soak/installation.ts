/** What a soak run runs: a configuration with both connectors of each platform, and AIR's programme with its consumers. */
import { checkConfig, type DeploymentConfig } from '../../functions/connectors/config-schema';
import { PLATFORMS } from '../../functions/platforms/registry';
import { Programme, type Wallet } from '../simulators/air/programme';
import { airDate } from '../simulators/air/writing';
import { ACTIONS, type History } from './history/history';
import { type Member, TIERS } from './history/member';

/** AIR posts to this one feed. */
export const FEED = 'programme';
/** The first platform's user id is one kind of identity, the next one's another: consumers must not be mixed up. */
const IDENTITY_TYPES = ['CUSTOMER_ID', 'CARD'] as const;

/** Id of a platform’s inbound connector. */
export const inboundId = (platform: string): string => `${platform}-rewards`;
/** Id of a platform’s outbound connector. */
export const outboundId = (platform: string): string => `${platform}-news`;

/** @throws ConfigError for a platform that has no such settings. */
export function soakConfig(
  platforms: readonly string[],
  onUnknownOutcome: 'park' | 'repeat',
): DeploymentConfig {
  const connectors = platforms.flatMap((platform, index) => [
    { id: inboundId(platform), platform, direction: 'inbound', settings: { onUnknownOutcome } },
    {
      id: outboundId(platform),
      platform,
      direction: 'outbound',
      feed: FEED,
      settings: {
        ...PLATFORMS[platform]?.outbound?.example,
        identityType: IDENTITY_TYPES[index % IDENTITY_TYPES.length],
        currency: 'GBP',
        personalFields: ['email'],
        tiers: TIERS,
      },
    },
  ]);
  const air = { walletUrl: 'https://air.invalid/2.0' };
  return checkConfig({ air, feeds: [{ id: FEED }], connectors }, 'the soak run');
}

/** AIR as it is when the history is over: rewards go on from there. */
export function soakProgramme({ members }: History): Programme {
  return new Programme(members.filter(({ status }) => status === 'member').map(walletOf), ACTIONS);
}

const walletOf = (member: Member): Wallet => ({
  walletId: member.walletId,
  name: member.firstName,
  identities: member.identities,
  pointsAccountId: member.pointsAccountId,
  points: { ...member.points },
  tier: {
    tierMembershipId: member.tierMembershipId,
    tierId: member.tierId,
    balances: member.tier,
    expiryDate: airDate(member.tierExpiresAt),
    tierBalancesResetDate: airDate(member.tierExpiresAt),
  },
  coupons: [],
});

const USER = /SOAK-(\d{6})|70090(\d{6})00/g;

/** Indexes of the members whose identities stand in a body. */
export function membersIn(body: string): number[] {
  return [...new Set([...body.matchAll(USER)].map(([, one, other]) => Number(one ?? other) - 1))];
}

/** The identities themselves. */
export const usersIn = (body: string): string[] => [
  ...new Set([...body.matchAll(USER)].map(([user]) => user)),
];
