import { BREAKER_PAUSE, CONNECTOR_WAIT, ITEM_RETRY_AFTER, ITEM_WAIT, RETRY_AFTER } from './limits';

/** From 0 up to, not including, 1: `Math.random`, or a fixed one in tests. */
export type Random = () => number;

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/**
 * Exponential backoff with full jitter: anything from 0 to the cap of this attempt, so that messages which failed
 * together do not come back together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param attempt 1 for the first failure.
 * @returns ms
 */
export function fullJitter(
  attempt: number,
  of: { readonly baseMs: number; readonly capMs: number },
  random: Random = Math.random,
): number {
  // 2 ** 30 is beyond every cap, and keeps the product finite.
  return random() * Math.min(of.capMs, of.baseMs * 2 ** within(attempt - 1, 0, 30));
}

/**
 * How long a message waits when its connector is in trouble, in ms: at most `CONNECTOR_WAIT`, whatever was asked for; that
 * no call goes out before a longer Retry-After is the breaker's business. The jitter is full while the wait grows; at its
 * longest the messages are spread already, and shorter waits would only use up receives.
 */
export function connectorWaitMs(
  attempt: number,
  askedMs: number | null,
  random: Random = Math.random,
): number {
  const grown = 4000 * 2 ** within(attempt - 1, 0, 30);
  const wait = grown < CONNECTOR_WAIT ? random() * grown : CONNECTOR_WAIT * (1 - random() / 20);
  // What is asked for is the least: in a long outage it would bring the message back so often that SQS, which counts
  // receives and not hours, gives up on it first.
  const asked = askedMs === null ? 0 : askedMs + random() * 5000;
  return within(Math.max(wait, asked), 1000, CONNECTOR_WAIT);
}

/**
 * How long a message waits for one of its items, in ms.
 * @param leftMs what is left of the time such an item is tried for: a last attempt is made at its end.
 */
export function itemWaitMs(
  attempt: number,
  askedMs: number | null,
  leftMs: number,
  random: Random = Math.random,
): number {
  const wait = Math.min(fullJitter(attempt, { baseMs: 4000, capMs: ITEM_WAIT }, random), leftMs);
  // What is asked for is the least: a second, asked for again and again, would use up the queue's receives.
  return within(Math.max(wait, askedMs ?? 0), 1000, ITEM_RETRY_AFTER);
}

/** How long the breaker stays open after so many failures in a row, in ms. A Retry-After counts in full, up to an hour. */
export function breakerPauseMs(
  failures: number,
  askedMs: number | null,
  random: Random = Math.random,
): number {
  if (askedMs !== null) return within(askedMs, 1000, RETRY_AFTER);
  const longest = within(BREAKER_PAUSE.first * 2 ** within(failures, 0, 30), 0, BREAKER_PAUSE.longest);
  // Half of it is sure: a trial call at once would be no pause.
  return longest / 2 + (random() * longest) / 2;
}
