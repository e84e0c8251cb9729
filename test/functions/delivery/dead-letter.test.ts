import * as fc from 'fast-check';
import {
  aboutOf,
  DEAD_LETTER_ATTRIBUTES,
  deadLetterAttributes,
  plainText,
} from '../../../functions/delivery/dead-letter';
import { airMessage } from './support/air-events';
import { reward } from './support/inbound';

const failures = { firstAt: 0, lastAt: 60_000, attempts: 3, since: 0 };

test('only characters that SQS takes, and never an empty value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const attributes = deadLetterAttributes(
        aboutOf(null),
        { reason: 'expired', detail: text },
        'crm',
        failures,
      );
      for (const { StringValue } of Object.values(attributes)) {
        expect(StringValue).not.toBe('');
        expect(StringValue).toBe(Buffer.from(StringValue ?? '').toString());
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
        expect(StringValue).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
      }
    }),
  );
});

test('at most ten attributes, small enough beside the largest message', () => {
  const about = { ...aboutOf(reward()), eventName: 'é'.repeat(5000) };
  const why = { reason: 'reward-partly-done' as const, detail: '€'.repeat(5000) };
  const attributes = deadLetterAttributes(about, why, 'c'.repeat(40), failures);
  expect(DEAD_LETTER_ATTRIBUTES.length).toBeLessThanOrEqual(10);
  expect(
    Object.keys(attributes).every((name) => (DEAD_LETTER_ATTRIBUTES as readonly string[]).includes(name)),
  ).toBe(true);
  const bytes = Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue }]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(`${DataType}${StringValue}`),
    0,
  );
  expect(bytes).toBeLessThan(16 * 1024);
});

test('a cut never leaves half a character', () => {
  expect(plainText(`${'x'.repeat(999)}😀`)).toBe('x'.repeat(999));
});

test('times are ISO 8601, attempts a number', () => {
  const attributes = deadLetterAttributes(aboutOf(airMessage({})), { reason: 'expired' }, 'crm', failures);
  expect(attributes.firstAt?.StringValue).toBe('1970-01-01T00:00:00.000Z');
  expect(attributes.lastAt?.StringValue).toBe('1970-01-01T00:01:00.000Z');
  expect(attributes.attempts).toEqual({ DataType: 'Number', StringValue: '3' });
});

test("what a message is about holds nothing of its consumer's", () => {
  const about = JSON.stringify([
    aboutOf(reward({ identityValue: 'jane@example.com' })),
    aboutOf(airMessage({ secret: 'x' }, { walletId: 'wallet-77' })),
    aboutOf({
      kind: 'expiry',
      walletId: 'wallet-77',
      subscriptionId: 's1',
      expiresAt: '2026-04-01T00:00:00.000Z',
      receivedAt: 'x',
      requestId: 'r',
    }),
  ]);
  expect(about).not.toMatch(/jane|wallet-77|secret/);
});
