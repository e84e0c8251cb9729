import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { eventsForEachTest, HOUR, plenty, SECOND } from '../support/events';
import { outboundContext } from '../support/outbound';
import { status, testPlatform } from '../support/platform';
import { event } from '../support/queue';
import { silenceStdout } from '../support/stdout';

silenceStdout();
const { at, deliver, message, stays, waits } = eventsForEachTest();

jest.setTimeout(30_000);

describe('G6 429 and Retry-After are honoured', () => {
  test('no call before the time that was asked for, by any function', async () => {
    at.crm.moods = [status(429, { 'retry-after': '90' })];
    const queued = message();
    await deliver(queued);
    expect(waits(queued)).toBeGreaterThanOrEqual(90);
    expect(waits(queued)).toBeLessThanOrEqual(95);
    at.clock.move(89 * SECOND);
    await deliver(message('502'));
    expect(at.crm.calls).toHaveLength(1);
    at.clock.move(2 * SECOND);
    expect(await stays(queued)).toEqual([]);
  });

  test.each([
    ['a date', { 'retry-after': 'Mon, 02 Mar 2026 09:01:30 GMT' }],
    ['an epoch', { 'x-ratelimit-reset': String(Date.parse('2026-03-02T09:01:30Z') / 1000) }],
    ['seconds to the reset', { 'x-ratelimit-reset': '90' }],
  ])('asked for as %s', async (_, headers) => {
    at.crm.moods = [status(429, headers)];
    const queued = message();
    await deliver(queued);
    expect(waits(queued)).toBeGreaterThanOrEqual(90);
    expect(waits(queued)).toBeLessThanOrEqual(95);
  });

  test('in ms, where a platform has a way of its own', async () => {
    const platform = { ...testPlatform(), retryAfterMs: () => 45_000 } as never;
    at.crm.moods = [status(429)];
    const queued = message();
    await deliverEvents(event(queued), outboundContext(at, { platform }), plenty);
    expect(waits(queued)).toBeGreaterThanOrEqual(45);
    expect(waits(queued)).toBeLessThanOrEqual(50);
  });

  test('half an hour: the message looks again within 5 minutes, and no call goes out', async () => {
    at.crm.moods = [status(429, { 'retry-after': '1800' })];
    const queued = message();
    await deliver(queued);
    for (let waited = 0; waited < 1800 - 300; ) {
      expect(waits(queued)).toBeLessThanOrEqual(300);
      waited += waits(queued);
      at.clock.move(waits(queued) * SECOND);
      await deliver(queued);
    }
    expect(at.crm.calls).toHaveLength(1);
    at.clock.move(300 * SECOND);
    expect(await stays(queued)).toEqual([]);
  });

  test('a day: no more than an hour of it is believed', async () => {
    at.crm.moods = [status(429, { 'retry-after': '86400' })];
    await deliver(message());
    at.clock.move(HOUR + SECOND);
    expect(await stays(message('502'))).toEqual([]);
  });

  test('the window that a platform names beside a passing 500 is no wish to wait', async () => {
    at.crm.moods = [status(500, { 'x-ratelimit-reset': String(at.clock.now() / 1000 + 3000) })];
    const queued = message();
    await deliver(queued);
    at.clock.move(waits(queued) * SECOND);
    expect(await stays(queued)).toEqual([]);
  });
});
