import type { SQSRecord } from 'aws-lambda';
import type { Message } from '../connectors/message';
import { decodeMessage, MalformedMessage } from '../connectors/message-decoding';
import type { Verdict } from './settle';

/** A record of a batch, read; with a verdict where it cannot be delivered at all. */
export interface Decoded<M extends Message> {
  readonly record: SQSRecord;
  readonly message: M | null;
  readonly verdict: Verdict | null;
}

/** Reads a queue body, and lets pass only the kinds that this function delivers. Never throws. */
export function decode<M extends Message>(record: SQSRecord, kinds: readonly M['kind'][]): Decoded<M> {
  const dead = (detail: string): Decoded<M> => ({
    record,
    message: null,
    verdict: { kind: 'dead', reason: 'malformed-message', detail },
  });
  try {
    const message = decodeMessage(record.body);
    if (!kinds.includes(message.kind)) return dead(`kind: expected ${kinds.join(' or ')}`);
    return { record, message: message as M, verdict: null };
  } catch (error) {
    return dead(error instanceof MalformedMessage ? error.detail : 'expected a message of EE Connect');
  }
}
