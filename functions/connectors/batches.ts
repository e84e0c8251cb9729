/** Of one SendMessageBatch. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const MAX_ITEMS = 10;
const MAX_BYTES = 1024 * 1024;

/**
 * Cuts messages into batches that SQS takes: at most 10, and 1 MiB of UTF-8 bytes together. Their order is kept; none is
 * left out, and a message that is too large by itself gets a batch of its own, which SQS then refuses.
 */
export function pack<T extends { readonly body: string }>(messages: readonly T[]): T[][] {
  if (messages.length === 1) return [[...messages]];
  const batches: T[][] = [];
  let batch: T[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (batch.length > 0 && (batch.length === MAX_ITEMS || bytes + size > MAX_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(message);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
