import { sha256 } from '../../../../functions/connectors/keys';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import { airMessage, rewardEvent } from '../support/air-events';
import { outboundContext } from '../support/outbound';
import {
  allOrNothing,
  effectThen,
  saying,
  silence,
  status,
  testPlatform,
  unreached,
} from '../support/platform';
import { Process } from '../support/process';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { worldForEachTest } from '../support/worlds';

const output = silenceStdout();
const { worlds, at } = worldForEachTest();

const plenty = () => 60_000;
let events = 0;
/** A message of one consumer; each with an event of its own. */
function message(user = '501', of: { points?: number; at?: string; eventId?: string } = {}) {
  events += 1;
  const eventId = of.eventId ?? `e-${events}`;
  return airMessage(rewardEvent({ ...of, eventId, walletId: user }), { walletId: user, eventId });
}
const deliver = (...records: ReturnType<typeof record>[]) =>
  deliverEvents(event(...records), outboundContext(at), plenty);
const told = (eventId: string, user = '501') => `${eventId}:${user}:Reward Issued:t-${eventId}`;

describe('G2 a repeated event has one effect', () => {
  test('from SQS, which hands a message out twice', async () => {
    const queued = record(message('501', { eventId: 'twice' }));
    await deliver(queued);
    const response = await deliver(queued);
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls).toHaveLength(1);
    expect(at.crm.eventsOf('cust-501')).toEqual([told('twice')]);
  });

  test('from AIR or a redrive, as another message', async () => {
    await deliver(record(message('501', { eventId: 'again' })));
    at.clock.move(13 * 86_400_000);
    await deliver(record(message('501', { eventId: 'again' })));
    expect(at.crm.calls).toHaveLength(1);
  });

  test('twice in one batch: sent once, and both are done', async () => {
    const response = await deliver(
      record(message('501', { eventId: 'pair' })),
      record(message('501', { eventId: 'pair' })),
    );
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.eventsOf('cust-501')).toEqual([told('pair')]);
  });

  test('is recognised for 45 days from the last time it was seen', async () => {
    const again = () => deliver(record(message('501', { eventId: 'old' })));
    await again();
    at.clock.move(44 * 86_400_000);
    await again();
    at.clock.move(44 * 86_400_000);
    await again();
    expect(at.crm.calls).toHaveLength(1);
  });

  test('after a half failed message: only what is missing is sent', async () => {
    at.crm.moods = [saying({ later: (line) => line.event !== undefined })];
    const queued = record(message());
    const first = await deliver(queued);
    expect(first.batchItemFailures).toHaveLength(1);
    at.clock.move(10_000);
    const second = await deliver(queued);
    expect(second.batchItemFailures).toEqual([]);
    expect(at.crm.calls.map(({ lines }) => lines.length)).toEqual([2, 1]);
  });

  test('only for the connector that has it: another one is sent the same event', async () => {
    const one = message('501', { eventId: 'fan-out' });
    await deliver(record(one));
    const other = worlds.crm();
    await deliverEvents(event(record(one)), outboundContext(other), plenty);
    expect(other.crm.calls).toHaveLength(1);
  });

  test('an unknown outcome may have two, and is counted', async () => {
    output.lines.length = 0;
    at.crm.moods = [effectThen(silence)];
    const queued = record(message('501', { eventId: 'twofold' }));
    await deliver(queued);
    expect(output.lines.join('\n')).toContain('"UnknownOutcomes":2');
    at.clock.move(60_000);
    await deliver(queued);
    expect(at.crm.eventsOf('cust-501')).toEqual([told('twofold'), told('twofold')]);
  });

  test('what was not sent is no unknown outcome', async () => {
    output.lines.length = 0;
    at.crm.moods = [effectThen(unreached)];
    await deliver(record(message()));
    expect(output.lines.join('\n')).not.toContain('UnknownOutcomes');
  });
});

describe('a function that is killed', () => {
  test.each(['before', 'after'] as const)(
    'just %s any of its calls loses nothing, and repeats only what it had no time to write down',
    async (when) => {
      let twice = 0;
      for (let killAt = 1; ; killAt++) {
        Object.assign(at, worlds.crm());
        const process = new Process(killAt, when);
        const queued = [record(message('501', { eventId: 'k1' })), record(message('502', { eventId: 'k2' }))];
        await deliverEvents(event(...queued), outboundContext(at, { process }), plenty).catch(() => {});
        if (!process.dead) break;
        at.clock.move(6 * 60_000);
        const response = await deliver(...queued);
        expect(response.batchItemFailures).toEqual([]);
        expect(at.queue.deadLetters).toEqual([]);
        for (const [user, eventId] of [
          ['501', 'k1'],
          ['502', 'k2'],
        ] as const) {
          const seen = at.crm.eventsOf(`cust-${user}`);
          expect(new Set(seen)).toEqual(new Set([told(eventId, user)]));
          twice += seen.length - 1;
          expect(at.crm.profiles.get(`cust-${user}`)).toMatchObject({ ee_points_balance: 250 });
        }
      }
      // Between the platform's answer and the ledger lie one call to the platform and the writes of two wallets.
      expect(twice).toBeGreaterThan(0);
      expect(twice).toBeLessThanOrEqual(2 * 4);
    },
  );
});

describe('batches', () => {
  test('ten messages of ten consumers are one call, in order of arrival', async () => {
    const users = Array.from({ length: 10 }, (_, n) => `60${n}`);
    const response = await deliver(...users.map((user) => record(message(user))));
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls).toHaveLength(1);
    const told = at.crm.calls[0]?.lines.filter((line) => line.event).map((line) => line.user);
    expect(told).toEqual(users.map((user) => `cust-${user}`));
  });

  test('several messages of one consumer keep their order, within a call and over calls', async () => {
    const ids = ['o1', 'o2', 'o3', 'o4', 'o5'];
    const platform = testPlatform({ items: 3 }) as never;
    await deliverEvents(
      event(...ids.map((eventId, n) => record(message('501', { eventId, points: n })))),
      outboundContext(at, { platform }),
      plenty,
    );
    expect(at.crm.eventsOf('cust-501')).toEqual(ids.map((id) => told(id)));
    expect(at.crm.profiles.get('cust-501')).toMatchObject({ ee_points_balance: 4 });
  });

  test('profiles come before the events of the same message', async () => {
    await deliver(record(message()));
    expect(at.crm.calls[0]?.lines.map((line) => line.event)).toEqual([undefined, 'EE Reward Issued']);
  });
});

describe('G5 a bad item fails alone', () => {
  const bad = (line: { user: string }) => line.user === 'cust-502';

  test('one that the answer names', async () => {
    at.crm.otherwise = saying({ bad: (line) => bad(line) && line.event !== undefined });
    const queued = ['501', '502', '503'].map((user) => record(message(user)));
    const response = await deliver(...queued);
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['platform-refused']);
    expect(at.queue.attribute(0, 'detail')).toBe('1 of 2 items: bad line');
    expect(at.crm.eventsOf('cust-501')).toHaveLength(1);
    expect(at.crm.eventsOf('cust-503')).toHaveLength(1);
    // The profile beside it was good.
    expect(at.crm.profiles.get('cust-502')).toBeDefined();
  });

  test('one in a call that is refused as a whole: the call is taken apart', async () => {
    at.crm.otherwise = allOrNothing(bad);
    const users = ['501', '503', '504', '502', '505', '506', '507', '508'];
    const response = await deliver(...users.map((user) => record(message(user))));
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['platform-refused']);
    expect(at.queue.attribute(0, 'detail')).toContain('2 of 2 items');
    for (const user of users.filter((name) => name !== '502'))
      expect(at.crm.eventsOf(`cust-${user}`)).toHaveLength(1);
    expect(at.crm.calls.length).toBeLessThan(16);
  });

  test('the ones that a refusal points at are taken out, and the rest is sent in one call', async () => {
    const platform = testPlatform();
    const pointing = {
      ...platform,
      read: (answer: { status: number; headers: Record<string, string>; body: string }, items: never[]) => {
        if (answer.status !== 400) return platform.read(answer, items);
        const index = (items as { body: { user: string } }[]).findIndex((item) => bad(item.body));
        return { kind: 'refused', reason: 'platform-refused', guilty: [{ index, detail: 'no such thing' }] };
      },
    };
    at.crm.otherwise = allOrNothing(bad);
    await deliverEvents(
      event(...['501', '502', '503'].map((user) => record(message(user)))),
      outboundContext(at, { platform: pointing as never }),
      plenty,
    );
    // The whole, then without the profile, then without the event.
    expect(at.crm.calls.map(({ lines }) => lines.length)).toEqual([6, 5, 4]);
    expect(at.queue.attribute(0, 'detail')).toContain('no such thing');
  });

  test('a refused call that may have had part of its effect is sent line by line, and counted', async () => {
    output.lines.length = 0;
    const platform = testPlatform();
    const partly = {
      ...platform,
      read: (answer: { status: number; headers: Record<string, string>; body: string }, items: never[]) =>
        answer.status === 400
          ? { kind: 'refused', reason: 'platform-refused', unknown: true }
          : platform.read(answer, items),
    };
    at.crm.otherwise = allOrNothing(bad);
    await deliverEvents(
      event(...['501', '502', '503'].map((user) => record(message(user)))),
      outboundContext(at, { platform: partly as never }),
      plenty,
    );
    expect(at.crm.calls.map(({ lines }) => lines.length)).toEqual([6, 1, 1, 1, 1, 1, 1]);
    expect(output.lines.join('\n')).toContain('"UnknownOutcomes":6');
  });

  test.each(['item-too-large', 'item-not-sendable'])(
    'one that the platform would never take, %s, while the rest of its message is sent',
    async (reason) => {
      const told = airMessage(rewardEvent({ eventId: 'told', reference: reason }), { eventId: 'told' });
      const response = await deliver(record(told));
      expect(response.batchItemFailures).toEqual([]);
      expect(at.queue.reasons).toEqual([reason]);
      expect(at.crm.profiles.get('cust-501')).toBeDefined();
    },
  );

  test('a profile that the platform has no room for was not sent: with more room a redrive sends it', async () => {
    const narrow = testPlatform();
    const none = {
      ...narrow,
      items: (events: never[], profiles: readonly { id: string }[], settings: never) => ({
        items: narrow.items(events, [], settings).items,
        unsendable: profiles.map(({ id }) => ({ id, reason: 'item-too-large', detail: 'too large' })),
      }),
    } as never;
    const large = message('631');
    await deliverEvents(event(record(large)), outboundContext(at, { platform: none }), plenty);
    expect(at.crm.profiles.get('cust-631')).toBeUndefined();
    await deliver(record(large));
    expect(at.crm.profiles.get('cust-631')).toBeDefined();
  });

  test('all of many: taken apart over several attempts, never without end', async () => {
    at.crm.otherwise = status(400);
    const platform = testPlatform({ items: 500 });
    const many = {
      ...platform,
      items: (named: readonly { id: string }[], profiles: never[], settings: never) => {
        const { items } = platform.items(named as never, profiles, settings);
        return {
          items: items.flatMap((item) =>
            Array.from({ length: 15 }, (_, n) => ({ ...item, id: `${item.id}#${n}` })),
          ),
          unsendable: [],
        };
      },
    } as never;
    const queued = Array.from({ length: 5 }, (_, n) => record(message(`61${n}`)));
    let left = queued;
    let rounds = 0;
    while (left.length > 0 && rounds < 20) {
      const before = at.crm.calls.length;
      const response = await deliverEvents(event(...left), outboundContext(at, { platform: many }), plenty);
      expect(at.crm.calls.length - before).toBeLessThanOrEqual(102);
      const staying = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      left = left.filter(({ messageId }) => staying.has(messageId));
      at.clock.move(30_000);
      rounds += 1;
    }
    expect(left).toEqual([]);
    expect(at.queue.reasons).toEqual(Array(5).fill('platform-refused'));
  });
});

describe('what cannot be told', () => {
  test('no AIR event, the older format, and no message of ours: each with its reason, the others delivered', async () => {
    const good = record(message('501', { eventId: 'good' }));
    const response = await deliver(
      record(airMessage({ hello: 'world' })),
      record(airMessage({ dataObjectName: 'ACCOUNT_TRANSACTION' })),
      record(airMessage('text')),
      record('{"kind":"air"}'),
      good,
    );
    expect(response.batchItemFailures).toEqual([]);
    expect([...at.queue.reasons].sort()).toEqual([
      'malformed-message',
      'not-an-air-event',
      'not-an-air-event',
      'old-air-format',
    ]);
    expect(at.crm.eventsOf('cust-501')).toEqual([told('good')]);
  });

  test('an event with nothing to tell is done without a call', async () => {
    const nothing = airMessage({
      headers: { eventName: 'CAMPAIGN.UPDATE', eesEventId: 'c' },
      atomicOperations: [],
    });
    const response = await deliver(record(nothing));
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls).toEqual([]);
  });

  test('a mapping that stumbles over one message costs only that one', async () => {
    const platform = testPlatform();
    const stumbling = {
      ...platform,
      items: (named: readonly { walletId: string }[], ...rest: never[]) => {
        if (named.some(({ walletId }) => walletId === '502'))
          throw new TypeError('x of undefined: jane@example.com');
        return (platform.items as (...of: unknown[]) => unknown)(named, ...rest);
      },
    } as never;
    const response = await deliverEvents(
      event(...['501', '502'].map((user) => record(message(user)))),
      outboundContext(at, { platform: stumbling }),
      plenty,
    );
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['malformed-message']);
    expect(at.queue.attribute(0, 'detail')).toBe('it could not be mapped: TypeError');
    expect(at.crm.eventsOf('cust-501')).toHaveLength(1);
  });

  test('a request that cannot be built is taken apart like a refused one', async () => {
    const platform = testPlatform();
    const stumbling = {
      ...platform,
      request: (items: { walletId: string }[], settings: never) => {
        if (items.some(({ walletId }) => walletId === '502')) throw new RangeError('too long');
        return platform.request(items as never, settings);
      },
    } as never;
    await deliverEvents(
      event(...['501', '502', '503'].map((user) => record(message(user)))),
      outboundContext(at, { platform: stumbling }),
      plenty,
    );
    expect(at.queue.reasons).toEqual(['platform-refused']);
    expect(at.crm.eventsOf('cust-503')).toHaveLength(1);
  });
});

test('the dead-letter queue gets everything an operator needs, and the message as it was', async () => {
  at.crm.otherwise = saying({ bad: () => true });
  const queued = record(message('501', { eventId: 'explained' }));
  await deliver(queued);
  const [letter] = at.queue.deadLetters;
  expect(letter?.MessageBody).toBe(queued.body);
  expect(letter?.MessageGroupId).toBe(queued.attributes.MessageGroupId);
  const attributes = Object.fromEntries(
    Object.entries(letter?.MessageAttributes ?? {}).map(([name, value]) => [name, value.StringValue]),
  );
  expect(attributes).toEqual({
    reason: 'platform-refused',
    detail: '2 of 2 items: bad line',
    connector: at.connector,
    eventId: 'explained',
    eventName: 'SERVICE.TRIGGER',
    firstAt: '2026-03-02T09:00:00.000Z',
    lastAt: '2026-03-02T09:00:00.000Z',
    attempts: '1',
    requestId: 'request-1',
  });
});

test('G9 no identity, wallet id or key stands in a log line', async () => {
  output.lines.length = 0;
  at.crm.moods = [saying({ bad: () => true }), effectThen(silence), status(401)];
  for (const user of ['501', '502', '503', '504']) await deliver(record(message(user)));
  const text = output.lines.join('\n');
  expect(text).toContain(sha256('501').slice(0, 16));
  expect(text).not.toMatch(/cust-50\d|"50\d"|the-key-of-the-platform/);
});
