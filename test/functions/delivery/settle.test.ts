import * as fc from 'fast-check';
import type { Message } from '../../../functions/connectors/message';
import { OwnQueue } from '../../../functions/delivery/own-queue';
import { type Judged, settle, type Verdict } from '../../../functions/delivery/settle';
import { airMessage } from './support/air-events';
import { Clock } from './support/clock';
import { record, TestQueue } from './support/queue';
import { silenceStdout } from './support/stdout';
import { TestTable } from './support/table';

const output = silenceStdout();
let tables: TestTable;
let made = 0;
beforeAll(async () => {
  tables = await TestTable.start();
  await tables.create('settle');
});
afterAll(() => tables.stop());

function world() {
  made += 1;
  const queue = new TestQueue();
  const clock = new Clock();
  const left: string[] = [];
  return {
    queue,
    clock,
    left,
    context: {
      table: tables.table('settle', clock.now),
      queue: new OwnQueue(queue as never, { connector: `c-${made}`, queueUrl: 'q', deadLetterQueueUrl: 'd' }),
      connector: `c-${made}`,
      direction: 'outbound' as const,
      now: clock.now,
      random: Math.random,
      leaving: async (message: Message) => {
        left.push(message.requestId);
      },
    },
  };
}

let serial = 0;
function judged(verdict: Verdict, group = 'g'): Judged {
  serial += 1;
  const message = airMessage({}, { requestId: `r-${serial}`, receivedAt: '2026-03-02T08:59:00.000Z' });
  return {
    message,
    record: record(message, { group, sentAtMs: Date.parse('2026-03-02T08:59:00Z') }),
    verdict,
  };
}

const verdict = fc.constantFrom<Verdict>(
  { kind: 'done', decision: 'delivered', items: 1 },
  { kind: 'done', decision: 'repeated' },
  { kind: 'done', decision: 'ignored' },
  { kind: 'wait', delayMs: 7000, detail: 'time' },
  { kind: 'dead', reason: 'platform-refused', detail: 'bad' },
  { kind: 'again', waitingFor: 'connector', reason: 'platform-unavailable', askedMs: null },
  { kind: 'again', waitingFor: 'item', reason: 'platform-refused', askedMs: 9000 },
  { kind: 'again', waitingFor: 'identity', reason: 'identity-unknown', askedMs: null },
);

test('each message leaves with its effect or its dead letter, or stays; and behind one that stays all of its group stay', async () => {
  const batch = fc.array(fc.tuple(verdict, fc.constantFrom('a', 'b', 'c')), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(batch, async (outline) => {
      const { queue, context, left } = world();
      const entries = outline.map(([of, group]) => judged(of, group));
      const response = await settle(entries, context);
      const staying = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const held = new Map<string, number>();
      let dead = 0;
      for (const [index, entry] of entries.entries()) {
        const group = outline[index]?.[1] ?? '';
        const { messageId } = entry.record;
        const mustStay = held.has(group) || entry.verdict.kind === 'again' || entry.verdict.kind === 'wait';
        expect(staying.has(messageId)).toBe(mustStay);
        if (!mustStay) {
          if (entry.verdict.kind === 'dead') dead += 1;
          expect(left).toContain(entry.message?.requestId);
          continue;
        }
        const visibility = queue.visibility.get(messageId);
        // The same or less, so that none becomes visible while an earlier one is not.
        expect(visibility).toBeLessThanOrEqual(held.get(group) ?? Number.POSITIVE_INFINITY);
        held.set(group, Math.min(held.get(group) ?? Number.POSITIVE_INFINITY, visibility ?? 0));
        expect(left).not.toContain(entry.message?.requestId);
      }
      expect(queue.deadLetters).toHaveLength(dead);
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('trouble of the connector starts the clock of the later ones too', async () => {
  const { context, clock, queue } = world();
  const trouble: Verdict = {
    kind: 'again',
    waitingFor: 'connector',
    reason: 'platform-unavailable',
    askedMs: null,
  };
  const [first, second] = [judged(trouble), judged(trouble)];
  await settle([first, second], context);
  clock.move(73 * 3_600_000);
  const response = await settle([first, second], context);
  expect(response.batchItemFailures).toEqual([]);
  expect(queue.reasons).toEqual(['expired', 'expired']);
});

test('an explicit Retry-After of an item is waited for up to an hour, though its 15 minutes are over', async () => {
  const { context, clock, queue } = world();
  const asking = (askedMs: number | null) =>
    ({ kind: 'again', waitingFor: 'item', reason: 'platform-refused', askedMs }) as const;
  const entry = judged(asking(null));
  await settle([entry], context);
  clock.move(10 * 60_000);
  const patient = await settle([{ ...entry, verdict: asking(40 * 60_000) }], context);
  expect(patient.batchItemFailures).toHaveLength(1);
  expect(queue.visibility.get(entry.record.messageId)).toBe(40 * 60);
  clock.move(40 * 60_000);
  const over = await settle([{ ...entry, verdict: asking(20 * 60_000) }], context);
  expect(over.batchItemFailures).toEqual([]);
  expect(queue.reasons).toEqual(['platform-refused']);
});

test('more than ten that stay get their visibility too', async () => {
  const { context, queue } = world();
  const entries = Array.from({ length: 23 }, (_, n) =>
    judged({ kind: 'wait', delayMs: 5000, detail: 'x' }, `g${n}`),
  );
  await settle(entries, context);
  expect(queue.visibility.size).toBe(23);
});

test('tidying up that fails costs nothing', async () => {
  const { context } = world();
  const response = await settle([judged({ kind: 'done', decision: 'delivered' })], {
    ...context,
    leaving: () => Promise.reject(new Error('down')),
  });
  expect(response.batchItemFailures).toEqual([]);
});

test('figures: delivered with their age, repeated, retried and dead-lettered by reason', async () => {
  output.lines.length = 0;
  const { context } = world();
  await settle(
    [
      judged({ kind: 'done', decision: 'delivered' }, 'a'),
      judged({ kind: 'done', decision: 'repeated' }, 'b'),
      judged({ kind: 'dead', reason: 'item-too-large' }, 'c'),
      judged({ kind: 'again', waitingFor: 'item', reason: 'platform-refused', askedMs: null }, 'd'),
    ],
    context,
  );
  const figures = output.lines.flatMap((line) => {
    try {
      const parsed = JSON.parse(line) as Record<string, unknown>;
      return parsed._aws ? [parsed] : [];
    } catch {
      return [];
    }
  });
  expect(figures).toContainEqual(expect.objectContaining({ Delivered: 1, AgeAtDelivery: 60_000 }));
  expect(figures).toContainEqual(expect.objectContaining({ Repeated: 1 }));
  expect(figures).toContainEqual(expect.objectContaining({ DeadLettered: 1, reason: 'item-too-large' }));
  expect(figures).toContainEqual(expect.objectContaining({ Retried: 1, reason: 'platform-refused' }));
});
