import type { SQSClient } from '@aws-sdk/client-sqs';
import { deleteDeadLetter, eachDeadLetter, isSelected, type Selection } from './dead-letters';

/** What became of a dead-letter queue's messages, or would. */
interface Discarded {
  readonly deleted: number;
  /** Read and left where they are: not selected, or over the limit. */
  readonly left: number;
}

interface Wanted {
  readonly selection: Selection;
  /** Default: all. */
  readonly most?: number;
}

/** @param take of a selected one: true, it is off the queue. */
async function eachSelected(
  sqs: Pick<SQSClient, 'send'>,
  queueUrl: string,
  { selection, most = Number.POSITIVE_INFINITY }: Wanted,
  take: Parameters<typeof eachDeadLetter>[2],
): Promise<Discarded> {
  const began = Date.now();
  let deleted = 0;
  let left = 0;
  await eachDeadLetter(sqs, queueUrl, async (letter) => {
    if (deleted >= most || !isSelected(letter, selection, began)) {
      left++;
      return false;
    }
    const taken = await take(letter);
    deleted++;
    return taken;
  });
  return { deleted, left };
}

/**
 * Deletes messages of a dead-letter queue for good: what somebody decided never to send. A reward's record stays: whoever
 * looks finds it, and a repeat of an entry that was issued, or may have been, is recognised. One of which nothing was issued
 * is asked for anew when the platform sends its entry again.
 */
export const discard = (
  sqs: Pick<SQSClient, 'send'>,
  deadLetterQueueUrl: string,
  wanted: Wanted,
): Promise<Discarded> =>
  eachSelected(sqs, deadLetterQueueUrl, wanted, async (letter) => {
    await deleteDeadLetter(sqs, deadLetterQueueUrl, letter);
    return true;
  });

/** Only counts what `discard` would delete, as far as it can be seen: the next of a consumer's comes behind the one before. */
export const countDiscardable = (
  sqs: Pick<SQSClient, 'send'>,
  deadLetterQueueUrl: string,
  wanted: Wanted,
): Promise<Discarded> => eachSelected(sqs, deadLetterQueueUrl, wanted, async () => false);
