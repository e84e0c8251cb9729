import type { AirCredentials } from '../../../../functions/air/trigger';
import { rewardKey } from '../../../../functions/connectors/keys';
import type { RewardMessage } from '../../../../functions/connectors/message';
import { Credentials } from '../../../../functions/delivery/credentials';
import { deliverRewards, type InboundContext } from '../../../../functions/delivery/rewards/batch';
import { settleRewards } from '../../../../functions/delivery/rewards/settle-by-event';
import { type AirMood, TestAir } from '../support/air';
import { Clock } from '../support/clock';
import { inboundContext, LIMITS, reward, type World } from '../support/inbound';
import { event, record, TestQueue } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { TestTable } from '../support/table';

const output = silenceStdout();
let tables: TestTable;
let made = 0;
let at: World & { air: TestAir };

beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('rewards');
});
afterAll(() => tables.stop());
beforeEach(() => {
  made += 1;
  const air = new TestAir();
  at = {
    tables,
    tableName: 'rewards',
    connector: `crm-${made}`,
    air,
    http: air.http,
    queue: new TestQueue(),
    clock: new Clock(),
  };
});

const deliver = (context: InboundContext, ...messages: (RewardMessage | ReturnType<typeof record>)[]) =>
  deliverRewards(
    event(...messages.map((message) => ('kind' in message ? record(message) : message))),
    context,
    () => 60_000,
  );
const stateOf = async (message: RewardMessage) => {
  const key = rewardKey(message.key);
  return (await tables.table('rewards', at.clock.now).get([key]))(key);
};
const NEWS = { walletId: '77', requestId: 'r', eventId: 'e' };

test('a reward is issued, and its record says who, what, from where and when', async () => {
  const message = reward();
  const response = await deliver(inboundContext(at), message);
  expect(response.batchItemFailures).toEqual([]);
  expect(at.air.asked).toEqual([message.reference]);
  expect(await stateOf(message)).toMatchObject({
    state: 'issued',
    identityValue: 'C-1',
    action: 'LATE-DELIVERY',
    source: 'campaign 9',
    sentAt: '2026-03-02T09:00:00.000Z',
    issuedAt: '2026-03-02T09:00:00.000Z',
    walletId: '77',
    walletTransactionId: '4242',
    attempts: 1,
  });
});

test('the same key again, in another message, calls nobody', async () => {
  const message = reward();
  await deliver(inboundContext(at), message);
  const response = await deliver(inboundContext(at), message);
  expect(response.batchItemFailures).toEqual([]);
  expect(at.air.asked).toHaveLength(1);
});

test('two messages of one key in one batch: one call', async () => {
  const message = reward();
  await deliver(inboundContext(at), message, message);
  expect(at.air.asked).toHaveLength(1);
});

test('one consumer after the other, and other consumers beside', async () => {
  const first = reward({ identityValue: 'C-1' });
  const second = reward({ identityValue: 'C-1' });
  const other = reward({ identityValue: 'C-2' });
  at.air.moods = ['answers 429', 'issues', 'issues'];
  const records = [record(first), record(second), record(other)];
  const response = await deliver(inboundContext(at), ...records);
  // The first stays, so the second was not even tried; nor is the other after "too many calls", at its own turn.
  expect(at.air.asked[0]).toBe(first.reference);
  expect(at.air.asked).not.toContain(second.reference);
  expect(response.batchItemFailures.map((failure) => failure.itemIdentifier)).toEqual(
    expect.arrayContaining([records[0]?.messageId, records[1]?.messageId]),
  );
});

describe('outcomes', () => {
  const once = async (mood: AirMood, of: Partial<RewardMessage> = {}) => {
    const message = reward(of);
    const queued = record(message);
    at.air.moods = [mood];
    const response = await deliver(inboundContext(at), queued);
    return { message, queued, stays: response.batchItemFailures.length === 1 };
  };

  test('an unknown consumer goes to the dead-letter queue', async () => {
    const { message, stays } = await once('knows no such consumer');
    expect(stays).toBe(false);
    expect(at.queue.reasons).toEqual(['consumer-not-found']);
    expect(at.queue.attribute(0, 'eventId')).toBe(message.reference);
    expect(at.queue.attribute(0, 'action')).toBe('LATE-DELIVERY');
    expect(at.queue.attribute(0, 'detail')).toBe('404 INF');
    expect(await stateOf(message)).toMatchObject({ state: 'refused', reason: 'consumer-not-found' });
  });

  test('and when that consumer has joined, a redrive issues it', async () => {
    const { message } = await once('knows no such consumer');
    await deliver(inboundContext(at), record(message));
    expect(at.air.issued).toEqual([message.reference]);
  });

  test('429 is not executed: later, after what AIR asked for', async () => {
    const { message, queued, stays } = await once('answers 429');
    expect(stays).toBe(true);
    expect(at.queue.visibility.get(queued.messageId)).toBeGreaterThanOrEqual(3);
    expect(await stateOf(message)).toMatchObject({ state: 'waiting' });
    at.clock.move(60_000);
    await deliver(inboundContext(at), queued);
    expect(at.air.issued).toEqual([message.reference]);
  });

  test('not reached: again, with the same reference', async () => {
    const { message, queued, stays } = await once('is not reached');
    expect(stays).toBe(true);
    await deliver(inboundContext(at), queued);
    expect(at.air.issued).toEqual([message.reference]);
    expect(await stateOf(message)).toMatchObject({ attempts: 2 });
  });

  test('207 goes to the dead-letter queue, and no redrive calls again', async () => {
    const { message } = await once('issues, then answers 207');
    expect(at.queue.reasons).toEqual(['reward-partly-done']);
    expect(at.queue.attribute(0, 'detail')).toBe('207 {"status":"PARTLY","accounts":[{"type":"POINTS"}]}');
    await deliver(inboundContext(at), record(message));
    expect(at.queue.reasons).toEqual(['reward-partly-done', 'reward-partly-done']);
    expect(at.air.asked).toHaveLength(1);
  });

  test.each<AirMood>(['answers 500', 'is silent', 'issues, then is silent'])(
    'AIR %s: AIR gets a while to tell, then it is parked',
    async (mood) => {
      const { message, queued, stays } = await once(mood);
      expect(stays).toBe(true);
      expect(at.queue.visibility.get(queued.messageId)).toBe(15);
      at.clock.move(15_000);
      const response = await deliver(inboundContext(at), queued);
      expect(response.batchItemFailures).toEqual([]);
      expect(at.queue.reasons).toEqual(['reward-outcome-unknown']);
      expect(at.air.asked).toHaveLength(1);
      expect(await stateOf(message)).toMatchObject({ state: 'unknown' });
    },
  );

  test("AIR's own event settles it before it is parked", async () => {
    const { message, queued } = await once('issues, then is silent');
    await settleRewards(tables.table('rewards', at.clock.now), [message.reference], NEWS, at.clock.now);
    at.clock.move(15_000);
    const response = await deliver(inboundContext(at), queued);
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual([]);
    expect(at.air.asked).toHaveLength(1);
  });

  test('or afterwards: a redrive of what was parked finds it issued, and ends without a call', async () => {
    const { message, queued } = await once('issues, then is silent');
    at.clock.move(15_000);
    await deliver(inboundContext(at), queued);
    await settleRewards(tables.table('rewards', at.clock.now), [message.reference], NEWS, at.clock.now);
    const response = await deliver(inboundContext(at), record(message));
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.deadLetters).toHaveLength(1);
    expect(at.air.asked).toHaveLength(1);
    expect(await stateOf(message)).toMatchObject({ state: 'issued', walletId: '77' });
  });

  test("AIR's event while the call is under way does not disturb it", async () => {
    const message = reward();
    const context = inboundContext({
      ...at,
      http: {
        send: async (request, timeout) => {
          const answer = await at.air.http.send(request, timeout);
          await settleRewards(tables.table('rewards', at.clock.now), [message.reference], NEWS, at.clock.now);
          return answer;
        },
      },
    });
    const response = await deliver(context, message);
    expect(response.batchItemFailures).toEqual([]);
    expect(await stateOf(message)).toMatchObject({ state: 'issued' });
  });

  test("AIR's event, and then no answer to the call: issued", async () => {
    const message = reward();
    at.air.moods = ['issues, then answers 500'];
    const context = inboundContext({
      ...at,
      http: {
        send: async (request, timeout) => {
          const answer = await at.air.http.send(request, timeout);
          await settleRewards(tables.table('rewards', at.clock.now), [message.reference], NEWS, at.clock.now);
          return answer;
        },
      },
    });
    const response = await deliver(context, message);
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual([]);
  });

  test("AIR's event does not settle what AIR answered 207 to: that is a person's", async () => {
    const message = reward();
    at.air.moods = ['issues, then answers 207'];
    await deliver(inboundContext(at), message);
    await settleRewards(tables.table('rewards', at.clock.now), [message.reference], NEWS, at.clock.now);
    expect(await stateOf(message)).toMatchObject({ state: 'partly' });
  });

  test("an event with a reference of somebody else's settles nothing", async () => {
    const before = await tables.rows('rewards');
    await settleRewards(tables.table('rewards'), ['ORDER-12', 'ORDER-12'], NEWS, at.clock.now);
    expect(await tables.rows('rewards')).toHaveLength(before.length);
  });
});

describe('onUnknownOutcome: repeat', () => {
  test('the same reference again; the refusal of a used one says that it was issued', async () => {
    const air = new TestAir(true);
    const world = { ...at, http: air.http };
    air.moods = ['issues, then is silent'];
    const message = reward();
    const queued = record(message);
    const first = await deliver(inboundContext(world, { onUnknownOutcome: 'repeat' }), queued);
    expect(first.batchItemFailures).toHaveLength(1);
    at.clock.move(60_000);
    const second = await deliver(inboundContext(world, { onUnknownOutcome: 'repeat' }), queued);
    expect(second.batchItemFailures).toEqual([]);
    expect(air.asked).toEqual([message.reference, message.reference]);
    expect(air.issued).toEqual([message.reference]);
    expect(await stateOf(message)).toMatchObject({ state: 'issued' });
    expect(at.queue.reasons).toEqual([]);
  });

  test('a used reference without an unknown outcome before is a refusal', async () => {
    const air = new TestAir(true);
    const message = reward();
    air.issued.push(message.reference);
    await deliver(inboundContext({ ...at, http: air.http }, { onUnknownOutcome: 'repeat' }), message);
    expect(at.queue.reasons).toEqual(['reward-refused']);
  });

  test('"too many calls" after an unknown outcome does not make it known', async () => {
    at.air.moods = ['is silent', 'answers 429'];
    const message = reward();
    const queued = record(message);
    await deliver(inboundContext(at, { onUnknownOutcome: 'repeat' }), queued);
    at.clock.move(60_000);
    await deliver(inboundContext(at, { onUnknownOutcome: 'repeat' }), queued);
    expect(await stateOf(message)).toMatchObject({ state: 'unknown' });
    // So that a changed setting still parks it.
    at.clock.move(600_000);
    await deliver(inboundContext(at, { onUnknownOutcome: 'park' }), queued);
    expect(at.queue.reasons).toEqual(['reward-outcome-unknown']);
    expect(at.air.asked).toHaveLength(2);
  });
});

describe('a key that counts for a week', () => {
  const weekly = (of: Partial<RewardMessage> = {}) => reward({ keepDays: 7, ...of });
  const DAY = 86_400_000;
  const later = (message: RewardMessage, days: number): RewardMessage => ({
    ...message,
    receivedAt: new Date(Date.parse(message.receivedAt) + days * DAY).toISOString(),
  });
  beforeEach(() => {
    at.air = new TestAir(true);
    Object.assign(at, { http: at.air.http });
  });

  test('a repeat that was received within it, and waited on the queue beyond it, is a repeat', async () => {
    const message = weekly();
    await deliver(inboundContext(at), message);
    at.clock.move(8 * DAY);
    await deliver(inboundContext(at), later(message, 6));
    expect(at.air.issued).toHaveLength(1);
  });

  test('a second copy of one message, redriven weeks later, is a repeat', async () => {
    const message = weekly();
    await deliver(inboundContext(at), message);
    at.clock.move(40 * DAY);
    await deliver(inboundContext(at), message);
    expect(at.air.issued).toHaveLength(1);
  });

  test('received after it, it is another reward, under another reference; and a repeat of that one is a repeat', async () => {
    const message = weekly();
    await deliver(inboundContext(at), message);
    at.clock.move(60 * DAY);
    for (const days of [60, 60, 63]) await deliver(inboundContext(at), later(message, days));
    expect(new Set(at.air.issued).size).toBe(2);
    expect(at.air.asked).toHaveLength(2);
    expect(at.queue.reasons).toEqual([]);
  });

  test('another one whose outcome is unknown keeps its reference', async () => {
    const message = weekly();
    await deliver(inboundContext(at), message);
    at.clock.move(30 * DAY);
    at.air.moods = ['is not reached'];
    const queued = record(later(message, 30));
    await deliver(inboundContext(at), queued);
    await deliver(inboundContext(at), queued);
    expect(at.air.issued).toHaveLength(2);
    expect(await stateOf(message)).toMatchObject({ state: 'issued', reference: at.air.issued[1] });
  });
});

describe('limits', () => {
  const limits = (of: Partial<typeof LIMITS>) => ({ limits: { ...LIMITS, ...of } });

  test('what is over the action limit of the hour is parked, never sent', async () => {
    const settings = limits({ perActionPerHour: 2 });
    const messages = [1, 2, 3].map((n) => reward({ identityValue: `C-${n}` }));
    await deliver(inboundContext(at, settings), ...messages);
    expect(at.air.issued).toHaveLength(2);
    expect(at.queue.reasons).toEqual(['reward-limit']);
  });

  test('other actions have limits of their own, and the next hour a new one', async () => {
    const settings = limits({ perActionPerHour: 1 });
    await deliver(inboundContext(at, settings), reward());
    await deliver(inboundContext(at, settings), reward({ action: 'BIRTHDAY' }));
    at.clock.move(3_600_000);
    await deliver(inboundContext(at, settings), reward());
    expect(at.air.issued).toHaveLength(3);
  });

  test('a consumer has a limit of the day', async () => {
    const settings = limits({ perConsumerPerDay: 2 });
    await deliver(
      inboundContext(at, settings),
      reward(),
      reward(),
      reward(),
      reward({ identityValue: 'C-2' }),
    );
    expect(at.air.issued).toHaveLength(3);
    expect(at.queue.reasons).toEqual(['reward-limit']);
    expect(at.queue.attribute(0, 'detail')).toBe('2 of this consumer on 2026-03-02');
    at.clock.move(24 * 3_600_000);
    await deliver(inboundContext(at, settings), reward());
    expect(at.air.issued).toHaveLength(4);
  });

  test('a redelivery of the same key is counted once in its period, and again in the next', async () => {
    const settings = limits({ perActionPerHour: 1 });
    const message = record(reward());
    at.air.moods = ['answers 429', 'answers 429'];
    await deliver(inboundContext(at, settings), message);
    at.clock.move(60_000);
    await deliver(inboundContext(at, settings), message);
    at.clock.move(60_000);
    await deliver(inboundContext(at, settings), message);
    expect(at.air.issued).toHaveLength(1);
    await deliver(inboundContext(at, settings), reward());
    expect(at.queue.reasons).toEqual(['reward-limit']);
  });

  test('a parked one is issued when it is redriven and there is room', async () => {
    const settings = limits({ perActionPerHour: 1 });
    const message = reward();
    await deliver(inboundContext(at, settings), reward(), message);
    at.clock.move(3_600_000);
    await deliver(inboundContext(at, settings), record(message));
    expect(at.air.issued).toHaveLength(2);
  });

  test('never above the limit, however many functions issue at once', async () => {
    const settings = limits({ perActionPerHour: 5 });
    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        deliver(
          inboundContext(at, settings),
          ...[1, 2, 3, 4, 5].map((m) => reward({ identityValue: `C-${n}-${m}` })),
        ),
      ),
    );
    expect(at.air.issued).toHaveLength(5);
  });
});

describe('two functions with the same reward at once', () => {
  test('one calls, the other waits, and then finds it issued', async () => {
    const message = reward();
    let others = 0;
    const second = record(message);
    const context = inboundContext({
      ...at,
      http: {
        send: async (request, timeout) => {
          const response = await deliver(inboundContext(at), second);
          others = response.batchItemFailures.length;
          return at.air.http.send(request, timeout);
        },
      },
    });
    const response = await deliver(context, message);
    expect(response.batchItemFailures).toEqual([]);
    expect(others).toBe(1);
    expect(at.air.asked).toHaveLength(1);
    const later = await deliver(inboundContext(at), second);
    expect(later.batchItemFailures).toEqual([]);
    expect(at.air.asked).toHaveLength(1);
  });

  test('from the very start: only one of five calls', async () => {
    const message = reward();
    const responses = await Promise.all(
      [1, 2, 3, 4, 5].map(() => deliver(inboundContext(at), record(message))),
    );
    expect(at.air.asked).toHaveLength(1);
    expect(
      responses.filter(({ batchItemFailures }) => batchItemFailures.length === 0).length,
    ).toBeGreaterThan(0);
  });
});

describe('trouble', () => {
  test('credentials that were refused are read anew, and the call is made once more', async () => {
    const secrets = [
      { clientId: 'client-1', clientSecret: 'old' },
      { clientId: 'client-1', clientSecret: 'new' },
    ];
    const credentials = new Credentials(
      { get: async () => secrets[0] ?? null, refresh: async () => secrets[1] ?? null },
      'air',
      (secret) => secret as never,
      { connector: at.connector, direction: 'inbound' },
    );
    at.air.moods = ['refuses the credentials', 'issues'];
    const response = await deliver({ ...inboundContext(at), credentials }, reward());
    expect(response.batchItemFailures).toEqual([]);
    expect(at.air.issued).toHaveLength(1);
    const [old, fresh] = at.air.requests.map((request) => request.headers['x-ees-auth-hash']);
    expect(old).not.toBe(fresh);
  });

  test('the same credentials are not tried twice', async () => {
    at.air.moods = ['refuses the credentials', 'issues'];
    const response = await deliver(inboundContext(at), reward());
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.air.asked).toHaveLength(1);
    expect(at.air.issued).toHaveLength(0);
  });

  test('a secret that is not set up: later, and an alarm', async () => {
    const credentials = new Credentials(
      { get: async () => null, refresh: async () => null },
      'air',
      (): AirCredentials | null => null,
      { connector: at.connector, direction: 'inbound' },
    );
    const response = await deliver({ ...inboundContext(at), credentials }, reward());
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.air.asked).toHaveLength(0);
    expect(output.lines.join('\n')).toContain('"SecretNotSetUp":1');
  });

  test('a table that does not answer: later, and nothing is sent', async () => {
    const broken = { get: () => Promise.reject(new Error('down')) };
    const context = { ...inboundContext(at), table: broken as never };
    const queued = record(reward());
    const response = await deliver(context, queued);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.air.asked).toHaveLength(0);
    expect(at.queue.reasons).toEqual([]);
    expect(at.queue.visibility.get(queued.messageId)).toBeLessThanOrEqual(300);
  });

  test('three failures in a row open the breaker: the next reward is not even tried', async () => {
    at.air.moods = ['is not reached', 'is not reached', 'is not reached'];
    for (const n of [1, 2, 3]) await deliver(inboundContext(at), reward({ identityValue: `C-${n}` }));
    await deliver(inboundContext(at), reward({ identityValue: 'C-4' }));
    expect(at.air.asked).toHaveLength(0);
    // After its pause one call goes ahead, and the rest follows.
    at.clock.move(60_000);
    const response = await deliver(
      inboundContext(at),
      ...[5, 6, 7].map((n) => reward({ identityValue: `C-${n}` })),
    );
    expect(response.batchItemFailures).toEqual([]);
    expect(at.air.issued).toHaveLength(3);
  });

  test('a trial call that fails stops the rest of the batch', async () => {
    at.air.moods = Array.from({ length: 4 }, () => 'is not reached' as const);
    for (const n of [1, 2, 3]) await deliver(inboundContext(at), reward({ identityValue: `C-${n}` }));
    at.clock.move(60_000);
    const response = await deliver(
      inboundContext(at),
      ...[5, 6, 7].map((n) => reward({ identityValue: `C-${n}` })),
    );
    expect(response.batchItemFailures).toHaveLength(3);
    expect(at.air.moods).toEqual([]);
    expect(at.air.asked).toHaveLength(0);
  });

  test('what cannot be read goes to the dead-letter queue alone', async () => {
    const other: RewardMessage = reward();
    const response = await deliver(
      inboundContext(at),
      record('{"kind":"reward"}', { id: 'bad-1' }),
      record('no json', { id: 'bad-2' }),
      record(
        '{"kind":"expiry","walletId":"1","subscriptionId":"2","expiresAt":"x","receivedAt":"y","requestId":"z"}',
      ),
      record(other),
    );
    expect(response.batchItemFailures).toEqual([]);
    expect(at.queue.reasons).toEqual(['malformed-message', 'malformed-message', 'malformed-message']);
    expect(at.air.issued).toEqual([other.reference]);
  });

  test('a dead-letter queue that is down keeps the message where it is', async () => {
    at.queue.fault = (command) => {
      if (command === 'SendMessageCommand') throw new Error('down');
    };
    at.air.moods = ['knows no such consumer'];
    const response = await deliver(inboundContext(at), reward());
    expect(response.batchItemFailures).toHaveLength(1);
  });

  test('no time left for a call: it is not begun, and comes again at once', async () => {
    const queued = record(reward());
    const response = await deliverRewards(event(queued), inboundContext(at), () => 5900);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(at.air.asked).toHaveLength(0);
    expect(at.queue.visibility.get(queued.messageId)).toBe(0);
  });
});

test('G9 no identity, secret or hash stands in a log line', async () => {
  output.lines.length = 0;
  at.air.moods = ['issues', 'knows no such consumer', 'issues, then answers 207', 'answers 500'];
  for (const _ of [1, 2, 3, 4])
    await deliver(inboundContext(at), reward({ identityValue: 'jane@example.com' }));
  const text = output.lines.join('\n');
  expect(text).toContain('"decision":"called"');
  expect(text).not.toContain('jane');
  expect(text).not.toContain('air-secret');
  for (const request of at.air.requests) expect(text).not.toContain(request.headers['x-ees-auth-hash']);
});
