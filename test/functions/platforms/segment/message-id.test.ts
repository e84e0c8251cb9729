import fc from 'fast-check';
import { messageId } from '../../../../functions/platforms/segment/message-id';

test('is readable behind our prefix and the source', () => {
  expect(messageId('shop-prod', '70041:joined')).toBe('ee-shop-prod-70041:joined');
});

test('is fewer than 100 characters, also for the longest source name and item id', () => {
  const id = messageId('s'.repeat(24), 'x'.repeat(300));
  expect(id).toMatch(/^ee-s{24}-[0-9a-f]{64}$/);
  expect(id.length).toBeLessThan(100);
});

test('is the same on every attempt, and another for each item and each source', () => {
  const part = fc.stringMatching(/^[a-z0-9:#]{1,120}$/);
  fc.assert(
    fc.property(part, part, fc.constantFrom('a', 'b'), (one, other, source) => {
      expect(messageId(source, one)).toBe(messageId(source, one));
      expect(messageId('a', one)).not.toBe(messageId('b', one));
      expect(messageId(source, one).length).toBeLessThan(100);
      if (one !== other) expect(messageId(source, one)).not.toBe(messageId(source, other));
    }),
  );
});
