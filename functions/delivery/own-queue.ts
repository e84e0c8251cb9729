import {
  ChangeMessageVisibilityBatchCommand,
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { errorName } from '../connectors/error-name';
import { groupOf, sha256 } from '../connectors/keys';
import { logDecision } from '../connectors/log';
import type { AirMessage } from '../connectors/message';
import { encodeMessage } from '../connectors/message-encoding';

const TRY_MS = 4000;
/** Entries that one call to SQS takes. */
const MOST_ENTRIES = 10;

/** A connector's queue and dead-letter queue, from its deliver function's side. */
export class OwnQueue {
  constructor(
    private readonly client: Pick<SQSClient, 'send'>,
    private readonly of: {
      readonly connector: string;
      readonly queueUrl: string;
      readonly deadLetterQueueUrl: string;
    },
  ) {}

  /**
   * Puts a message on the dead-letter queue, as it is. A second time within 5 minutes SQS drops it;
   * after a crash it mostly comes later, and stands there twice.
   * @throws what SQS answers; the message then stays where it is.
   */
  async deadLetter(record: SQSRecord, attributes: Record<string, MessageAttributeValue>): Promise<void> {
    await this.client.send(
      new SendMessageCommand({
        QueueUrl: this.of.deadLetterQueueUrl,
        MessageBody: record.body,
        MessageAttributes: attributes,
        MessageGroupId: record.attributes.MessageGroupId ?? record.messageId,
        MessageDeduplicationId: sha256(`dead:${record.messageId}`),
      }),
      { abortSignal: AbortSignal.timeout(TRY_MS) },
    );
  }

  /**
   * Puts a message on the queue anew, in its wallet's group. A second time, after a crash, the ledger recognises.
   * @throws what SQS answers, MessageTooLarge; the message then stays where it is.
   */
  async readdress(record: SQSRecord, message: AirMessage & { readonly walletId: string }): Promise<void> {
    await this.client.send(
      new SendMessageCommand({
        QueueUrl: this.of.queueUrl,
        MessageBody: encodeMessage(message),
        MessageGroupId: groupOf(message.walletId, ''),
        MessageDeduplicationId: sha256(`readdressed:${record.messageId}`),
      }),
      { abortSignal: AbortSignal.timeout(TRY_MS) },
    );
  }

  /**
   * Sets when messages become visible again. Best effort: without it they do when the queue's own time-out is over.
   */
  async later(messages: readonly { readonly record: SQSRecord; readonly delayMs: number }[]): Promise<void> {
    for (let at = 0; at < messages.length; at += MOST_ENTRIES)
      await this.laterTen(messages.slice(at, at + MOST_ENTRIES));
  }

  private async laterTen(
    messages: readonly { readonly record: SQSRecord; readonly delayMs: number }[],
  ): Promise<void> {
    try {
      const answer = await this.client.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: this.of.queueUrl,
          Entries: messages.map(({ record, delayMs }, index) => ({
            Id: String(index),
            ReceiptHandle: record.receiptHandle,
            VisibilityTimeout: Math.max(0, Math.ceil(delayMs / 1000)),
          })),
        }),
        { abortSignal: AbortSignal.timeout(TRY_MS) },
      );
      const failed = answer.Failed?.[0];
      if (failed) this.problem(`ChangeMessageVisibility ${failed.Code ?? ''}`);
    } catch (error) {
      this.problem(`ChangeMessageVisibility ${errorName(error)}`);
    }
  }

  private problem(detail: string): void {
    logDecision({ decision: 'problem', connector: this.of.connector, detail }, 'warn');
  }
}
