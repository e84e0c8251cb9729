import type { SQSClient } from '@aws-sdk/client-sqs';
import { deleteDeadLetter, eachDeadLetter, isSelected, type Selection } from './dead-letters';

export interface Discarded {
  readonly deleted: number;
  /** Read and left where they are: not selected, or over the limit. */
  readonly left: number;
}

/**
 * Deletes messages of a dead-letter queue for good: what somebody decided never to send. A reward's record stays, so that
 * a repeat of its entry is still recognised.
 * @param really false: only counts what would be deleted.
 */
export async function discard(
  sqs: Pick<SQSClient, 'send'>,
  deadLetterQueueUrl: string,
  selection: Selection,
  really: boolean,
  most = Number.POSITIVE_INFINITY,
): Promise<Discarded> {
  const began = Date.now();
  let deleted = 0;
  let left = 0;
  await eachDeadLetter(sqs, deadLetterQueueUrl, async (letter) => {
    if (deleted >= most || !isSelected(letter, selection, began)) {
      left++;
      return false;
    }
    if (really) await deleteDeadLetter(sqs, deadLetterQueueUrl, letter);
    deleted++;
    return really;
  });
  return { deleted, left };
}
