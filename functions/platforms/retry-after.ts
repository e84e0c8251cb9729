/** Longer than this no platform can hold a message back by a header: a clock or a header is wrong. */
const MOST_MS = 3_600_000;
const SECONDS = /^\d{1,13}(\.\d{1,6})?$/;
/** The three forms of an HTTP date (RFC 9110, section 5.6.7); anything else `Date.parse` would guess at. */
const HTTP_DATES = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** A wait that was asked for, as it is kept. */
export const boundedDelayMs = (ms: number): number => Math.min(Math.max(Math.ceil(ms), 0), MOST_MS);

function seconds(value: string | undefined): number | null {
  return value !== undefined && SECONDS.test(value) ? Number(value) : null;
}

function dateMs(value: string | undefined): number | null {
  if (value === undefined) return null;
  const form = HTTP_DATES.findIndex((pattern) => pattern.test(value));
  if (form < 0) return null;
  const ms = Date.parse(form === 2 ? `${value} GMT` : value);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * How long the other side asks to wait, in ms from `nowMs`, between 0 and one hour; null where it does not say.
 * Reads `Retry-After` (seconds, or a date as RFC 9110 has it), then `X-RateLimit-Retry-After` (seconds), then
 * `X-RateLimit-Reset` (seconds to wait, or an epoch in seconds or ms: Braze documents the epoch, others send seconds).
 * What is none of these is ignored.
 * @see https://www.braze.com/docs/api/api_limits/
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const header = (name: string) => headers[name]?.trim();
  const after = seconds(header('retry-after'));
  if (after !== null) return boundedDelayMs(after * 1000);
  const date = dateMs(header('retry-after'));
  if (date !== null) return boundedDelayMs(date - nowMs);
  const limited = seconds(header('x-ratelimit-retry-after'));
  if (limited !== null) return boundedDelayMs(limited * 1000);
  const reset = seconds(header('x-ratelimit-reset'));
  // Braze tells its window's end with every answer: it is something to wait for only once the window is used up.
  if (reset === null || (seconds(header('x-ratelimit-remaining')) ?? 0) > 0) return null;
  if (reset > 1e11) return boundedDelayMs(reset - nowMs);
  return boundedDelayMs(reset > 1e9 ? reset * 1000 - nowMs : reset * 1000);
}
