import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import type { OutboundContext } from '../../../../functions/delivery/outbound/context';
import { eventsForEachTest, MINUTE } from '../support/events';
import { outboundContext } from '../support/outbound';
import { testPlatform } from '../support/platform';
import { event } from '../support/queue';
import { silenceStdout } from '../support/stdout';

silenceStdout();
const { at, message, waits } = eventsForEachTest();

jest.setTimeout(30_000);

describe('time', () => {
  test('that is too short for another call: what is left comes again at once', async () => {
    let remaining = MINUTE;
    const platform = testPlatform({ items: 2 }) as never;
    const context: OutboundContext = {
      ...outboundContext(at, { platform }),
      http: {
        send: (request, timeout) => {
          remaining = 5500;
          return at.http.send(request, timeout);
        },
      },
    };
    const first = message('501');
    const second = message('502');
    const response = await deliverEvents(event(first, second), context, () => remaining);
    expect(response.batchItemFailures).toEqual([{ itemIdentifier: second.messageId }]);
    expect(waits(second)).toBe(0);
    expect(at.crm.calls).toHaveLength(1);
  });

  test('of a call is what the function has left less 5 s, and 30 s at most', async () => {
    const given: number[] = [];
    const spy = (remaining: number) =>
      deliverEvents(
        event(message()),
        {
          ...outboundContext(at),
          http: {
            send: (request, timeout) => {
              given.push(timeout);
              return at.http.send(request, timeout);
            },
          },
        },
        () => remaining,
      );
    await spy(60_000);
    await spy(20_000);
    expect(given).toEqual([30_000, 15_000]);
  });
});
