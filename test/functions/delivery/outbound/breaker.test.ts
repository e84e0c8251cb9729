import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import type { OutboundContext } from '../../../../functions/delivery/outbound/context';
import { until } from '../../../local/until';
import { eventsForEachTest, MINUTE, plenty, SECOND } from '../support/events';
import { outboundContext } from '../support/outbound';
import { status } from '../support/platform';
import { event } from '../support/queue';
import { silenceStdout } from '../support/stdout';

const output = silenceStdout();
const { at, deliver, message, stays, waits } = eventsForEachTest();

jest.setTimeout(30_000);

describe('recovery', () => {
  test('after hours of outage a message is delivered within 5 minutes of the end, for each of many messages', async () => {
    at.crm.otherwise = status(500);
    const random = () => Math.random();
    const queued = Array.from({ length: 8 }, (_, n) => message(`70${n}`));
    const due = new Map(queued.map((one) => [one, at.clock.now()]));
    const begun = at.clock.now();
    const end = begun + 40 * MINUTE;
    let longest = 0;
    while (due.size > 0) {
      const [next] = [...due].sort(([, a], [, b]) => a - b)[0] ?? [];
      if (!next) break;
      at.clock.move(Math.max(0, (due.get(next) ?? 0) - at.clock.now()));
      if (at.clock.now() >= end)
        at.crm.otherwise = (lines, apply) => {
          apply(lines);
          return { kind: 'answered', truncated: false, answer: { status: 200, headers: {}, body: '{}' } };
        };
      const response = await deliverEvents(event(next), outboundContext(at, { random }), plenty);
      if (response.batchItemFailures.length === 0) {
        longest = Math.max(longest, at.clock.now() - end);
        due.delete(next);
      } else due.set(next, at.clock.now() + Math.max(1, waits(next)) * SECOND);
    }
    expect(longest).toBeLessThanOrEqual(5 * MINUTE);
    // While it lasted, few calls were made: about one a minute.
    expect(at.crm.calls.length).toBeLessThan(40 * 3);
  });

  test('the breaker opens after three failures in a row, and then nothing is called', async () => {
    at.crm.moods = [status(500), status(500), status(500)];
    for (const user of ['501', '502', '503']) await deliver(message(user));
    await deliver(message('504'));
    expect(at.crm.calls).toHaveLength(3);
    expect(output.lines.join('\n')).toContain('"BreakerOpen":1');
  });

  test('successes in between keep it closed', async () => {
    at.crm.moods = [status(500), status(500)];
    for (const user of ['501', '502', '503']) await deliver(message(user));
    at.crm.moods = [status(500), status(500)];
    for (const user of ['504', '505', '506']) await deliver(message(user));
    expect(at.crm.calls).toHaveLength(6);
  });

  test('when its pause is over one function tries, and the others wait for it', async () => {
    at.crm.moods = [status(500), status(500), status(500)];
    for (const user of ['501', '502', '503']) await deliver(message(user));
    at.clock.move(MINUTE);
    let others: string[] = [];
    const context: OutboundContext = {
      ...outboundContext(at),
      http: {
        send: async (request, timeout) => {
          others = await stays(message('505'));
          return at.http.send(request, timeout);
        },
      },
    };
    const response = await deliverEvents(event(message('504')), context, plenty);
    expect(response.batchItemFailures).toEqual([]);
    expect(others).toHaveLength(1);
    expect(at.crm.calls).toHaveLength(4);
    // Closed again, for everybody.
    expect(await stays(message('506'))).toEqual([]);
  });

  test('a function that dies in its trial call is succeeded by another', async () => {
    at.crm.moods = [status(500), status(500), status(500)];
    for (const user of ['501', '502', '503']) await deliver(message(user));
    at.clock.move(MINUTE);
    const dying = { ...outboundContext(at), http: { send: () => new Promise<never>(() => {}) } };
    void deliverEvents(event(message('504')), dying, plenty);
    // The trial call has begun.
    await until(async () =>
      (await at.tables.rows(at.tableName)).some(
        ({ pk, probeUntil }) => pk === `B#${at.connector}` && probeUntil,
      ),
    );
    expect(await stays(message('505'))).toHaveLength(1);
    at.clock.move(MINUTE + 1);
    expect(await stays(message('506'))).toEqual([]);
  });

  test('a trial that makes no call, since all of it is a repeat, leaves the trial to the next', async () => {
    const delivered = message('501');
    await deliver(delivered);
    at.crm.moods = [status(500), status(500), status(500)];
    for (const user of ['502', '503', '504']) await deliver(message(user));
    at.clock.move(MINUTE);
    expect(await stays(delivered)).toEqual([]);
    expect(await stays(message('505'))).toEqual([]);
  });
});
