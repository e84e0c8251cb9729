import type { SQSRecord } from 'aws-lambda';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { eventsForEachTest, HOUR, MINUTE, plenty, SECOND } from '../support/events';
import { outboundContext } from '../support/outbound';
import { effectThen, saying, status, testPlatform } from '../support/platform';
import { event } from '../support/queue';
import { silenceStdout } from '../support/stdout';

silenceStdout();
const { at, deliver, message, stays, waits } = eventsForEachTest();

jest.setTimeout(30_000);

/** Delivers until the message leaves, waiting as its visibility says. @returns how long that took, in ms. */
async function untilItLeaves(queued: SQSRecord, most = 20 * 24 * HOUR): Promise<number> {
  const begun = at.clock.now();
  while (at.clock.now() - begun < most) {
    if ((await stays(queued)).length === 0) return at.clock.now() - begun;
    at.clock.move(Math.max(waits(queued), 1) * SECOND);
  }
  throw new Error('it stayed');
}

describe('an item in trouble', () => {
  const later = saying({ later: (line) => line.user === 'cust-501' });

  test('is tried for 15 minutes in all, then dead-lettered with its own reason', async () => {
    at.crm.otherwise = later;
    const took = await untilItLeaves(message());
    expect(took).toBeGreaterThanOrEqual(15 * MINUTE);
    expect(took).toBeLessThan(18 * MINUTE);
    expect(at.queue.reasons).toEqual(['platform-refused']);
    expect(at.queue.attribute(0, 'detail')).toBe('not now (tried for 15 minutes)');
  });

  test('holds back its own consumer only: later messages come back with it, others are delivered', async () => {
    at.crm.otherwise = later;
    const first = message('501');
    const second = message('501');
    const other = message('502');
    const platform = testPlatform({ items: 2 }) as never;
    const response = await deliverEvents(
      event(first, other, second),
      outboundContext(at, { platform }),
      plenty,
    );
    expect(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual([
      first.messageId,
      second.messageId,
    ]);
    expect(waits(second)).toBe(waits(first));
    expect(at.crm.eventsOf('cust-502')).toHaveLength(1);
    // The second was not sent past the first.
    expect(
      at.crm.calls.flatMap(({ lines }) => lines).filter((line) => line.user === 'cust-501'),
    ).toHaveLength(2);
  });

  test('in one call with a later one of its consumer that was delivered: the later one is not sent again', async () => {
    let refused = 0;
    at.crm.otherwise = (lines, apply) => {
      const [first] = lines.filter((line) => line.event);
      refused += 1;
      return refused === 1
        ? saying({ later: (line) => line.id === first?.id })(lines, apply)
        : saying({})(lines, apply);
    };
    const first = message('501');
    const second = message('501');
    expect(await stays(first, second)).toEqual([first.messageId, second.messageId]);
    at.clock.move(MINUTE);
    expect(await stays(first, second)).toEqual([]);
    const seen = at.crm.eventsOf('cust-501');
    expect(seen).toHaveLength(2);
    expect(new Set(seen).size).toBe(2);
  });

  test('trouble of the connector does not use up its time', async () => {
    const queued = message();
    at.crm.moods = [later];
    expect(await stays(queued)).toHaveLength(1);
    at.clock.move(MINUTE);
    at.crm.moods = [status(500)];
    await deliver(queued);
    at.clock.move(2 * HOUR);
    at.crm.moods = [later];
    expect(await stays(queued)).toHaveLength(1);
    at.clock.move(MINUTE);
    expect(await stays(queued)).toEqual([]);
    expect(at.queue.deadLetters).toEqual([]);
  });
});

describe('a message with good, bad and later items', () => {
  test('stays for the later one, and is dead-lettered for the bad one when all has settled', async () => {
    at.crm.moods = [saying({ later: (line) => line.event !== undefined, bad: (line) => !line.event })];
    const queued = message();
    expect(await stays(queued)).toHaveLength(1);
    at.clock.move(MINUTE);
    at.crm.otherwise = saying({ bad: (line) => !line.event });
    expect(await stays(queued)).toEqual([]);
    expect(at.queue.reasons).toEqual(['platform-refused']);
    expect(at.crm.eventsOf('cust-501')).toHaveLength(1);
  });
});

test('half a 2xx is no answer: the failures may stand in the other half', async () => {
  at.crm.moods = [
    effectThen({ kind: 'answered', truncated: true, answer: { status: 200, headers: {}, body: '' } }),
  ];
  expect(await stays(message())).toHaveLength(1);
});

test('a 2xx that cannot be read is tried again as trouble of the item', async () => {
  at.crm.moods = [
    effectThen({ kind: 'answered', truncated: false, answer: { status: 200, headers: {}, body: '<html>' } }),
  ];
  const queued = message();
  expect(await stays(queued)).toHaveLength(1);
  at.clock.move(MINUTE);
  expect(await stays(queued)).toEqual([]);
});
