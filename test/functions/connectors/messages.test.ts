import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { AirMessage, Message } from '../../../functions/connectors/message';
import { decodeMessage, MalformedMessage } from '../../../functions/connectors/message-decoding';
import {
  encodeAirMessage,
  encodeMessage,
  MAX_MESSAGE_BYTES,
  MessageTooLarge,
  packEvent,
} from '../../../functions/connectors/message-encoding';

const head: Omit<AirMessage, 'event'> = {
  kind: 'air',
  walletId: '90071992547409931234',
  accountId: null,
  eventId: 'e-1',
  eventName: 'SERVICE.TRIGGER',
  receivedAt: '2026-01-31T10:00:00.000Z',
  requestId: 'r-1',
};
const reward: Message = {
  kind: 'reward',
  key: 'ab'.repeat(32),
  reference: `ee-${'ab'.repeat(16)}`,
  identityValue: 'c-77',
  action: 'WELCOME',
  source: null,
  keepDays: 400,
  receivedAt: '2026-01-31T10:00:00.000Z',
  requestId: 'r-1',
};
const expiry: Message = {
  kind: 'expiry',
  walletId: 'w-1',
  subscriptionId: 's-1',
  expiresAt: '2026-02-01T00:00:00.000Z',
  receivedAt: '2026-01-31T10:00:00.000Z',
  requestId: 'r-1',
};
/** All that SQS takes, by its documentation. */
const FOR_SQS = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;
const encode = (text: string) => encodeAirMessage(head, packEvent(text));
/** Texts with everything that is awkward in JSON and in SQS. */
const awkward = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\uFFFE', '\uFFFF', '\uD800', '\uDFFF', '😀', '"', '\\', '\u0000', '\u2028', '{', '}'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 30,
});

test('any AIR event comes out as it went in, and SQS takes its message', () => {
  fc.assert(
    fc.property(fc.dictionary(awkward, awkward), fc.constantFrom(0, 1, '\t'), (event, space) => {
      const body = encode(JSON.stringify(event, null, space));
      expect(body).toMatch(FOR_SQS);
      expect(decodeMessage(body)).toEqual({ ...head, event });
    }),
  );
});

test('raw characters that SQS refuses are escaped, also half a surrogate pair', () => {
  const body = encode('{"a":"\uFFFE\uFFFF\uD83D 😀"}');
  expect(body).toMatch(FOR_SQS);
  expect(decodeMessage(body)).toEqual({ ...head, event: { a: '\uFFFE\uFFFF\uD83D 😀' } });
});

test('any reward comes out as it went in, and SQS takes it', () => {
  fc.assert(
    fc.property(awkward, awkward, fc.option(awkward), (identityValue, action, source) => {
      fc.pre(identityValue !== '' && action !== '');
      const message = { ...reward, identityValue, action, source };
      const body = encodeMessage(message);
      expect(body).toMatch(FOR_SQS);
      expect(decodeMessage(body)).toEqual(message);
    }),
  );
});

test('every kind of message comes out as it went in', () => {
  for (const message of [reward, expiry, { ...head, event: { headers: { eventName: 'X' } } }])
    expect(decodeMessage(encodeMessage(message))).toEqual(message);
});

test('the event is spliced in, byte by byte, not written again', () => {
  const text = '{ "id" : 90071992547409931234567,\n\t"price": 10.0, "price": 1e1 }';
  expect(encode(text)).toContain(text);
});

test('integers above 2^53 survive the queue, plain and compressed', () => {
  const long = 'x'.repeat(70_000);
  for (const filler of ['', long])
    expect(decodeMessage(encode(`{"accountId":12345678901234567891,"filler":"${filler}"}`))).toMatchObject({
      event: { accountId: '12345678901234567891' },
    });
});

describe('size', () => {
  test('an event for many consumers is compressed once it is large in all their messages together', () => {
    const text = JSON.stringify({ text: 'x'.repeat(10_000) });
    expect(packEvent(text, 2)).toBe(`"event":${text}`);
    const { gzip } = JSON.parse(encodeAirMessage(head, packEvent(text, 10)));
    expect(gunzipSync(Buffer.from(gzip, 'base64')).toString()).toBe(text);
  });

  test('a large event is compressed, a small one is not', () => {
    const event = { list: Array.from({ length: 5000 }, (_, index) => ({ name: 'line of a basket', index })) };
    const text = JSON.stringify(event);
    const body = encode(text);
    expect(body.length).toBeLessThan(text.length / 5);
    const { gzip } = JSON.parse(body);
    expect(gunzipSync(Buffer.from(gzip, 'base64')).toString()).toBe(text);
    expect(decodeMessage(body)).toEqual({ ...head, event });
    expect(encode('{"a":1}')).toContain('"event":{"a":1}');
  });

  test('one that does not fit even so is refused, and one that just fits is not', () => {
    const random = (digits: number) => randomBytes(digits / 2).toString('hex');
    const fits = encode(`"${random(1_300_000)}"`);
    expect(Buffer.byteLength(fits)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    expect(() => encode(`"${random(2_000_000)}"`)).toThrow(MessageTooLarge);
  });

  test('it is counted in bytes, not in characters', () => {
    const message = { ...reward, source: '€'.repeat(MAX_MESSAGE_BYTES / 3) };
    expect(JSON.stringify(message).length).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(() => encodeMessage(message)).toThrow(MessageTooLarge);
  });
});

describe('what is no message of ours', () => {
  const air = JSON.parse(encode('{"a":1}'));
  test.each([
    ['no JSON', 'hello', /JSON/],
    ['no object', 'null', /kind/],
    ['an unknown kind', '{"kind":"other"}', /kind/],
    ['a kind that every object has', '{"kind":"constructor"}', /kind/],
    ['a reward without consumer', JSON.stringify({ ...reward, identityValue: undefined }), /identityValue/],
    ['a reward with an odd key', JSON.stringify({ ...reward, key: 'x' }), /key/],
    ['an AIR message without event', JSON.stringify({ ...air, event: undefined }), /event/],
    ['an AIR message without id', JSON.stringify({ ...air, eventId: '' }), /eventId/],
    ['broken compression', JSON.stringify({ ...air, event: undefined, gzip: 'AAAA' }), /gzip/],
    ['an expiry without date', JSON.stringify({ ...expiry, expiresAt: null }), /expiresAt/],
  ])('%s is a MalformedMessage that names the field', (_, body, detail) => {
    expect(() => decodeMessage(body)).toThrow(MalformedMessage);
    expect(() => decodeMessage(body)).toThrow(detail);
  });

  test('no text makes it throw anything else, or quote the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((o) => JSON.stringify({ kind: 'reward', ...o })),
        ),
        (body) => {
          try {
            decodeMessage(body);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedMessage);
            expect((error as Error).message).toMatch(/^[\w, ]+: expected|expected JSON|is missing/);
          }
        },
      ),
    );
  });
});
