import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deleteDeadLetter, eachDeadLetter, isSelected, type Selection } from './dead-letters';
import type { ConnectorQueues } from './target';

interface Redriven {
  readonly sent: number;
  /** Read and left where they are: not selected, or over the limit. */
  readonly left: number;
}

/**
 * Puts messages of a dead-letter queue back on their connector's queue, in their consumer's group. Each send has a
 * de-duplication id of its own: SQS would take the old one for a repeat within 5 minutes and drop it silently. A message
 * is deleted only after its send succeeded, so a command that dies in between leaves two of it, which the ledger (or the
 * reward's record) recognises.
 */
export async function redrive(
  sqs: Pick<SQSClient, 'send'>,
  queues: ConnectorQueues,
  selection: Selection,
  most = Number.POSITIVE_INFINITY,
): Promise<Redriven> {
  const began = Date.now();
  let sent = 0;
  let left = 0;
  await eachDeadLetter(sqs, queues.deadLetterQueueUrl, async (letter) => {
    // What failed again since this command began would be sent for ever.
    if (Date.parse(letter.sentAt) > began) return false;
    if (sent >= most || !isSelected(letter, selection, began)) {
      left++;
      return false;
    }
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queues.queueUrl,
        MessageBody: letter.body,
        MessageGroupId: letter.group,
        MessageDeduplicationId: randomUUID(),
      }),
    );
    await deleteDeadLetter(sqs, queues.deadLetterQueueUrl, letter);
    sent++;
    return true;
  });
  return { sent, left };
}
