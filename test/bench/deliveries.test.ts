import { Deliveries } from '../../bench/load/deliveries';

const line = (eventId: string, decision = 'delivered') =>
  `${JSON.stringify({ decision, eventId, timestamp: new Date(Date.now() + 250).toISOString() })}\n`;

test('a delivery is found in the log although its line comes in two pieces', () => {
  const deliveries = new Deliveries();
  deliveries.expect('bench-1');
  const text = line('bench-1');
  deliveries.read(text.slice(0, 20));
  expect(deliveries.count).toBe(0);
  deliveries.read(text.slice(20));
  expect(deliveries.count).toBe(1);
  expect(deliveries.latenciesMs[0]).toBeGreaterThanOrEqual(240);
});

test('other decisions, and events that nobody posted, do not count', () => {
  const deliveries = new Deliveries();
  deliveries.expect('bench-1');
  deliveries.read(line('bench-1', 'retried') + line('bench-2'));
  expect(deliveries.count).toBe(0);
});

test('waiting for all ends with the last one, or when time is up', async () => {
  const deliveries = new Deliveries();
  deliveries.expect('bench-1');
  await deliveries.all(60);
  expect(deliveries.count).toBe(0);
  const waiting = deliveries.all(60_000);
  deliveries.read(line('bench-1'));
  await waiting;
  expect(deliveries.count).toBe(1);
});
