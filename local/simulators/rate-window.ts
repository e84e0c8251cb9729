/** So many calls in so many ms. */
interface Window {
  readonly calls: number;
  readonly ms: number;
}

/** Counts calls in fixed windows, as platforms do. */
export class RateWindow {
  private endsAt = 0;
  private used = 0;

  constructor(
    private readonly window: Window,
    private readonly now: () => number,
  ) {}

  /** When the window of the last call ends, by `now`. */
  get end(): number {
    return this.endsAt;
  }

  /** Calls that are left in it. */
  get left(): number {
    return Math.max(this.window.calls - this.used, 0);
  }

  /**
   * Counts a call.
   * @param weight of a call that counts as several.
   * @returns ms until the window ends when the call is one too many, else null.
   */
  exceeded(weight = 1): number | null {
    const now = this.now();
    if (now >= this.endsAt) {
      this.endsAt = now + this.window.ms;
      this.used = 0;
    }
    this.used += weight;
    return this.used > this.window.calls ? this.endsAt - now : null;
  }
}
