import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { deliverEvents } from '../../../../functions/delivery/outbound/batch';
import type { OutboundContext } from '../../../../functions/delivery/outbound/context';
import { airMessage, rewardEvent } from '../support/air-events';
import { Fifo } from '../support/fifo';
import { outboundContext } from '../support/outbound';
import {
  allOrNothing,
  effectThen,
  fine,
  type Mood,
  saying,
  silence,
  status,
  testPlatform,
  unreached,
} from '../support/platform';
import { Process } from '../support/process';
import { event, record } from '../support/queue';
import { silenceStdout } from '../support/stdout';
import { type CrmWorld, Worlds } from '../support/worlds';

silenceStdout();
jest.setTimeout(120_000);
const worlds = new Worlds();
beforeAll(() => worlds.start());
afterAll(() => worlds.stop());

interface Sent {
  readonly eventId: string;
  readonly user: number;
  /** The event's date, and the balance that it leaves: the same number, so that the newest is known. */
  readonly minute: number;
}

interface Trouble {
  readonly mood: Mood;
  /** The platform may have acted although we do not know: a second effect is then allowed. */
  readonly ambiguous: boolean;
}

const calm: Trouble = { mood: fine, ambiguous: false };
const ofConnector: Trouble[] = [
  { mood: status(500), ambiguous: true },
  { mood: status(429), ambiguous: false },
  { mood: status(429, { 'retry-after': '20' }), ambiguous: false },
  { mood: status(401), ambiguous: false },
  { mood: effectThen(unreached), ambiguous: true },
  { mood: () => unreached, ambiguous: false },
  { mood: effectThen(silence), ambiguous: true },
  {
    mood: effectThen({ kind: 'answered', truncated: false, answer: { status: 502, headers: {}, body: '' } }),
    ambiguous: true,
  },
];
const isFor = (digit: string) => (line: { id: string }) => line.id.includes(`-${digit}:`);
const ofItems: Trouble[] = [
  { mood: saying({ later: isFor('1') }), ambiguous: false },
  { mood: saying({ later: (line) => !('event' in line) }), ambiguous: false },
  { mood: saying({ later: () => true }), ambiguous: false },
];

const sent = fc
  .array(fc.record({ user: fc.integer({ min: 1, max: 4 }), minute: fc.integer({ min: 1, max: 59 }) }), {
    minLength: 1,
    maxLength: 16,
  })
  .map((list): Sent[] => list.map((one, index) => ({ ...one, eventId: `h${index}-${index % 10}` })));
const troubles = (from: readonly Trouble[]) => fc.array(fc.constantFrom(calm, ...from), { maxLength: 10 });
const kills = fc.array(fc.option(fc.integer({ min: 1, max: 24 }), { freq: 3 }), { maxLength: 6 });
const perCall = fc.constantFrom(2, 5, 50);

const messageOf = ({ eventId, user, minute }: Sent): SQSRecord =>
  record(
    airMessage(
      rewardEvent({
        eventId,
        walletId: `70${user}`,
        points: minute,
        at: `2026-03-02T08:${String(minute).padStart(2, '0')}:00.000000`,
      }),
      { walletId: `70${user}`, eventId },
    ),
  );

/** Runs until the queue is empty, with troubles and deaths in the order in which they are given, and then none. */
async function play(
  at: CrmWorld,
  history: readonly SQSRecord[],
  of: {
    troubles: readonly Trouble[];
    kills: readonly (number | null)[];
    platform: OutboundContext['platform'];
  },
): Promise<{ ambiguous: boolean }> {
  const queue = new Fifo();
  for (const message of history) queue.send(message);
  at.crm.moods = of.troubles.map(({ mood }) => mood);
  let ambiguous = of.troubles.some((trouble) => trouble.ambiguous);
  for (let round = 0; !queue.empty; round++) {
    if (round > 400) throw new Error('it never ends');
    at.clock.move(Math.max(0, (queue.nextAt() ?? 0) - at.clock.now()));
    const batch = queue.receive(at.clock.now());
    const process = new Process(of.kills[round] ?? null, round % 2 ? 'after' : 'before');
    const context = outboundContext(at, { process, platform: of.platform, random: Math.random });
    const response = await deliverEvents(event(...batch), context, () => 60_000).catch(() => null);
    if (process.dead) {
      ambiguous = true;
      queue.settle(batch, new Set(batch.map(({ messageId }) => messageId)), new Map(), at.clock.now());
    } else {
      const staying = new Set(response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      queue.settle(batch, staying, at.queue.visibility, at.clock.now());
    }
    at.clock.move(50);
  }
  return { ambiguous };
}

const idOf = ({ eventId, user }: Sent) => `${eventId}:70${user}:Reward Issued:t-${eventId}`;
const of = (history: readonly Sent[], user: number) => history.filter((one) => one.user === user);

function expectAllTold(at: CrmWorld, history: readonly Sent[], ambiguous: boolean): void {
  for (const user of [1, 2, 3, 4]) {
    const seen = at.crm.eventsOf(`cust-70${user}`);
    expect(new Set(seen)).toEqual(new Set(of(history, user).map(idOf)));
    if (!ambiguous) expect(seen).toHaveLength(new Set(seen).size);
  }
}

function expectNewest(at: CrmWorld, history: readonly Sent[]): void {
  for (const user of [1, 2, 3, 4]) {
    const minutes = of(history, user).map(({ minute }) => minute);
    if (minutes.length > 0)
      expect(at.crm.profiles.get(`cust-70${user}`)?.ee_points_balance).toBe(Math.max(...minutes));
  }
}

test('G1 G2 G3 nothing is lost, told twice only after an unknown outcome, in order of arrival, and the newest value stays', async () => {
  await fc.assert(
    fc.asyncProperty(sent, troubles(ofConnector), kills, perCall, async (history, trouble, deaths, items) => {
      const at = worlds.crm();
      const platform = testPlatform({ items }) as OutboundContext['platform'];
      const { ambiguous } = await play(at, history.map(messageOf), {
        troubles: trouble,
        kills: deaths,
        platform,
      });
      expect(at.queue.deadLetters).toEqual([]);
      expectAllTold(at, history, ambiguous);
      expectNewest(at, history);
      for (const user of [1, 2, 3, 4]) {
        const first = [...new Set(at.crm.eventsOf(`cust-70${user}`))];
        expect(first).toEqual(of(history, user).map(idOf));
      }
    }),
    { numRuns: 40 },
  );
});

test('G2 every message twice: one effect', async () => {
  await fc.assert(
    fc.asyncProperty(
      sent,
      troubles(ofConnector.filter(({ ambiguous }) => !ambiguous)),
      async (history, trouble) => {
        const at = worlds.crm();
        const platform = testPlatform() as OutboundContext['platform'];
        const twice = [...history, ...history].map(messageOf);
        await play(at, twice, { troubles: trouble, kills: [], platform });
        expectAllTold(at, history, false);
        expectNewest(at, history);
      },
    ),
    { numRuns: 25 },
  );
});

test('G5 items that fail for a while are told in the end, and hold nobody else back for good', async () => {
  await fc.assert(
    fc.asyncProperty(sent, troubles(ofItems), perCall, async (history, trouble, items) => {
      const at = worlds.crm();
      const platform = testPlatform({ items }) as OutboundContext['platform'];
      await play(at, history.map(messageOf), { troubles: trouble, kills: [], platform });
      expect(at.queue.deadLetters).toEqual([]);
      expectAllTold(at, history, false);
      expectNewest(at, history);
    }),
    { numRuns: 25 },
  );
});

test('G5 bad items in calls that are refused as a whole: exactly those are dead-lettered, whatever their number', async () => {
  await fc.assert(
    fc.asyncProperty(
      sent,
      fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }),
      perCall,
      async (history, digits, items) => {
        const at = worlds.crm();
        const isBad = (id: string) => digits.some((digit) => id.includes(`-${digit}:`));
        const platform = testPlatform({ items }) as OutboundContext['platform'];
        at.crm.otherwise = allOrNothing((line) => line.event !== undefined && isBad(line.id));
        await play(at, history.map(messageOf), { troubles: [], kills: [], platform });
        const good = history.filter((one) => !isBad(idOf(one)));
        for (const user of [1, 2, 3, 4])
          expect(at.crm.eventsOf(`cust-70${user}`)).toEqual(of(good, user).map(idOf));
        expect(at.queue.deadLetters).toHaveLength(history.length - good.length);
      },
    ),
    { numRuns: 25 },
  );
});
