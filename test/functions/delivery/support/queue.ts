import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { groupOf, sha256 } from '../../../../functions/connectors/keys';
import type { Message } from '../../../../functions/connectors/message';
import { encodeMessage } from '../../../../functions/connectors/message-encoding';

/** What a deliver function did to its queues. */
export const QUEUE_URL = 'q';

export class TestQueue {
  /** By message id, in seconds. */
  readonly visibility = new Map<string, number>();
  readonly deadLetters: SendMessageCommandInput[] = [];
  /** Put on the queue anew, under their wallet. */
  readonly readdressed: SendMessageCommandInput[] = [];
  /** Throws to make a call fail. */
  fault: (command: string) => void = () => {};

  async send(command: object): Promise<unknown> {
    this.fault(command.constructor.name);
    if (command instanceof SendMessageCommand && command.input.QueueUrl === QUEUE_URL) {
      this.readdressed.push(command.input);
      return {};
    }
    if (command instanceof SendMessageCommand) {
      const known = this.deadLetters.some(
        (other) => other.MessageDeduplicationId === command.input.MessageDeduplicationId,
      );
      if (!known) this.deadLetters.push(command.input);
      return {};
    }
    if (command instanceof ChangeMessageVisibilityBatchCommand) {
      for (const entry of command.input.Entries ?? [])
        this.visibility.set(
          (entry.ReceiptHandle ?? '').replace('receipt-', ''),
          entry.VisibilityTimeout ?? 0,
        );
      return {};
    }
    throw new Error(`no ${command.constructor.name} here`);
  }

  /** The reasons on the dead-letter queue, in order. */
  get reasons(): (string | undefined)[] {
    return this.deadLetters.map((letter) => letter.MessageAttributes?.reason?.StringValue);
  }

  attribute(index: number, name: string): string | undefined {
    return this.deadLetters[index]?.MessageAttributes?.[name]?.StringValue;
  }
}

let lastId = 0;

/** A record as Lambda hands it over. */
export function record(
  message: Message | string,
  of: { id?: string; group?: string; sentAtMs?: number; receiveCount?: number } = {},
): SQSRecord {
  lastId += 1;
  const id = of.id ?? `message-${lastId}`;
  const sentAt = String(of.sentAtMs ?? Date.parse('2026-01-01T00:00:00Z'));
  return {
    messageId: id,
    receiptHandle: `receipt-${id}`,
    body: typeof message === 'string' ? message : encodeMessage(message),
    attributes: {
      ApproximateReceiveCount: String(of.receiveCount ?? 1),
      SentTimestamp: sentAt,
      SenderId: 'test',
      ApproximateFirstReceiveTimestamp: sentAt,
      MessageGroupId: of.group ?? groupFor(message),
      MessageDeduplicationId: sha256(id),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:crm.fifo',
    awsRegion: 'eu-west-1',
  };
}

function groupFor(message: Message | string): string {
  if (typeof message === 'string') return 'unreadable';
  if (message.kind === 'reward') return sha256(`consumer:${message.identityValue}`);
  return groupOf(message.walletId, message.kind === 'air' ? (message.accountId ?? message.eventId) : '');
}

export const event = (...records: SQSRecord[]): SQSEvent => ({ Records: records });
