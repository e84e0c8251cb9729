/**
 * Time-outs of the functions, in seconds. Memory is a setting (`operations.memoryMb`), time-outs are not: queues and
 * alarms are derived from them.
 */
export const TIMEOUT_SECONDS = {
  /** A receive function answers within 10 s whatever happens (two tries of 2 s at the queue); the rest is for a cold start. */
  receive: 15,
  /**
   * A call to a platform gets what is left of it less 5 s. Long enough for a batch of ten against a slow platform, short
   * enough that the messages of a killed function are back on their queue within six minutes.
   */
  deliver: 60,
  /** A day's shards are queried one after the other; the next run is five minutes away. */
  expiry: 120,
} as const;

/** `subscription-expiry` only queries an index and fills queues. */
export const EXPIRY_MEMORY_MB = 256;

/** Messages per invocation. There is no batching window: waiting would delay every event, and FIFO queues know none above ten. */
export const BATCH_SIZE = 10;
