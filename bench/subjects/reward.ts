import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { groupOf, sha256 } from '../../functions/connectors/keys';
import { encodeMessage } from '../../functions/connectors/message-encoding';
import { sqsRecord } from './sqs-record';

const REWARD = { user_id: 'bench-1', action_reference: 'BENCH', dispatch_id: randomUUID() };

/** What a Braze webhook asks for. */
export const REWARD_BODY = JSON.stringify(REWARD);

/** The message that receive would have put on a queue for it. */
export function rewardRecord(): SQSRecord {
  const key = sha256(REWARD_BODY);
  const body = encodeMessage({
    kind: 'reward',
    key,
    reference: key.slice(0, 32),
    identityValue: REWARD.user_id,
    action: REWARD.action_reference,
    source: null,
    keepDays: 400,
    receivedAt: new Date().toISOString(),
    requestId: randomUUID(),
  });
  return sqsRecord(body, groupOf(null, REWARD.user_id));
}
