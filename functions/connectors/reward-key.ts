/** By what a reward is recognised, here and in AIR. Rewards cannot be taken back, so the key decides, and nothing else. */
import type { RewardRequest } from '../platforms/inbound';
import { sha256 } from './keys';

/** 13 months: longer than any platform repeats. */
const KEPT_WITH_ID = 400;
/** A week, where a repeat can only be told by the same body: later it may well be meant. */
const KEPT_WITHOUT_ID = 7;

export interface RewardIdentity {
  /** SHA-256 hex. */
  readonly key: string;
  /** The `walletTransaction.reference` for AIR: 35 characters, letters, digits and hyphens. */
  readonly reference: string;
  readonly keepDays: number;
}

/**
 * The key is made of connector, consumer, action and the platform's own id of the request; a reference that the caller
 * gave replaces the platform's id, never the action. Without either, the same body is the same request, for a week.
 * @param bodyHash only asked where there is no id.
 */
export function rewardIdentity(
  connector: string,
  reward: Pick<RewardRequest, 'identityValue' | 'action' | 'platformId' | 'reference'>,
  bodyHash: () => string,
): RewardIdentity {
  const { identityValue, action, platformId, reference } = reward;
  const request =
    reference !== null
      ? ['reference', reference]
      : platformId !== null
        ? ['id', platformId]
        : ['body', bodyHash()];
  const key = sha256(JSON.stringify([connector, ...request, identityValue, action]));
  return {
    key,
    reference: referenceOf(key),
    keepDays: request[0] === 'body' ? KEPT_WITHOUT_ID : KEPT_WITH_ID,
  };
}

/** The same for the same key, whenever it is asked: 128 bits of it. */
const referenceOf = (key: string): string => `ee-${key.slice(0, 32)}`;

/** For a reward whose key was used before and has had its time: AIR takes no reference twice. The same on every attempt. */
export const renewedReference = (key: string, receivedAt: string): string =>
  referenceOf(sha256(`${key} ${receivedAt}`));
