/** Messages to queue bodies. An AIR event is spliced in as it came: never parsed and written again. */
import { gzipSync } from 'node:zlib';
import type { AirMessage, Message } from './message';

/** SQS takes 1 MiB with attributes; 16 KB of it are left for those that the dead-letter queue adds. In UTF-8 bytes. */
export const MAX_MESSAGE_BYTES = 1024 * 1024 - 16 * 1024;
/** SQS counts each started 64 KB as one request, so a larger event is worth compressing. In UTF-16 units. */
const COMPRESS_ABOVE = 64 * 1024;
/** Much faster than 6 and hardly larger for AIR's repetitive JSON. */
const GZIP = { level: 3 };
/**
 * What SQS takes in no message although a JSON text may have it. Control characters are left out: JSON has raw only
 * those that SQS takes too.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const NOT_FOR_SQS = /[\uFFFE\uFFFF]|\p{Surrogate}/gu;
/** Finds the same and whole surrogate pairs, in a fifth of the time. */
const MAYBE_NOT_FOR_SQS = /[\uD800-\uDFFF\uFFFE\uFFFF]/;

/** The same JSON with escapes for what SQS does not take: in JSON it can only stand inside a string. */
const forSqs = (json: string): string =>
  MAYBE_NOT_FOR_SQS.test(json)
    ? json.replace(NOT_FOR_SQS, (char) => `\\u${char.charCodeAt(0).toString(16)}`)
    : json;

/** The event does not fit in a message, even compressed. */
export class MessageTooLarge extends Error {
  constructor(readonly bytes: number) {
    super(`the message has ${bytes} bytes, ${MAX_MESSAGE_BYTES} fit`);
    this.name = 'MessageTooLarge';
  }
}

/** An AIR event's member of a message, ready to be put into several: one per wallet. */
export type PackedEvent = string & { readonly __packed: unique symbol };

/**
 * @param text the event's JSON text, as it was received.
 * @param messages how many it is put into: they go to SQS together.
 */
export function packEvent(text: string, messages = 1): PackedEvent {
  const json = forSqs(text);
  const member =
    json.length * messages > COMPRESS_ABOVE
      ? `"gzip":"${gzipSync(json, GZIP).toString('base64')}"`
      : `"event":${json}`;
  return member as PackedEvent;
}

function fitting(body: string): string {
  // A UTF-16 unit is at most 3 bytes of UTF-8: most messages need no counting.
  if (body.length * 3 <= MAX_MESSAGE_BYTES) return body;
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLarge(bytes);
  return body;
}

/** @throws MessageTooLarge */
export function encodeAirMessage(head: Omit<AirMessage, 'event'>, event: PackedEvent): string {
  return fitting(`${forSqs(JSON.stringify(head)).slice(0, -1)},${event}}`);
}

/** @throws MessageTooLarge */
export function encodeMessage(message: Message): string {
  if (message.kind !== 'air') return fitting(forSqs(JSON.stringify(message)));
  const { event, ...head } = message;
  return encodeAirMessage(head, packEvent(JSON.stringify(event)));
}
