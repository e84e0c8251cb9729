const late = () => new DOMException('no answer in time', 'TimeoutError');

/**
 * The calls of one request that are under way: each has its own time, and none outlives the request. An own timer for
 * each, since `AbortSignal.any` and `AbortSignal.timeout` take longer together than parsing an event does.
 */
export class Tries {
  private readonly running = new Set<AbortController>();

  /** @param endsAt of the request, by `performance.now()`. */
  constructor(private endsAt: number) {}

  /** Nothing more is begun. */
  get over(): boolean {
    return performance.now() >= this.endsAt;
  }

  /**
   * Makes a call with a signal that is aborted after so many ms, or at the request's end.
   * @throws DOMException `TimeoutError` instead of beginning when that is over; else what the call throws.
   */
  async within<T>(ms: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.over) throw late();
    const stop = new AbortController();
    const left = this.endsAt - performance.now();
    const timer = setTimeout(
      () => {
        // Timers count whole milliseconds, and may ring up to two of them before the request's end by the clock.
        if (left <= ms) this.endsAt = 0;
        stop.abort(late());
      },
      Math.min(ms, left),
    );
    this.running.add(stop);
    try {
      return await call(stop.signal);
    } finally {
      clearTimeout(timer);
      this.running.delete(stop);
    }
  }

  /** Ends what is under way, and lets nothing more begin. */
  end(): void {
    this.endsAt = 0;
    for (const stop of this.running) stop.abort();
  }
}
