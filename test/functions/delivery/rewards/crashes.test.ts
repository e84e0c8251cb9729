import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { rewardKey } from '../../../../functions/connectors/keys';
import type { RewardMessage } from '../../../../functions/connectors/message';
import type { InboundSettings } from '../../../../functions/connectors/settings';
import { deliverRewards } from '../../../../functions/delivery/rewards/batch';
import { settleRewards } from '../../../../functions/delivery/rewards/settle-by-event';
import { type AirMood, TestAir } from '../support/air';
import { Clock } from '../support/clock';
import { inboundContext, reward, type World } from '../support/inbound';
import { Process } from '../support/process';
import { event, record, TestQueue } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { TestTable } from '../support/table';

const SIX_MINUTES = 6 * 60_000;
let tables: TestTable;
let made = 0;
silenceStdout();
beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('rewards');
});
afterAll(() => tables.stop());

type Air = World & { readonly air: TestAir };

function world(refusesUsedReferences: boolean): Air {
  made += 1;
  const air = new TestAir(refusesUsedReferences);
  return {
    tables,
    tableName: 'rewards',
    connector: `crm-${made}`,
    air,
    http: air.http,
    queue: new TestQueue(),
    clock: new Clock(),
  };
}

interface Step {
  readonly killAt: number | null;
  readonly when: 'before' | 'after';
  readonly moods: readonly AirMood[];
  /** AIR's own event of what it issued reaches the outbound function after this step. */
  readonly news: boolean;
}

type End = 'done' | 'dead-lettered';

/** Delivers a message until it leaves the queue, as SQS would: each step a process that may die; then ones that live. */
async function deliver(
  at: Air,
  message: SQSRecord,
  steps: readonly Step[],
  settings: Partial<InboundSettings>,
): Promise<End> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const step = steps[attempt] ?? { killAt: null, when: 'before', moods: ['issues'], news: false };
    at.air.moods = [...step.moods];
    const process = new Process(step.killAt, step.when);
    let left = false;
    try {
      const context = inboundContext(at, settings, process);
      const response = await deliverRewards(event(message), context, () => 60_000);
      left = !process.dead && response.batchItemFailures.length === 0;
    } catch {
      // Killed.
    }
    if (step.news)
      await settleRewards(at.tables.table(at.tableName, at.clock.now), at.air.issued, NEWS, at.clock.now);
    if (left) return at.queue.deadLetters.length > 0 ? 'dead-lettered' : 'done';
    at.clock.move(process.dead ? SIX_MINUTES : (at.queue.visibility.get(message.messageId) ?? 1) * 1000 + 1);
  }
  throw new Error('it never left the queue');
}

const NEWS = { walletId: '77', requestId: 'request-2', eventId: 'event-2' };

const mood = fc.constantFrom<AirMood>(
  'issues',
  'issues, then answers 500',
  'issues, then is silent',
  'issues, then answers 207',
  'answers 500',
  'is silent',
  'is not reached',
  'answers 429',
  'refuses the credentials',
  'knows no such consumer',
);
const steps = fc.array(
  fc.record({
    killAt: fc.option(fc.integer({ min: 1, max: 14 })),
    when: fc.constantFrom('before' as const, 'after' as const),
    moods: fc.array(mood, { minLength: 1, maxLength: 2 }),
    news: fc.boolean(),
  }),
  { maxLength: 5 },
);

/** Whatever happens, these hold. */
async function expectHonest(at: Air, message: RewardMessage, end: End): Promise<void> {
  expect(at.air.issued.length).toBeLessThanOrEqual(1);
  expect(new Set(at.air.asked).size).toBeLessThanOrEqual(1);
  // Never silence: what left the queue without a trace was issued.
  if (end === 'done') expect(at.air.issued).toHaveLength(1);
  else expect(at.queue.reasons[0]).toBeDefined();
  const key = rewardKey(message.key);
  const row = (await at.tables.table(at.tableName).get([key]))(key);
  if (end === 'done') expect(row?.state).toBe('issued');
}

jest.setTimeout(60_000);

describe('G7 a reward is issued at most once per key', () => {
  test('wherever the function dies, whatever AIR does: once, or on the dead-letter queue (park)', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const at = world(false);
        const message = reward();
        const end = await deliver(at, record(message), history, { onUnknownOutcome: 'park' });
        await expectHonest(at, message, end);
      }),
      { numRuns: 100 },
    );
  });

  test('the same where an unknown outcome is repeated, and AIR refuses a used reference (repeat)', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const at = world(true);
        const message = reward();
        const end = await deliver(at, record(message), history, { onUnknownOutcome: 'repeat' });
        await expectHonest(at, message, end);
        expect(at.queue.reasons).not.toContain('reward-outcome-unknown');
      }),
      { numRuns: 100 },
    );
  });

  test.each(['before', 'after'] as const)('killed just %s each of its calls in turn', async (when) => {
    const ends: End[] = [];
    for (let killAt = 1; ; killAt++) {
      const at = world(false);
      const process = new Process(killAt, when);
      const message = reward();
      const queued = record(message);
      await deliverRewards(event(queued), inboundContext(at, {}, process), () => 60_000).catch(() => {});
      if (!process.dead) break;
      at.clock.move(SIX_MINUTES);
      const end = await deliver(at, queued, [], {});
      await expectHonest(at, message, end);
      ends.push(end);
    }
    expect(ends.length).toBeGreaterThan(6);
    // Before the call it is simply done again; once it was sent, it is parked.
    expect(ends).toContain('done');
  });
});
