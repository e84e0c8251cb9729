import { countDiscardable, discard } from '../../../bin/operations/discard';
import { FakeQueues } from './fake-queue';

const URL = 'http://sqs/d.fifo';
const at = new Date(Date.now() - 3_600_000).toISOString();
const letter = (reason: string, eventId: string) => ({ reason, eventId, firstAt: at, lastAt: at });

let sqs: FakeQueues;
beforeEach(() => {
  sqs = new FakeQueues();
  sqs.put(URL, 'a', 'g1', letter('reward-limit', 'ee-1'));
  sqs.put(URL, 'b', 'g1', letter('consumer-not-found', 'ee-2'));
  sqs.put(URL, 'c', 'g2', letter('reward-limit', 'ee-3'));
});

test('deletes what is selected, and leaves the others where they are and to be seen', async () => {
  expect(await discard(sqs.client, URL, { selection: { reason: 'reward-limit' } })).toEqual({
    deleted: 2,
    left: 1,
  });
  expect(sqs.bodies(URL)).toEqual(['b']);
  expect(sqs.queues.get(URL)!.some(({ inFlight }) => inFlight)).toBe(false);
});

test('only counts before it is meant', async () => {
  // Of one consumer's messages SQS shows the next only when the one before is gone.
  expect(await countDiscardable(sqs.client, URL, { selection: { event: 'ee-3' } })).toEqual({
    deleted: 1,
    left: 2,
  });
  expect(sqs.bodies(URL)).toEqual(['a', 'b', 'c']);
  expect(sqs.queues.get(URL)!.some(({ inFlight }) => inFlight)).toBe(false);
});

test('never more than was asked for', async () => {
  expect(await discard(sqs.client, URL, { selection: { reason: 'reward-limit' }, most: 1 })).toEqual({
    deleted: 1,
    left: 2,
  });
  expect(sqs.bodies(URL)).toEqual(['b', 'c']);
});
