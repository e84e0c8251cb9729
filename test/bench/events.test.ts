import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { another, bySize, readEvents } from '../../bench/events';

const folder = mkdtempSync(join(tmpdir(), 'bench-events-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = JSON.stringify({
  headers: { eventName: 'SERVICE.TRIGGER', eesEventId: 'aa-1' },
  atomicOperations: [{ objectValue: { walletId: '884047301' } }],
  enrichmentData: { walletEntity_884047301: { identities: [{ value: 'CUST-1', walletId: '884047301' }] } },
});

test('only AIR events are read, and a folder without any is an error', () => {
  writeFileSync(join(folder, 'facts.json'), '{"not":"an event"}');
  expect(() => readEvents(folder)).toThrow('there is no AIR event');
  writeFileSync(join(folder, 'trigger.json'), text);
  expect(readEvents(folder)).toEqual([{ name: 'trigger', text }]);
});

test("the project's own samples are read where nothing else is named", () => {
  expect(readEvents(join('samples', 'air')).length).toBeGreaterThan(20);
});

test('another event has other ids everywhere, and is the same otherwise', () => {
  const one = another({ name: 'trigger', text }, 1);
  const two = another({ name: 'trigger', text }, 2);
  expect(one.text).not.toContain('884047301');
  expect(one.text).not.toContain('aa-1');
  expect(one.text).not.toBe(two.text);
  const { headers, atomicOperations, enrichmentData } = JSON.parse(one.text);
  const { walletId } = atomicOperations[0].objectValue;
  expect(headers).toEqual({ eventName: 'SERVICE.TRIGGER', eesEventId: 'bench-1' });
  expect(enrichmentData[`walletEntity_${walletId}`].identities[0]).toEqual({ value: 'CUST-1', walletId });
});

test('what is expected of small events is not expected of large ones', () => {
  const of = (bytes: number) => bySize([{ name: 'n', text: 'x'.repeat(bytes) }], { large: 2, small: 3 });
  expect([of(1_000), of(12_000)]).toEqual([3, 2]);
});
