/** Queue bodies back to messages. Apart from the encoding, since a receiving function has no use for the schemas. */
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { parseJson } from '../air/json';
import type { Message } from './message';

/** Of one event, inflated: what a receiving function lets through. */
const MAX_EVENT_BYTES = 10 * 1024 * 1024;

/** A body on the queue is none of ours. Dead-letter reason `malformed-message`. */
export class MalformedMessage extends Error {
  /** @param detail which field, and what was expected; nothing of the body. */
  constructor(readonly detail: string) {
    super(detail);
    this.name = 'MalformedMessage';
  }
}

const text = z.string().check(z.minLength(1));
const stamps = { receivedAt: text, requestId: z.string() };
const schemas = {
  air: z.object({
    kind: z.literal('air'),
    walletId: z.nullable(text),
    accountId: z.nullable(text),
    foundBy: z.optional(z.array(text)),
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
