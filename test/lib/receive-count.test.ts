import { connectorWaitMs } from '../../functions/delivery/backoff';
import { CONNECTOR_AGE, CONNECTOR_WAIT } from '../../functions/delivery/limits';
import { MAX_RECEIVE_COUNT } from '../../lib/delivery-queue';
import { TIMEOUT_SECONDS } from '../../lib/sizes';

test('in an outage age ends a message, with its reason, before SQS gives up on it without one', () => {
  const draws = Array.from({ length: 1000 }, (_, index) => (index + 0.5) / 1000);
  const meanMs = draws.reduce((sum, draw) => sum + connectorWaitMs(100, null, () => draw), 0) / draws.length;
  expect(MAX_RECEIVE_COUNT * meanMs).toBeGreaterThan(CONNECTOR_AGE);
});

test('a message that waits is seen again before its queue would show it by itself', () => {
  expect(CONNECTOR_WAIT).toBeLessThan(6 * TIMEOUT_SECONDS.deliver * 1000);
});
