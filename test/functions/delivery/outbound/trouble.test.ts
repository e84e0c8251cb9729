import type { SQSRecord } from 'aws-lambda';
import { Credentials } from '../../../../functions/delivery/credentials';
import { deliverEvents, type OutboundContext } from '../../../../functions/delivery/outbound/batch';
import { airMessage, rewardEvent } from '../support/air-events';
import { outboundContext } from '../support/outbound';
import { effectThen, type Mood, saying, silence, status, testPlatform, unreached } from '../support/platform';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { worldForEachTest } from '../support/worlds';

const output = silenceStdout();
const { worlds, at } = worldForEachTest();

jest.setTimeout(30_000);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const plenty = () => MINUTE;
let events = 0;
function message(user = '501') {
  events += 1;
  const eventId = `t-${events}`;
  return record(
    airMessage(rewardEvent({ eventId, walletId: user }), {
      walletId: user,
      eventId,
      receivedAt: new Date(at.clock.now()).toISOString(),
    }),
    { sentAtMs: at.clock.now() },
  );
}
const deliver = (...records: SQSRecord[]) => deliverEvents(event(...records), outboundContext(at), plenty);
const waits = (queued: SQSRecord) => at.queue.visibility.get(queued.messageId) ?? -1;
const stays = async (...records: SQSRecord[]) =>
  (await deliver(...records)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

/** Delivers until the message leaves, waiting as its visibility says. @returns how long that took, in ms. */
async function untilItLeaves(queued: SQSRecord, most = 20 * 24 * HOUR): Promise<number> {
  const begun = at.clock.now();
  while (at.clock.now() - begun < most) {
    if ((await stays(queued)).length === 0) return at.clock.now() - begun;
    at.clock.move(Math.max(waits(queued), 1) * SECOND);
  }
  throw new Error('it stayed');
}

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
    const deadline = Date.now() + 5000;
    while (
      (await at.tables.rows(at.tableName)).every(
        ({ pk, probeUntil }) => pk !== `B#${at.connector}` || !probeUntil,
      )
    )
      if (Date.now() > deadline) throw new Error('the trial call was not begun');
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

describe('credentials', () => {
  const of = () => ({ connector: at.connector, direction: 'outbound' as const });

  test('G10 that were rotated: after a refusal they are read anew, and the call is made once more, in the same invocation', async () => {
    const old = { key: 'old' };
    const fresh = { key: 'new' };
    const credentials = new Credentials<unknown>(
      { get: async () => old, refresh: async () => fresh },
      'secret',
      (secret) => secret,
      of(),
    );
    at.crm.moods = [status(401)];
    const response = await deliverEvents(event(message()), { ...outboundContext(at), credentials }, plenty);
    expect(response.batchItemFailures).toEqual([]);
    expect(at.crm.calls.map(({ key }) => key)).toEqual(['old', 'new']);
  });

  test('that did not change are not tried a second time', async () => {
    at.crm.moods = [status(403)];
    expect(await stays(message())).toHaveLength(1);
    expect(at.crm.calls).toHaveLength(1);
    expect(output.lines.join('\n')).toContain('"CredentialsRefused":1');
  });

  test.each([
    ['secret-not-set-up', async () => null],
    [
      'secrets-unavailable',
      async () => {
        throw new Error('down');
      },
    ],
  ])('%s: everything waits, nothing is called', async (reason, get) => {
    output.lines.length = 0;
    const credentials = new Credentials<unknown>({ get, refresh: get }, 'secret', (secret) => secret, of());
    const queued = message();
    const response = await deliverEvents(event(queued), { ...outboundContext(at), credentials }, plenty);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.crm.calls).toEqual([]);
    expect(output.lines.join('\n')).toContain(`"reason":"${reason}"`);
  });
});

describe('the table', () => {
  const failing = (which: (command: string) => boolean): OutboundContext => {
    const context = outboundContext(at);
    const { table } = context;
    const broken = new Proxy(table, {
      get: (target, name) => {
        const method = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) =>
          which(String(name)) ? Promise.reject(new Error('down')) : method.apply(target, args);
      },
    });
    return { ...context, table: broken };
  };

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

  test('that fails for a moment after the call: it is written down once it is back, and nothing is sent twice', async () => {
    let sent = false;
    let failures = 5;
    const context = failing((name) => sent && (name === 'put' || name === 'putAll') && failures-- > 0);
    const watched: OutboundContext = {
      ...context,
      http: {
        send: (request, timeout) => {
          sent = true;
          return at.http.send(request, timeout);
        },
      },
    };
    const queued = message();
    const response = await deliverEvents(event(queued), watched, plenty);
    expect(response.batchItemFailures).toEqual([]);
    expect(failures).toBeLessThan(0);
    expect(await stays(queued)).toEqual([]);
    expect(at.crm.calls).toHaveLength(1);
  });

  test('that takes neither attributes nor ledger after the call: the event is not sent a second time', async () => {
    let sent = false;
    const context = failing((name) => sent && (name === 'put' || name === 'putAll'));
    const watched: OutboundContext = {
      ...context,
      http: {
        send: (request, timeout) => {
          sent = true;
          return at.http.send(request, timeout);
        },
      },
    };
    const response = await deliverEvents(event(message()), watched, plenty);
    expect(response.batchItemFailures).toEqual([]);
    expect(output.lines.join('\n')).toContain('were not written down');
  });

  test('that does not take the ledger after the call: what was delivered is done, and said to be at risk', async () => {
    let sent = false;
    const context = failing((name) => sent && name === 'putAll');
    const watched: OutboundContext = {
      ...context,
      http: {
        send: (request, timeout) => {
          sent = true;
          return at.http.send(request, timeout);
        },
      },
    };
    const response = await deliverEvents(event(message()), watched, plenty);
    expect(response.batchItemFailures).toEqual([]);
    expect(output.lines.join('\n')).toContain('were not written down');
  });

  test('that does not take the attributes after the call: the profile is sent again, the event is not', async () => {
    let sent = false;
    const context = failing((name) => sent && name === 'put');
    const watched: OutboundContext = {
      ...context,
      http: {
        send: (request, timeout) => {
          sent = true;
          return at.http.send(request, timeout);
        },
      },
    };
    const queued = message();
    const response = await deliverEvents(event(queued), watched, plenty);
    expect(response.batchItemFailures).toHaveLength(1);
    at.clock.move(MINUTE);
    expect(await stays(queued)).toEqual([]);
    expect(at.crm.calls.map(({ lines }) => lines.map((line) => line.event))).toEqual([
      [undefined, 'EE Reward Issued'],
      [undefined],
    ]);
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

test('G1 a dead-letter queue that is down keeps the message, and later ones of its consumer, on the queue', async () => {
  at.crm.otherwise = saying({ bad: () => true });
  at.queue.fault = (command) => {
    if (command === 'SendMessageCommand') throw new Error('down');
  };
  const first = message('501');
  const second = message('501');
  expect(await stays(first, second)).toEqual([first.messageId, second.messageId]);
  at.queue.fault = () => {};
  at.clock.move(5 * MINUTE);
  expect(await stays(first, second)).toEqual([]);
  expect(at.queue.reasons).toEqual(['platform-refused', 'platform-refused']);
});

test('a queue that does not take the visibility: the message stays all the same', async () => {
  at.crm.otherwise = status(500);
  at.queue.fault = () => {
    throw new Error('down');
  };
  expect(await stays(message())).toHaveLength(1);
});

test('dead-lettered and then killed: the second time SQS drops it', async () => {
  at.crm.otherwise = saying({ bad: () => true });
  const queued = message();
  await deliver(queued);
  await deliver(queued);
  expect(at.queue.deadLetters).toHaveLength(1);
});
