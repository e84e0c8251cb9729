/** Everything that goes wrong on purpose, by the names that `--faults` takes. */

/** How one call to a platform or to AIR fails. */
export const CALL_FAULTS = {
  '5xx': 'answered 500 or 503, nothing done',
  '5xx-done': 'done, and answered 502 nevertheless',
  '429': 'answered 429 without a word on when to come again',
  'retry-after': 'answered 429 with Retry-After of some seconds, as a number or as a date',
  reset: 'connection reset, nothing done',
  'reset-done': 'done, and the connection reset before the answer',
  slow: 'done, and answered some time later',
  timeout:
    'done, and answered after the caller has given up (30 s, for real: only in runs of 3,000 events and more)',
  kill: 'the calling function is killed (signal 9) in mid-call, nothing done',
  'kill-done': 'done, and the calling function is killed (signal 9) before the answer',
} as const;
/** A name in `CALL_FAULTS`. */
export type CallFault = keyof typeof CALL_FAULTS;

/** What happens to the whole installation at some moment of the run. */
export const MOMENTS = {
  outage: 'a platform, or AIR, fails several calls in a row',
  'kill-receive': 'the receiving functions are killed in mid-call',
  'sqs-repeat': 'SQS hands messages out again that were settled',
  table: 'the table fails every call for a while',
  secrets: 'Secrets Manager fails for a while, and functions start anew meanwhile',
  queue: 'SQS fails every call for a while',
  pause: 'six minutes pass, so that SQS has forgotten what it saw, and repeats are left to the ledger',
  rotate: 'External Keys, AIR’s and the platforms’ credentials are rotated under load',
} as const;
/** A name in `MOMENTS`. */
export type MomentKind = keyof typeof MOMENTS;

/** What is wrong with the content, for a part of a consumer's life, until everything is healed. */
const CONTENT_FAULTS = {
  'refused-call': 'a call with anything of this consumer is refused whole, with 400',
  'item-error': 'every item of this consumer is refused inside a 2xx, where the platform has such answers',
} as const;
/** A name in `CONTENT_FAULTS`. */
export type ContentFault = keyof typeof CONTENT_FAULTS;

/** What AIR and platforms do as callers. */
const DELIVERY_FAULTS = {
  duplicate: 'an event, or an audience entry, is delivered twice, at once or much later',
  reorder: 'an event is delivered after later ones of its consumer',
} as const;

/** All of them, each with what happens. */
export const FAULT_KINDS = { ...CALL_FAULTS, ...MOMENTS, ...CONTENT_FAULTS, ...DELIVERY_FAULTS };
/** A name that `--faults` takes. */
export type FaultKind = keyof typeof FAULT_KINDS;
/** What a run does when nobody chooses. */
export const ALL_FAULTS = Object.keys(FAULT_KINDS) as readonly FaultKind[];
