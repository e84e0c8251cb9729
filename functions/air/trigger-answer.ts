import type { HttpAnswer } from '../platforms/http';
import type { Reason } from '../platforms/outcome';
import { retryAfterMs } from '../platforms/retry-after';
import { parseJson } from './json';

/** What AIR's answer says of one reward. */
export type TriggerVerdict =
  | { readonly kind: 'issued'; readonly walletId: string | null; readonly walletTransactionId: string | null }
  /** Nothing was issued, and nothing will be by asking again. */
  | {
      readonly kind: 'refused';
      readonly reason: Extract<Reason, 'consumer-not-found' | 'action-not-found' | 'reward-refused'>;
      readonly detail: string;
      /** The words of the refusal fit a reference that was used before. */
      readonly usedReference: boolean;
    }
  /** 207: partly done, and its rollback failed. Neither success nor a reason to repeat. */
  | { readonly kind: 'partly'; readonly detail: string }
  /** Nothing was issued; later. Everything for AIR waits. */
  | {
      readonly kind: 'later';
      readonly reason: Extract<Reason, 'platform-throttled' | 'credentials-refused' | 'endpoint-not-found'>;
      readonly detail: string;
      readonly delayMs: number | null;
    }
  /** It may have been issued. */
  | { readonly kind: 'unknown'; readonly detail: string; readonly delayMs: number | null };

/**
 * Reads the answer of `POST /services/trigger`. AIR publishes its statuses (404 identity not found, 400, 401, 207, 429)
 * and no error bodies, so that a 404 is told apart by its words (`notFound`).
 * https://developer.eagleeye.com/eagleeye-developer/docs/behavioral-action-trigger
 */
export function readTriggerAnswer(answer: HttpAnswer, nowMs: number): TriggerVerdict {
  const { status } = answer;
  const detail = refusalDetail(answer);
  const delayMs = retryAfterMs(answer.headers, nowMs);
  const later = (
    reason: Extract<TriggerVerdict, { kind: 'later' }>['reason'],
    wait: number | null = null,
  ): TriggerVerdict => ({ kind: 'later', reason, detail, delayMs: wait });
  if (status === 207) return { kind: 'partly', detail: `207 ${reduced(answer.body)}` };
  if (status >= 200 && status < 300) return issued(answer.body);
  if (status === 429) return later('platform-throttled', delayMs);
  if (status === 401 || status === 403) return later('credentials-refused');
  if ((status >= 300 && status < 400) || status === 405) return later('endpoint-not-found');
  const missing = status === 404 ? notFound(answer) : 'reward-refused';
  if (missing === 'endpoint-not-found') return later(missing);
  // 408 and 425 are of whoever stands in between: what AIR did is not known.
  if (status >= 500 || status < 200 || status === 408 || status === 425)
    return { kind: 'unknown', detail, delayMs };
  return {
    kind: 'refused',
    reason: missing,
    detail,
    usedReference: status === 409 || (status !== 404 && saysUsedReference(answer.body)),
  };
}

/** AIR's ids with all their digits; undefined for what is no JSON. */
function answered(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

function issued(body: string): TriggerVerdict {
  const json = answered(body) as { walletId?: unknown; walletTransactionId?: unknown } | undefined;
  const id = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  return { kind: 'issued', walletId: id(json?.walletId), walletTransactionId: id(json?.walletTransactionId) };
}

/** A web server's own page: the address is wrong, AIR was not asked. */
const isPage = (answer: HttpAnswer) =>
  /^text\/html\b/i.test(answer.headers['content-type'] ?? '') || /^\s*</.test(answer.body);

/** What was asked, which gateways repeat in their answer: "trigger" and "wallet" in it tell nothing. */
const ADDRESS = /https?:\S+|\S*services\\?\/trigger\S*/gi;
const OF_CONSUMER = /identit|wallet|consumer|customer/i;
const OF_ACTION = /action|trigger|campaign/i;
const OF_ADDRESS =
  /\broute\b|no such (resource|path|endpoint|url)|page not found|cannot post|default backend/i;

/**
 * Whether a 404 is AIR's, of the consumer or of the action, or that of a gateway or web server in front of it: the address
 * is wrong then, AIR was not asked, and a reward must not be refused for it. One that does not tell is taken for the
 * consumer's, as AIR documents the status: taken for the address's, one unknown consumer would hold back everybody's
 * rewards, while a refused one is sent again when the address is mended.
 */
function notFound(
  answer: HttpAnswer,
): Extract<Reason, 'consumer-not-found' | 'action-not-found' | 'endpoint-not-found'> {
  const said = answer.body.replace(ADDRESS, '');
  if (isPage(answer) || OF_ADDRESS.test(said)) return 'endpoint-not-found';
  if (OF_ACTION.test(said) && !OF_CONSUMER.test(said)) return 'action-not-found';
  return 'consumer-not-found';
}

const saysUsedReference = (body: string) =>
  /reference/i.test(body) && /duplicat|unique|already|exist|in use|been used/i.test(body);

/** Fields of AIR's answers that say what happened and to nobody whom. */
const TELLING = new Set(['errorCode', 'status', 'state', 'type', 'event', 'walletTransactionId', 'httpCode']);
const CODE = /^[A-Za-z0-9_.:-]{1,64}$/;
/** A field's name, and no id that an answer is sorted by. */
const NAME = /^[A-Za-z_]{1,40}$/;
const MOST_DETAIL = 500;

/** A body without personal data: only the telling fields, and of those only what looks like a code. */
function reduced(body: string): string {
  const keep = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null || depth > 4) return undefined;
    if (Array.isArray(value)) {
      const kept = value
        .slice(0, 10)
        .map((entry) => keep(entry, depth + 1))
        .filter((entry) => entry !== undefined);
      return kept.length > 0 ? kept : undefined;
    }
    const kept = Object.entries(value).flatMap(([name, entry]) => {
      if (TELLING.has(name) && CODE.test(String(entry))) return [[name, entry]];
      const inner = NAME.test(name) ? keep(entry, depth + 1) : undefined;
      return inner === undefined ? [] : [[name, inner]];
    });
    return kept.length > 0 ? Object.fromEntries(kept) : undefined;
  };
  return (JSON.stringify(keep(answered(body), 0)) ?? '').slice(0, MOST_DETAIL);
}

/** The status, and AIR's error code where it gives one. Messages are left out: they may name the consumer. */
function refusalDetail(answer: HttpAnswer): string {
  const json = answered(answer.body) as { errorCode?: unknown; code?: unknown } | undefined;
  const code = json?.errorCode ?? json?.code;
  return typeof code === 'string' && CODE.test(code) ? `${answer.status} ${code}` : String(answer.status);
}
