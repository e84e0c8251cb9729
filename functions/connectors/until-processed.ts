/** Before what DynamoDB did not process is sent again, at most so many ms: it does that when it is throttled. */
const PAUSES_MS = [50, 100, 200, 400, 800];

/** DynamoDB processed none of what it was sent, again and again. */
class Unprocessed extends Error {
  override readonly name = 'Unprocessed';
}

/**
 * Sends all of it, and again what was not processed; a part of it each time is progress.
 * @param send returns what was not processed.
 * @throws Unprocessed when nothing is processed any more, what `send` throws.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export async function untilProcessed<T>(all: T[], send: (pending: T[]) => Promise<T[]>): Promise<void> {
  let pending = all;
  let idle = 0;
  while (pending.length > 0) {
    const left = await send(pending);
    if (left.length === pending.length) {
      const pause = PAUSES_MS[idle++];
      if (pause === undefined) throw new Unprocessed(`${left.length} rows`);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
    } else idle = 0;
    pending = left;
  }
}
