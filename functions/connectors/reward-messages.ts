import type { InboundReading } from '../platforms/inbound';
import { groupOf, sha256 } from './keys';
import type { RewardMessage } from './message';
import { encodeMessage } from './message-encoding';
import type { Outgoing } from './queue';
import type { ApiRequest } from './request';
import { rewardIdentity } from './reward-key';

/**
 * One message per reward, in the order of the request; what has the same key is one reward. One consumer's rewards are
 * one group.
 */
export function rewardMessages(
  reading: InboundReading,
  connector: string,
  request: Pick<ApiRequest, 'requestId' | 'readText'>,
): { readonly rewards: readonly RewardMessage[]; readonly outgoing: readonly Outgoing[] } {
  const { requestId } = request;
  const receivedAt = new Date().toISOString();
  let hash: string | undefined;
  const bodyHash = () => {
    hash ??= sha256(request.readText());
    return hash;
  };
  const byKey = new Map<string, RewardMessage>();
  for (const reward of reading.rewards) {
    const { identityValue, action, source } = reward;
    const identity = rewardIdentity(connector, reward, bodyHash);
    if (byKey.has(identity.key)) continue;
    byKey.set(identity.key, {
      kind: 'reward',
      ...identity,
      identityValue,
      action,
      source,
      receivedAt,
      requestId,
    });
  }
  const rewards = [...byKey.values()];
  const outgoing = rewards.map((message) => ({
    body: encodeMessage(message),
    group: groupOf(null, message.identityValue),
    deduplication: message.key,
  }));
  return { rewards, outgoing };
}
