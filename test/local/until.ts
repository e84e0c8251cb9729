// As they were when a test began: it also waits for connections and processes while the test holds the timers.
const { setTimeout: later } = globalThis;
const { now } = Date;

/** Polls until it holds. @throws Error when it does not within the time, with what was looked for. */
export async function until<T>(
  look: () => T | Promise<T>,
  { withinMs = 10_000, everyMs = 25 }: { withinMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (now() > deadline) throw new Error(`not within ${withinMs} ms: ${look}`);
    await new Promise((resolve) => later(resolve, everyMs));
  }
}
