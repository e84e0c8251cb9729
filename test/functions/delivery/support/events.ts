import type { SQSRecord } from 'aws-lambda';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { airMessage, rewardEvent } from './air-events';
import { outboundContext } from './outbound';
import { event, record } from './queue';
import { worldForEachTest } from './worlds';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const plenty = () => MINUTE;
let events = 0;

/** A world for each test of a file, its messages, and what becomes of them. */
export function eventsForEachTest() {
  const { worlds, at } = worldForEachTest();
  /** A new event of this wallet, as it stands on the queue. */
  function message(user = '501') {
    events += 1;
    const eventId = `t-${events}`;
    const of = { walletId: user, eventId, receivedAt: new Date(at.clock.now()).toISOString() };
    return record(airMessage(rewardEvent({ eventId, walletId: user }), of), { sentAtMs: at.clock.now() });
  }
  const deliver = (...records: SQSRecord[]) => deliverEvents(event(...records), outboundContext(at), plenty);
  /** How long a message is out of sight, in s. */
  const waits = (queued: SQSRecord) => at.queue.visibility.get(queued.messageId) ?? -1;
  /** Delivers once. @returns the ids of those that come again. */
  const stays = async (...records: SQSRecord[]) =>
    (await deliver(...records)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { worlds, at, message, deliver, waits, stays };
}
