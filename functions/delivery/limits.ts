/** How long delivery tries, waits and keeps. Times in ms unless the name says otherwise. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One HTTP call: at most this long, and never longer than the function lives less the margin, so that time-outs are ours. */
export const CALL_TIMEOUT = 30 * SECOND;
export const CALL_MARGIN = 5 * SECOND;
/** With less time than this no further call is begun. */
export const SHORTEST_CALL = 1 * SECOND;
/** Name, TCP and TLS together; past it nothing was sent. */
export const CONNECT_TIMEOUT = 5 * SECOND;
/** AIR closes idle connections after about 5 s, and a frozen function does not notice: older ones are not used again. */
export const IDLE_CONNECTION = 4 * SECOND;
/** An answer is read up to here. */
export const ANSWER_BYTES = 4 * 1024 * 1024;

/** Trouble of the connector: after this long since the first failure a message goes to the dead-letter queue. */
export const CONNECTOR_AGE = 72 * HOUR;
/**
 * The same, by the time a message stands on the queue: SQS deletes after 14 days, and a message that waited behind
 * others of its consumer had its own first failure late.
 */
export const QUEUE_AGE = 10 * DAY;
/** Trouble of one item, in all; longer only for a Retry-After, up to `ITEM_RETRY_AFTER`. */
export const ITEM_AGE = 15 * MINUTE;
export const ITEM_RETRY_AFTER = 1 * HOUR;
/** The longest wait of one item between tries, where nobody asked for a longer one. */
export const ITEM_WAIT = 2 * MINUTE;
/** How long an identity may take to become known. */
export const IDENTITY_AGE = 10 * MINUTE;

/**
 * The longest wait of a message for its connector. With the breaker's longest pause it makes 5 minutes from the end of an
 * outage to the message, and 1000 receives, SQS's most, are more than `CONNECTOR_AGE`.
 */
export const CONNECTOR_WAIT = 285 * SECOND;

/** Calls in a row that may fail before the breaker opens. */
export const BREAKER_FAILURES = 3;
/** The breaker's shortest and longest pause between trial calls, but for a longer Retry-After. */
export const BREAKER_PAUSE = { first: 5 * SECOND, longest: 15 * SECOND };
/** The longest Retry-After that is believed. */
export const RETRY_AFTER = 1 * HOUR;

/**
 * Between tries to write down what a call did, with those of the SDK in each: an outage of the table of some 15 s makes
 * no repeat.
 */
export const RECORD_PAUSES: readonly number[] = [100, 200, 400, 800, 1600, 3200, 5000];

/** Calls that one invocation spends on finding the guilty items of refused calls. */
export const BISECT_CALLS = 100;

/** After an unknown outcome, AIR's own event gets this long to tell that the reward was issued. */
export const REWARD_NEWS_WAIT = 15 * SECOND;

/** A due subscription that is on the queue is looked at again after this long, in case its message was lost: later than any message is tried. */
export const EXPIRY_RECHECK = 4 * DAY;
/** One that belongs to no connector any more: it may come back. */
export const EXPIRY_ORPHAN = 1 * DAY;

/**
 * Kept in the table, in days. Delivered: longer than queue, dead-letter queue and redrive together. Reward: also where its
 * key counts for a week, so that the same body later is told from a message that waited, and gets another reference.
 */
export const KEEP_DAYS = { delivered: 45, failure: 30, attributes: 400, order: 400, reward: 400, counter: 3 };
