import { createHmac } from 'node:crypto';
import { inbound } from '../../../../functions/platforms/segment/inbound';
import { isSigned } from '../../../../functions/platforms/segment/signature';
import { sample } from './examples';

const KEY = 'k'.repeat(32);
const hmac = (text: string, key = KEY) => createHmac('sha1', key).update(text, 'utf8').digest('hex');
const request = (text: string, headers: Record<string, string>) => ({
  headers,
  raw: Buffer.from(text),
  text,
});
const signed = (text: string, covered: string, key = KEY) =>
  isSigned(request(text, { 'x-signature': hmac(covered, key) }), [KEY, 'o'.repeat(32)]);

// Emoji, escapes, a line separator and a trailing newline: what re-serialising could change.
const odd = `{"userId":"C-1","properties":{"a":"\\u00e9 é 🎁 \u2028","b":1.50}}\n`;

describe('X-Signature', () => {
  test('covers the bytes as sent', () => {
    expect(signed(odd, odd)).toBe(true);
  });

  test('of other bytes is refused', () => {
    expect(signed(odd.replace('C-1', 'C-2'), odd)).toBe(false);
    expect(signed(odd, JSON.stringify(JSON.parse(odd)))).toBe(false);
  });

  test('of a batch covers its first event, as Webhooks (Actions) makes it', () => {
    const batch = sample('batch') as unknown[];
    expect(signed(JSON.stringify(batch), JSON.stringify(batch[0]))).toBe(true);
    expect(signed(JSON.stringify(batch), JSON.stringify(batch[1]))).toBe(false);
  });

  test('of a batch may cover the whole batch', () => {
    const batch = sample('batch') as unknown[];
    expect(signed(JSON.stringify(batch, null, 2), JSON.stringify(batch))).toBe(true);
  });

  test('is accepted with either of two keys, and in upper case', () => {
    expect(signed(odd, odd, 'o'.repeat(32))).toBe(true);
    expect(isSigned(request(odd, { 'x-signature': hmac(odd).toUpperCase() }), [KEY])).toBe(true);
  });

  test.each(['', 'abc', 'z'.repeat(40), `${hmac(odd)}00`])('%p is no signature', (signature) => {
    expect(isSigned(request(odd, { 'x-signature': signature }), [KEY])).toBe(false);
  });

  test('made with an empty key never counts', () => {
    expect(isSigned(request(odd, { 'x-signature': hmac(odd, '') }), [''])).toBe(false);
    expect(isSigned(request(odd, { 'x-signature': hmac(odd) }), [])).toBe(false);
  });

  test('of a body that is no JSON is checked all the same', () => {
    expect(signed('not json', 'not json')).toBe(true);
    expect(signed('[]', '[]')).toBe(true);
  });
});

describe('authentication', () => {
  const may = (headers: Record<string, string>) =>
    inbound.authenticate?.(request(odd, headers), [KEY], {} as never);

  test('takes the External Key as X-Auth-Token, as the Eagle Eye destination sends it', () => {
    expect(may({ 'x-auth-token': KEY })).toBe(true);
  });

  test('takes a signature where no token was sent', () => {
    expect(may({ 'x-signature': hmac(odd) })).toBe(true);
  });

  test('refuses a wrong or empty token, also beside a right signature', () => {
    expect(may({ 'x-auth-token': 'wrong', 'x-signature': hmac(odd) })).toBe(false);
    expect(may({ 'x-auth-token': '', 'x-signature': hmac(odd) })).toBe(false);
    expect(may({})).toBe(false);
  });
});
