import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { eventsForEachTest, HOUR, plenty } from '../support/events';
import { outboundContext } from '../support/outbound';
import { effectThen, type Mood, silence, status, unreached } from '../support/platform';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';

const output = silenceStdout();
const { at, deliver, message, stays, waits, worlds } = eventsForEachTest();

jest.setTimeout(30_000);

const connectorTroubles: readonly [string, Mood, string][] = [
  ['is not reached', effectThen(unreached), 'platform-unavailable'],
  ['does not answer', effectThen(silence), 'platform-unavailable'],
  ['answers 500', status(500), 'platform-unavailable'],
  ['answers 429', status(429), 'platform-throttled'],
  ['answers 401', status(401), 'credentials-refused'],
  ['answers 404', status(404), 'endpoint-not-found'],
  ['redirects', status(302), 'endpoint-not-found'],
];

describe.each(connectorTroubles)('a platform that %s', (_, mood, reason) => {
  test('is the trouble of the connector: every message stays, and no item is blamed', async () => {
    at.crm.moods = [mood];
    const queued = ['501', '502', '503'].map((user) => message(user));
    expect(await stays(...queued)).toEqual(queued.map(({ messageId }) => messageId));
    expect(at.queue.deadLetters).toEqual([]);
    for (const one of queued) expect(waits(one)).toBeLessThanOrEqual(300);
    expect(output.lines.join('\n')).toContain(`"reason":"${reason}"`);
  });

  test('for days: after 72 hours the message is dead-lettered, with the last reason', async () => {
    at.crm.otherwise = mood;
    const queued = message();
    for (const hours of [0, 24, 24, 23.9]) {
      at.clock.move(hours * HOUR);
      expect(await stays(queued)).toHaveLength(1);
      expect(waits(queued)).toBeLessThanOrEqual(300);
    }
    at.clock.move(0.2 * HOUR);
    expect(await stays(queued)).toEqual([]);
    expect(at.queue.reasons).toEqual(['expired']);
    expect(at.queue.attribute(0, 'detail')).toContain(reason);
    expect(at.queue.attribute(0, 'attempts')).toBe('5');
    expect(at.queue.attribute(0, 'firstAt')).toBe('2026-03-02T09:00:00.000Z');
    expect(at.queue.attribute(0, 'lastAt')).toBe('2026-03-05T09:06:00.000Z');
  });
});

test('the same trouble for a message that already stood on the queue for 10 days: at once, before SQS deletes it', async () => {
  at.crm.otherwise = status(500);
  const old = message();
  at.clock.move(10 * 24 * HOUR + 1);
  expect(await stays(old)).toEqual([]);
  expect(at.queue.reasons).toEqual(['expired']);
});

test('an old event that is redriven has its full time again', async () => {
  at.crm.otherwise = status(500);
  const { body } = message();
  at.clock.move(13 * 24 * HOUR);
  const redriven = record(body, { sentAtMs: at.clock.now() });
  expect(await stays(redriven)).toHaveLength(1);
});

test("G4 one platform's trouble delays no other: its breaker, its ages and its ledger are its own", async () => {
  at.crm.otherwise = status(503);
  const other = worlds.crm();
  const queued = Array.from({ length: 5 }, (_, n) => message(`80${n}`));
  for (const one of queued) await deliver(one);
  const response = await deliverEvents(event(...queued), outboundContext(other), plenty);
  expect(response.batchItemFailures).toEqual([]);
  expect(other.crm.calls).toHaveLength(1);
  expect(other.queue.visibility.size).toBe(0);
});
