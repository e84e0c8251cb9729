import { errorName } from '../../connectors/error-name';
import { logDecision } from '../../connectors/log';
import { measure } from '../../connectors/metrics';
import type { OutboundSettings } from '../../connectors/settings';
import type { HttpAnswer, HttpRequest } from '../../platforms/http';
import { judgeStatus } from '../../platforms/http-answer';
import type { Item } from '../../platforms/item';
import type { Outbound } from '../../platforms/outbound';
import { allItems, type CallVerdict, type Retry } from '../../platforms/outcome';
import { retryAfterMs } from '../../platforms/retry-after';
import type { Credentials, CredentialsReading } from '../credentials';
import type { HttpClient, HttpResult } from '../http';
import type { Pause } from '../insist';

export interface CallContext {
  readonly http: HttpClient;
  readonly credentials: Credentials<unknown>;
  readonly platform: Outbound<OutboundSettings, unknown>;
  readonly settings: OutboundSettings;
  readonly connector: string;
  readonly now: () => number;
  /** Left out: by the machine's timer. */
  readonly pause?: Pause;
}

type Ready = Extract<CredentialsReading<unknown>, { kind: 'ready' }>;

/** Makes the calls of one invocation to the platform, and judges their answers item by item. */
export class PlatformCalls {
  constructor(
    private readonly context: CallContext,
    private ready: Ready,
  ) {}

  /**
   * One call; a second one only after the credentials were refused and others are at hand.
   * @param timeoutMs of the moment a call begins; null: there is no time left.
   * @param requestId for the log: of the API requests that brought the items, with a space between.
   */
  async send(
    items: readonly Item[],
    timeoutMs: () => number | null,
    requestId?: string,
  ): Promise<CallVerdict> {
    const verdict = await this.once(items, timeoutMs(), requestId);
    if (!credentialsRefused(verdict)) return verdict;
    measure('CredentialsRefused', 1, this.of);
    const newer = await this.context.credentials.newer(this.ready.secret);
    if (newer === null) return verdict;
    this.ready = { kind: 'ready', ...newer };
    return this.once(items, timeoutMs(), requestId);
  }

  private async once(
    items: readonly Item[],
    timeoutMs: number | null,
    requestId: string | undefined,
  ): Promise<CallVerdict> {
    const { platform, settings, http } = this.context;
    if (timeoutMs === null) return allItems(items, unreachable('no time left', false));
    let request: HttpRequest;
    try {
      request = platform.authorize(platform.request(items, settings), this.ready.credentials);
    } catch (error) {
      // An item that cannot be written down is found as one that the platform refuses.
      const detail = `the request could not be built: ${errorName(error)}`;
      return { kind: 'refused', reason: 'platform-refused', detail };
    }
    const begun = this.context.now();
    const result = await http.send(request, timeoutMs);
    this.report(items, result, this.context.now() - begun, requestId);
    if (result.kind !== 'answered')
      return allItems(items, unreachable(result.detail, result.kind === 'no-answer'));
    const { answer } = result;
    // Failures of single items may stand in the part that did not come.
    if (result.truncated && answer.status < 300)
      return allItems(items, unreachable(`${answer.status} with half an answer`, true));
    return this.withDelays(this.judge(answer, items), answer);
  }

  private judge(answer: HttpAnswer, items: readonly Item[]): CallVerdict {
    try {
      return (
        this.context.platform.read(answer, items) ??
        judgeStatus(withoutRates(answer), items, this.context.now())
      );
    } catch (error) {
      const detail = `${answer.status} with an answer that could not be read: ${errorName(error)}`;
      return allItems(items, {
        ...unreachable(detail, answer.status < 300 || answer.status >= 500),
        trouble: 'item',
      });
    }
  }

  /** What the platform, or the common headers, ask for, where the judgement left it out. */
  private withDelays(verdict: CallVerdict, answer: HttpAnswer): CallVerdict {
    if (verdict.kind !== 'items' || answer.status < 400) return verdict;
    const now = this.context.now();
    const own = answer.status === 429 ? this.context.platform.retryAfterMs?.(answer, now) : null;
    const asked = own ?? retryAfterMs(withoutRates(answer).headers, now);
    if (asked === null) return verdict;
    const outcomes = verdict.outcomes.map((outcome) =>
      outcome.status === 'retry' && outcome.delayMs === undefined ? { ...outcome, delayMs: asked } : outcome,
    );
    return { kind: 'items', outcomes };
  }

  private report(
    items: readonly Item[],
    result: HttpResult,
    durationMs: number,
    requestId: string | undefined,
  ): void {
    const decision = {
      decision: 'called' as const,
      ...this.of,
      requestId,
      items: items.length,
      durationMs,
      status: result.kind === 'answered' ? result.answer.status : undefined,
      detail: result.kind === 'answered' ? undefined : `${result.kind} ${result.detail}`,
    };
    logDecision(decision, 'info', {
      PlatformCalls: 1,
      ItemsPerCall: items.length,
      PlatformLatency: durationMs,
    });
  }

  private get of() {
    return { connector: this.context.connector, direction: 'outbound' as const };
  }
}

const unreachable = (detail: string, unknown: boolean): Retry => ({
  status: 'retry',
  trouble: 'connector',
  reason: 'platform-unavailable',
  detail,
  ...(unknown && { unknown }),
});

/**
 * Platforms that count calls say with every answer when their window ends. Only after a 429 is that a wish to wait: a
 * passing 500 must not keep a connector waiting for the hour.
 */
function withoutRates(answer: HttpAnswer): HttpAnswer {
  if (answer.status === 429) return answer;
  const headers = Object.entries(answer.headers).filter(([name]) => !name.startsWith('x-ratelimit-'));
  return { ...answer, headers: Object.fromEntries(headers) };
}

const credentialsRefused = (verdict: CallVerdict): boolean =>
  verdict.kind === 'items' &&
  verdict.outcomes.some((outcome) => outcome.status === 'retry' && outcome.reason === 'credentials-refused');
