/** Messages to queue bodies and back. An AIR event is spliced in as it came: never parsed and written again. */
import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { parseJson } from '../air/json';
import type { AirMessage, Message } from './message';

/** SQS takes 1 MiB with attributes; 16 KB of it are left for those that the dead-letter queue adds. In UTF-8 bytes. */
export const MAX_MESSAGE_BYTES = 1024 * 1024 - 16 * 1024;
/** SQS counts each started 64 KB as one request, so a larger event is worth compressing. In UTF-16 units. */
const COMPRESS_ABOVE = 64 * 1024;
/** Of one event, inflated: what a receiving function lets through. */
const MAX_EVENT_BYTES = 10 * 1024 * 1024;
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

/** A body on the queue is none of ours. Dead-letter reason `malformed-message`. */
export class MalformedMessage extends Error {
  /** @param detail which field, and what was expected; nothing of the body. */
  constructor(readonly detail: string) {
    super(detail);
    this.name = 'MalformedMessage';
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

const text = z.string().check(z.minLength(1));
const stamps = { receivedAt: text, requestId: z.string() };
const schemas = {
  air: z.object({
    kind: z.literal('air'),
    walletId: z.nullable(text),
    accountId: z.nullable(text),
    eventId: text,
    eventName: z.string(),
    ...stamps,
    event: z.optional(z.unknown()),
    gzip: z.optional(text),
  }),
  reward: z.object({
    kind: z.literal('reward'),
    key: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    reference: text,
    identityValue: text,
    action: text,
    source: z.nullable(z.string()),
    keepDays: z.int().check(z.positive()),
    ...stamps,
  }),
  expiry: z.object({
    kind: z.literal('expiry'),
    walletId: text,
    subscriptionId: text,
    expiresAt: text,
    ...stamps,
  }),
};

function parse(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    throw new MalformedMessage('expected JSON');
  }
}

function inflate(base64: string): string {
  try {
    return gunzipSync(Buffer.from(base64, 'base64'), { maxOutputLength: MAX_EVENT_BYTES }).toString('utf8');
  } catch {
    throw new MalformedMessage('gzip: expected base64 of a gzipped event of at most 10 MB');
  }
}

/**
 * Reads a queue body. Integers above 2^53 in it survive.
 * @throws MalformedMessage
 */
export function decodeMessage(body: string): Message {
  const json = parse(body);
  const kind = (json as { kind?: unknown } | null)?.kind;
  if (kind !== 'air' && kind !== 'reward' && kind !== 'expiry')
    throw new MalformedMessage('kind: expected air, reward or expiry');
  const result = schemas[kind].safeParse(json);
  if (!result.success) {
    const fields = result.error.issues.map((issue) => issue.path.join('.') || 'message');
    throw new MalformedMessage(`${[...new Set(fields)].join(', ')}: expected another value`);
  }
  if (result.data.kind !== 'air') return result.data;
  const { gzip, event, ...head } = result.data;
  if (gzip !== undefined) return { ...head, event: parse(inflate(gzip)) };
  if (event === undefined) throw new MalformedMessage('event: is missing');
  return { ...head, event };
}
