/** How AIR posts its events: one per request, repeated when it fails, with 429 respected. */

/** Where AIR posts: the address of a feed or of one connector, and the key that stands in `X-Auth-Token`. */
export interface Subscription {
  readonly url: string;
  readonly key: string;
}

/** One attempt to post one event. */
export interface Delivery {
  readonly eventId: string;
  readonly eventName: string;
  readonly url: string;
  readonly attempt: number;
  /** 0: no answer at all. */
  readonly status: number;
  readonly requestId: string | null;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly ms: number;
}

export interface DeliveryOptions {
  /** Before each repeat, in ms; as many repeats as there are entries. Then the event is on AIR's own dead-letter queue. */
  readonly retryDelaysMs: readonly number[];
  readonly timeoutMs: number;
}

const DELIVERY_DEFAULTS: DeliveryOptions = {
  retryDelaysMs: [250, 500, 1000, 2000, 4000, 8000],
  timeoutMs: 10_000,
};

interface Attempt {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

const waitFor = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Posts events to every subscription. */
export class Deliveries {
  readonly made: Delivery[] = [];
  /** Events that AIR gave up on, by subscription. */
  readonly undelivered: { readonly event: unknown; readonly url: string }[] = [];
  private readonly pending = new Set<Promise<void>>();
  private twice = 0;
  private stopped = false;
  subscriptions: readonly Subscription[] = [];

  constructor(private readonly options: DeliveryOptions = DELIVERY_DEFAULTS) {}

  /** The next so many events are delivered twice, as AIR may do. */
  deliverTwice(count: number): void {
    this.twice += count;
  }

  /** Posts an event in the background. */
  post(event: unknown): void {
    const times = this.twice > 0 ? 2 : 1;
    if (this.twice > 0) this.twice -= 1;
    for (const subscription of this.subscriptions)
      for (let time = 0; time < times; time += 1) {
        const work = this.deliver(event, subscription).finally(() => this.pending.delete(work));
        this.pending.add(work);
      }
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  stop(): void {
    this.stopped = true;
  }

  private async deliver(event: unknown, subscription: Subscription): Promise<void> {
    const delays = this.options.retryDelaysMs;
    for (let attempt = 1; !this.stopped; attempt += 1) {
      const { status, retryAfterMs } = await this.attempt(event, subscription, attempt);
      if (status >= 200 && status < 300) return;
      const delayMs = delays[attempt - 1];
      if (delayMs === undefined) break;
      await waitFor(Math.max(delayMs, retryAfterMs ?? 0));
    }
    if (!this.stopped) this.undelivered.push({ event, url: subscription.url });
  }

  private async attempt(event: unknown, { url, key }: Subscription, attempt: number): Promise<Attempt> {
    const { eesEventId = '', eventName = '' } =
      (event as { headers?: { eesEventId?: string; eventName?: string } } | null)?.headers ?? {};
    const startedAt = Date.now();
    const record = (status: number, requestId: string | null) => {
      this.made.push({
        eventId: eesEventId,
        eventName,
        url,
        attempt,
        status,
        requestId,
        startedAt,
        ms: Date.now() - startedAt,
      });
      return status;
    };
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'X-Auth-Token': key },
        body: typeof event === 'string' ? event : JSON.stringify(event),
        signal: AbortSignal.timeout(this.options.timeoutMs),
      });
      await answer.arrayBuffer();
      const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
      return {
        status: record(answer.status, answer.headers.get('x-amzn-requestid')),
        retryAfterMs: answer.status === 429 && Number.isFinite(seconds) ? seconds * 1000 : null,
      };
    } catch {
      return { status: record(0, null), retryAfterMs: null };
    }
  }
}
