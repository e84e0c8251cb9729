/** So many calls in so many ms. */
export interface Window {
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

  /** Counts one call. @returns ms until the window ends when the call is one too many, else null. */
  exceeded(): number | null {
    const now = this.now();
    if (now >= this.endsAt) {
      this.endsAt = now + this.window.ms;
      this.used = 0;
    }
    this.used += 1;
    return this.used > this.window.calls ? this.endsAt - now : null;
  }
}
