/** What was started so far, to be stopped the other way round. */
export class Started {
  private readonly stops: (() => unknown)[] = [];
  private over = false;

  /**
   * What is added after the end was still on its way up then, and is stopped at once.
   * @returns the same, for `const x = started.add(await startX(), (x) => x.stop())`.
   */
  add<T>(what: T, stop: (what: T) => unknown): T {
    this.stops.unshift(() => stop(what));
    if (this.over) void this.stop();
    return what;
  }

  /** Stops everything, whatever of it fails to. */
  async stop(): Promise<void> {
    this.over = true;
    for (const stop of this.stops.splice(0))
      try {
        await stop();
      } catch {
        // The rest is still to be stopped.
      }
  }
}
