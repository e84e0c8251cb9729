import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describeLeak, type Forbidden, LogScan } from '../../../local/log-scan/scan';

const KEY = 'r3st-k3y/of+braze==0123456789';
const EMAIL = 'ada.lovelace@shop.example';
const WALLET = '884047111';
const known: Forbidden[] = [
  { what: 'the key', value: KEY },
  { what: 'the e-mail', value: EMAIL },
  { what: 'the name', value: 'Ada' },
  { what: 'the wallet', value: WALLET, but: ['SHA-256'] },
  { what: 'a small number', value: '99601' },
  { what: 'a quoted name', value: 'Zoë "Zo" O’Neill' },
];
const scan = new LogScan(known);
const found = (text: string) => scan.text(text).map(({ what, form }) => `${what}: ${form}`);
const hash = (value: string) => createHash('sha256').update(value).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const CLEAN = [
  '{"level":"INFO","message":"called","timestamp":"2026-03-01T09:00:00.000Z","service":"ee-connect","connector":"braze-news","status":201,"durationMs":47}',
  `{"decision":"delivered","walletHash":"${hash(WALLET).slice(0, 16)}","eventId":"0b6f8c1e-7e5a-4c2b-9d3f-5a7e2c9b4d10","ageMs":12345}`,
  '{"_aws":{"Timestamp":1764039960112,"CloudWatchMetrics":[]},"Delivered":1,"connector":"braze-news"}',
];

test('an ordinary log has no leak', () => {
  expect(scan.text(CLEAN.join('\n'))).toEqual([]);
});

test.each([
  ['as it is', KEY, 'the key: plain'],
  ['in another case', EMAIL.toUpperCase(), 'the e-mail: plain'],
  ['in a URL', `?key=${encodeURIComponent(KEY)}`, 'the key: percent-encoded'],
  ['in hex', Buffer.from(KEY).toString('hex'), 'the key: hex'],
  ['in upper-case hex', Buffer.from(EMAIL).toString('hex').toUpperCase(), 'the e-mail: hex'],
  ['in base64', base64(KEY), 'the key: base64'],
  ['in base64 of something longer', base64(`{"a":"${KEY}","b":1}`), 'the key: base64'],
  ['in base64 of something longer, one further', base64(`{"ab":"${KEY}"}`), 'the key: base64'],
  ['in base64 of something longer, two further', base64(`{"abc":"${KEY}","b":12}`), 'the key: base64'],
  ['as Basic authentication', `Basic ${base64(`user:${KEY}`)}`, 'the key: base64'],
  ['in base64url', Buffer.from(`?>${EMAIL}?>`).toString('base64url'), 'the e-mail: base64'],
  ['hashed', hash(KEY), 'the key: SHA-256'],
  ['as a name', '"message":"Hello Ada!"', 'the name: plain'],
  ['as a number between other words', 'wallet/884047111/x', 'the wallet: plain'],
  ['as a number inside a word', 'w884047111x', 'the wallet: plain'],
  ['escaped', JSON.stringify({ name: 'Zoë "Zo" O’Neill' }), 'a quoted name: escaped'],
])('a planted leak is found %s', (_, text, expected) => {
  const line = `{"level":"ERROR","detail":"before ${text} behind"}`;
  expect(found([CLEAN[0], line, CLEAN[1]].join('\n'))).toContain(expected);
  expect(scan.text([CLEAN[0], line].join('\n'))[0]!.line).toBe(2);
});

test.each([
  ['a longer number', '1884047111', '8840471112'],
  ['a small number in a time or a hash', '1764039960112', 'a99601f'],
  ['a short name in another word', 'Adapter', 'CANADA'],
])('%s is another value', (_, ...texts) => {
  for (const text of texts) expect(found(`"detail":"${text}"`)).toEqual([]);
});

test('an e-mail address of nobody who is known is found all the same', () => {
  expect(found('"detail":"user grace@navy.example is unknown"')).toEqual(['an e-mail address: plain']);
});

test('a body that was encoded whole is found, whatever is in it', () => {
  expect(found(`"body":"${base64('x'.repeat(200))}"`)).toEqual(['a long encoded text: encoded']);
});

test('a finding does not repeat what it found', () => {
  const [leak] = scan.text(`{"detail":"the key is ${KEY}, indeed"}`);
  expect(describeLeak(leak!)).toBe('line 1: the key (plain) behind "{\\"detail\\":\\"the key is "');
});

test('values that are too short to mean anything are not looked for', () => {
  expect(
    new LogScan([
      { what: 'x', value: 'Bo' },
      { what: 'y', value: '1234' },
    ]).text('Bo 1234'),
  ).toEqual([]);
});

test('a file is read line by line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ee-connect-scan-'));
  const path = join(folder, 'functions.log');
  writeFileSync(path, [...CLEAN, `{"detail":"${EMAIL}"}`, ...CLEAN].join('\n'));
  expect((await scan.file(path)).map(({ line, what }) => [line, what])).toEqual([[4, 'the e-mail']]);
  rmSync(folder, { recursive: true });
});

test('whatever the value and wherever it stands, each of its forms is found', () => {
  const value = fc
    .string({ minLength: 10, maxLength: 60, unit: 'grapheme' })
    .filter((text) => text.trim().length > 9);
  const around = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(value, around, around, (secret, before, behind) => {
      const own = new LogScan([{ what: 's', value: secret }]);
      const forms = [
        secret,
        JSON.stringify(secret),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('hex'),
        base64(`${before}${secret}${behind}`),
        hash(secret),
      ];
      for (const form of forms)
        expect(own.line(`${before} ${form} ${behind}`, 1).some(({ what }) => what === 's')).toBe(true);
    }),
  );
});

test('ten thousand values take little longer to look for than ten', () => {
  const scanOf = (count: number) =>
    new LogScan(
      Array.from({ length: count }, (_, index) => ({ what: 'id', value: `CUST-${100_000 + index}` })),
    );
  const [many, few] = [scanOf(10_000), scanOf(10)];
  const log = Array.from({ length: 1000 }, (_, index) => CLEAN[index % 3]!)
    .concat('"CUST-100007"')
    .join('\n');
  const time = (own: LogScan) => {
    const start = performance.now();
    expect(own.text(log)).toHaveLength(1);
    return performance.now() - start;
  };
  // Looking for one value after the other takes a thousand times as long. What else runs on the machine makes a round
  // slower, never faster, and both in turn: the fastest of each tell.
  const rounds = Array.from({ length: 5 }, () => ({ many: time(many), few: time(few) }));
  const least = (of: 'many' | 'few') => Math.min(...rounds.map((round) => round[of]));
  expect(least('many')).toBeLessThan(50 * least('few'));
});
