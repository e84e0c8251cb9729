import type { SQSRecord } from 'aws-lambda';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import type { OutboundContext } from '../../../../functions/delivery/outbound/context';
import { eventsForEachTest, MINUTE, plenty } from '../support/events';
import { outboundContext } from '../support/outbound';
import { status } from '../support/platform';
import { event } from '../support/queue';
import { silenceStdout } from '../support/stdout';

const output = silenceStdout();
const { at, message, stays, waits } = eventsForEachTest();

jest.setTimeout(30_000);

const failing = (which: (command: string) => boolean): OutboundContext => {
  const context = outboundContext(at);
  const broken = new Proxy(context.table, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) =>
        which(String(name)) ? Promise.reject(new Error('down')) : method.apply(target, args);
    },
  });
  return { ...context, table: broken };
};

/** Delivers a message with a table of which such commands fail from the platform's first call on. */
const failingAfterTheCall = (queued: SQSRecord, which: (command: string) => boolean) => {
  let sent = false;
  const context = failing((command) => sent && which(command));
  const http: OutboundContext['http'] = {
    send: (request, timeout) => {
      sent = true;
      return at.http.send(request, timeout);
    },
  };
  return deliverEvents(event(queued), { ...context, http }, plenty);
};

/** The events of each call that the platform got; undefined for what is no event. */
const called = () => at.crm.calls.map(({ lines }) => lines.map((line) => line.event));

describe('a table', () => {
  test('that is down: every message stays, nothing is sent', async () => {
    const queued = message();
    const response = await deliverEvents(
      event(queued),
      failing(() => true),
      plenty,
    );
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.crm.calls).toEqual([]);
    expect(waits(queued)).toBeLessThanOrEqual(300);
    expect(output.lines.join('\n')).toContain('"reason":"state-unavailable"');
  });

  test.each([
    ['attributes', 'put'],
    ['ledger', 'putAll'],
  ])(
    'that takes no %s for a moment after the call: it is written down once it is back, and nothing is sent twice',
    async (_, failing) => {
      let failuresLeft = 3;
      const queued = message();
      const response = await failingAfterTheCall(queued, (command) => {
        if (command !== failing || failuresLeft === 0) return false;
        failuresLeft -= 1;
        return true;
      });
      expect(response.batchItemFailures).toEqual([]);
      expect(failuresLeft).toBe(0);
      expect(await stays(queued)).toEqual([]);
      expect(at.crm.calls).toHaveLength(1);
    },
  );

  // Should SQS deliver the message once more all the same, the repeat is not recognised: that is what the log says.
  test.each([
    ['neither attributes nor ledger', (command: string) => command.startsWith('put')],
    ['no ledger', (command: string) => command === 'putAll'],
  ])(
    'that takes %s after the call: the message is done, so that the event is not sent a second time',
    async (_, which) => {
      const response = await failingAfterTheCall(message(), which);
      expect(response.batchItemFailures).toEqual([]);
      expect(called()).toEqual([[undefined, 'EE Reward Issued']]);
      expect(output.lines.join('\n')).toContain('were not written down');
    },
  );

  test('that does not take the attributes after the call: the profile is sent again, the event is not', async () => {
    const queued = message();
    const response = await failingAfterTheCall(queued, (command) => command === 'put');
    expect(response.batchItemFailures).toHaveLength(1);
    at.clock.move(MINUTE);
    expect(await stays(queued)).toEqual([]);
    expect(called()).toEqual([[undefined, 'EE Reward Issued'], [undefined]]);
  });

  test('that forgets ages: nothing is dead-lettered for them', async () => {
    at.crm.otherwise = status(500);
    const queued = message();
    const response = await deliverEvents(
      event(queued),
      failing((name) => name === 'update'),
      plenty,
    );
    expect(response.batchItemFailures).toHaveLength(1);
  });
});
