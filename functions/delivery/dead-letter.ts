import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { expiryEventId } from '../air/expiry';
import type { Message } from '../connectors/message';
import type { Reason } from '../platforms/outcome';
import type { Failures } from './ages';

/** What a message is about, for log lines and for the dead-letter queue: never whose it is. */
export interface About {
  readonly eventId: string;
  readonly eventName: string;
  readonly requestId: string;
  /** Of a reward: the action reference. */
  readonly action?: string;
  /** Of a reward: the `walletTransaction.reference` sent to AIR. */
  readonly rewardReference?: string;
}

const UNREADABLE: About = { eventId: 'unknown', eventName: 'unknown', requestId: 'unknown' };

/** @param message null: it could not be read. */
export function aboutOf(message: Message | null): About {
  if (message === null) return UNREADABLE;
  const { requestId } = message;
  if (message.kind === 'air') return { eventId: message.eventId, eventName: message.eventName, requestId };
  if (message.kind === 'expiry')
    return { eventId: expiryEventId(message), eventName: 'SUBSCRIPTION.EXPIRY', requestId };
  const { reference, action } = message;
  return { eventId: reference, eventName: 'services/trigger', requestId, action, rewardReference: reference };
}

/** Names of the message attributes on a dead-letter queue, at most ten as SQS allows. All are strings but `attempts`. */
export const DEAD_LETTER_ATTRIBUTES = [
  'reason',
  'detail',
  'connector',
  'eventId',
  'eventName',
  'firstAt',
  'lastAt',
  'attempts',
  'requestId',
  'action',
] as const;
export type DeadLetterAttribute = (typeof DEAD_LETTER_ATTRIBUTES)[number];

const MOST_CHARACTERS = 1000;
/**
 * Characters that SQS takes in no attribute.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to find.
const NOT_FOR_SQS = /[\u0000-\u001F\u007F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** Fit for SQS and for one log line. */
export function plainText(text: string): string {
  return text.slice(0, MOST_CHARACTERS).replace(NOT_FOR_SQS, ' ').trim();
}

/** Why a message stands on the dead-letter queue, as its attributes. Times are ISO 8601, UTC. */
export function deadLetterAttributes(
  about: About,
  why: { readonly reason: Reason; readonly detail?: string | undefined },
  connector: string,
  failures: Failures,
): Record<string, MessageAttributeValue> {
  const text: Partial<Record<DeadLetterAttribute, string | undefined>> = {
    reason: why.reason,
    detail: why.detail,
    connector,
    eventId: about.eventId,
    eventName: about.eventName,
    firstAt: new Date(failures.firstAt).toISOString(),
    lastAt: new Date(failures.lastAt).toISOString(),
    requestId: about.requestId,
    action: about.action,
  };
  const attributes: Record<string, MessageAttributeValue> = {
    attempts: { DataType: 'Number', StringValue: String(failures.attempts) },
  };
  for (const [name, value] of Object.entries(text)) {
    const plain = plainText(value ?? '');
    // SQS refuses an empty value.
    if (plain) attributes[name] = { DataType: 'String', StringValue: plain };
  }
  return attributes;
}
