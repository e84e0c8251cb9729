import { randomUUID } from 'node:crypto';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { readAirEvent } from '../../functions/air/event';
import { parseJson } from '../../functions/air/json';
import { walletsTouched } from '../../functions/air/wallets';
import { groupOf } from '../../functions/connectors/keys';
import { encodeAirMessage, packEvent } from '../../functions/connectors/message-encoding';
import { another, type SampleEvent } from '../events';
import { sqsRecord } from './sqs-record';

const BATCH = 10;

/** The message that receive would have put on a queue for an AIR event's first wallet. */
export function recordOf({ text }: SampleEvent): SQSRecord {
  const receivedAt = new Date().toISOString();
  const reading = readAirEvent(parseJson(text), receivedAt);
  if (!('event' in reading)) throw new Error(reading.detail);
  const { eventId, eventName } = reading.event;
  const { walletId, accountId } = walletsTouched(reading.event)[0] ?? { walletId: null, accountId: null };
  const head = { kind: 'air' as const, walletId, accountId, eventId, eventName, receivedAt };
  const body = encodeAirMessage({ ...head, requestId: randomUUID() }, packEvent(text));
  return sqsRecord(body, groupOf(walletId, accountId ?? eventId));
}

/** The next ten of the events, over and over, each of another consumer and another call. */
export function batchOfTen(events: readonly SampleEvent[], batch: number): SQSEvent {
  return {
    Records: Array.from({ length: BATCH }, (_, index) => {
      const place = batch * BATCH + index;
      return recordOf(another(events[place % events.length] as SampleEvent, place));
    }),
  };
}

/** Every event in some batch of ten; the last batch is filled up from the start. */
export function batchesOfTen(events: readonly SampleEvent[]): SQSEvent[] {
  return Array.from({ length: Math.ceil(events.length / BATCH) }, (_, batch) => batchOfTen(events, batch));
}
