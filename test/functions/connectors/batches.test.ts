import fc from 'fast-check';
import { pack } from '../../../functions/connectors/batches';

const MIB = 1024 * 1024;
const bytes = (batch: readonly { body: string }[]) =>
  batch.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
const message = fc
  .record({ character: fc.constantFrom('a', 'é', '€', '😀'), length: fc.oneof(fc.nat(20), fc.nat(400_000)) })
  .map(({ character, length }) => ({ body: character.repeat(length) }));

test('batches together are the input in its order, none is empty, and none passes 10 items or 1 MiB of UTF-8', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 25 }), (messages) => {
      const batches = pack(messages);
      expect(batches.flat()).toEqual(messages);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(10);
        if (batch.length > 1) expect(bytes(batch)).toBeLessThanOrEqual(MIB);
      }
    }),
    { numRuns: 50 },
  );
});

test('no batch could have taken the first message of the next one', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 25 }), (messages) => {
      const batches = pack(messages);
      batches.slice(1).forEach(([first], index) => {
        const before = batches[index]!;
        expect(before.length === 10 || bytes(before) + bytes([first!]) > MIB).toBe(true);
      });
    }),
    { numRuns: 50 },
  );
});

test('nothing makes no batch', () => {
  expect(pack([])).toEqual([]);
});
