const EVERY_MS = 10;

/** Looks again and again until there is something, or null when it took too long or was stopped. */
export async function waitFor<T>(
  look: () => T | Promise<T>,
  withinMs: number,
  signal?: AbortSignal,
): Promise<NonNullable<T> | null> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline || signal?.aborted) return null;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
