/** Our signatures against the scheme's own library, in both directions. */
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { isSigned, signatureHeaders } from '../../../../functions/platforms/webhook/signature';
import { OTHER_SECRET, SECRET } from './examples';

const NOW = Date.now();
const bytes = (text: string) => new TextEncoder().encode(text);
const KEY = 'an External Key of 40 characters, at least';

describe('what we send', () => {
  test('is verified by the library, with either secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uuid(), (text, id) => {
        const body = JSON.stringify({ text });
        const headers = signatureHeaders([SECRET, OTHER_SECRET], id, NOW, body);
        for (const secret of [SECRET, OTHER_SECRET])
          expect(new Webhook(secret).verify(body, headers)).toEqual({ text });
      }),
    );
  });

  test('is not verified once a byte, the id or the time changes', () => {
    const headers = signatureHeaders([SECRET], 'id-1', NOW, '{}');
    const verify = (body: string, change: Record<string, string> = {}) =>
      new Webhook(SECRET).verify(body, { ...headers, ...change });
    expect(() => verify('{ }')).toThrow();
    expect(() => verify('{}', { 'webhook-id': 'id-2' })).toThrow();
    expect(() => verify('{}', { 'webhook-timestamp': String(Math.floor(NOW / 1000) - 1) })).toThrow();
    expect(() => new Webhook(OTHER_SECRET).verify('{}', headers)).toThrow();
  });
});

describe('what we receive', () => {
  const signed = (secret: Webhook, body: string, at = new Date(NOW), id = 'm-1') => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secret.sign(id, at, body),
  });

  test.each([
    ['an External Key as plain text', new Webhook(KEY, { format: 'raw' }), KEY],
    ['an External Key that is a whsec_ secret', new Webhook(SECRET), SECRET],
    [
      'an External Key of hex digits, which the library takes for base64',
      new Webhook('0a'.repeat(32)),
      '0a'.repeat(32),
    ],
    ['the same as plain text', new Webhook('0a'.repeat(32), { format: 'raw' }), '0a'.repeat(32)],
  ])('%s', (_, library, key) => {
    const body = '{"a":"ü😀"}\n';
    expect(isSigned(signed(library, body), bytes(body), ['x'.repeat(32), key], NOW)).toBe(true);
    expect(isSigned(signed(library, body), bytes(`${body} `), [key], NOW)).toBe(false);
    expect(isSigned(signed(library, body), bytes(body), ['x'.repeat(32)], NOW)).toBe(false);
  });

  test('five minutes old or early, and no more', () => {
    const library = new Webhook(SECRET);
    const at = (seconds: number) =>
      isSigned(signed(library, '{}', new Date(NOW + seconds * 1000)), bytes('{}'), [SECRET], NOW);
    expect([at(-295), at(0), at(295)]).toEqual([true, true, true]);
    expect([at(-310), at(310)]).toEqual([false, false]);
  });

  test('one of several signatures is enough; other versions are passed over', () => {
    const headers = signed(new Webhook(SECRET), '{}');
    const several = `v1a,abc v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']} v2,x`;
    expect(isSigned({ ...headers, 'webhook-signature': several }, bytes('{}'), [SECRET], NOW)).toBe(true);
    const versioned = headers['webhook-signature'].replace('v1,', 'v2,');
    expect(isSigned({ ...headers, 'webhook-signature': versioned }, bytes('{}'), [SECRET], NOW)).toBe(false);
  });

  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'without %s it is not signed',
    (name) => {
      const headers: Record<string, string> = signed(new Webhook(SECRET), '{}');
      delete headers[name];
      expect(isSigned(headers, bytes('{}'), [SECRET], NOW)).toBe(false);
      expect(isSigned({ ...headers, [name]: '' }, bytes('{}'), [SECRET], NOW)).toBe(false);
    },
  );

  test.each(['now', '1e9', '-1', ' 1', '99999999999999'])('%p is no timestamp', (timestamp) => {
    const headers = { ...signed(new Webhook(SECRET), '{}'), 'webhook-timestamp': timestamp };
    expect(isSigned(headers, bytes('{}'), [SECRET], NOW)).toBe(false);
  });

  test('an empty key signs nothing, whatever it is made of', () => {
    for (const key of ['', 'whsec_', 'short', '=='.repeat(20)]) {
      const mine = key === '' || key === 'whsec_' ? Buffer.alloc(0) : Buffer.from(key, 'base64');
      const library = mine.length > 0 ? new Webhook(new Uint8Array(mine), { format: 'raw' }) : null;
      const headers = library ? signed(library, '{}') : signed(new Webhook(SECRET), '{}');
      expect(isSigned(headers, bytes('{}'), [key], NOW)).toBe(false);
    }
  });

  test('nobody without the key is let in', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (id, timestamp, signature) => {
        const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
        expect(isSigned(headers, bytes('{}'), [SECRET, KEY], NOW)).toBe(false);
      }),
    );
  });
});
