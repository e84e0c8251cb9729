import { connectorWaitMs } from '../../functions/delivery/backoff';
import { BREAKER_PAUSE, CONNECTOR_AGE, CONNECTOR_WAIT } from '../../functions/delivery/limits';
import { MAX_RECEIVE_COUNT } from '../../lib/delivery-queue';
import { TIMEOUT_SECONDS } from '../../lib/sizes';

/** What a message waits on average once an outage lasts. */
function meanWaitMs(askedMs: number | null): number {
  const draws = Array.from({ length: 1000 }, (_, index) => (index + 0.5) / 1000);
  return draws.reduce((sum, draw) => sum + connectorWaitMs(100, askedMs, () => draw), 0) / draws.length;
}

const inAnOutage = (askedMs: number | null) =>
  expect(MAX_RECEIVE_COUNT * meanWaitMs(askedMs)).toBeGreaterThan(CONNECTOR_AGE);

// SQS counts to 1000 and no further, so the waits have to be long enough.
test('while calls fail, age ends a message, with its reason, before SQS gives up on it', () => {
  inAnOutage(null);
});

test('the same while the breaker is open, or the platform asks to come back soon', () => {
  inAnOutage(BREAKER_PAUSE.longest);
});

test('a message that waits is seen again before its queue would show it by itself', () => {
  expect(CONNECTOR_WAIT).toBeLessThan(6 * TIMEOUT_SECONDS.deliver * 1000);
});
