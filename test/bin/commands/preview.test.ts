import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../bin/commands/preview';

const SAMPLE = join('samples', 'air', 'purchase-settle.json');
let folder: string;
let out: string[];
let err: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preview-'));
  out = [];
  err = [];
  jest.spyOn(console, 'log').mockImplementation((text: string) => void out.push(text));
  jest.spyOn(console, 'error').mockImplementation((text: string) => void err.push(text));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const connector = (settings: object, fields: object = {}) => ({
  id: 'news',
  platform: 'braze',
  direction: 'outbound',
  settings: {
    identityType: 'CUSTOMER_ID',
    currency: 'GBP',
    restUrl: 'https://rest.fra-02.braze.eu',
    ...settings,
  },
  ...fields,
});
const config = (...connectors: object[]) =>
  file('connectors.json', { air: { walletUrl: 'https://wallet.sandbox.uk.eagleeye.com/2.0' }, connectors });
const event = (eesEventId: string) => ({
  headers: { eventName: 'X', eesEventId, eventDate: '2026-04-01T10:00:00.000000' },
  atomicOperations: [],
});
const lines = () => out.map((text) => JSON.parse(text));

it('prints one JSON line per event: what it says and what is sent, without a secret', async () => {
  expect(
    await run([SAMPLE, '--platform', 'braze', '--identity-type', 'CUSTOMER_ID', '--currency', 'GBP']),
  ).toBe(0);
  expect(lines()).toHaveLength(1);
  const [preview] = lines();
  expect(Object.keys(preview)).toEqual(['file', 'eesEventId', 'events', 'profiles', 'requests', 'problems']);
  expect(preview).toMatchObject({
    file: SAMPLE,
    eesEventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    problems: [],
  });
  expect(preview.events.map(({ name }: { name: string }) => name)).toContain('Tier Balance Changed');
  expect(preview.requests).toMatchObject([
    { method: 'POST', url: expect.stringContaining('/users/track'), body: { events: expect.any(Array) } },
  ]);
  expect(Object.keys(preview.requests[0])).toEqual(['method', 'url', 'body']);
  expect(JSON.stringify(preview.requests)).not.toContain('Tier Balance Changed');
});

it('previews every event of a list', async () => {
  expect(await run([file('many.json', [event('a'), event('b')])])).toBe(0);
  expect(lines().map(({ eesEventId }) => eesEventId)).toEqual(['a', 'b']);
});

it('takes the present time for an event without a date that can be, and says so', async () => {
  jest.useFakeTimers({ now: Date.parse('2026-05-05T05:05:05.000Z') });
  const headers = { eventName: 'SERVICE.WALLET.CREATE', eesEventId: 'e1', eventDate: '9999-01-01T00:00:00' };
  const enrichmentData = { walletEntity_301: { identities: [] } };
  await run([file('undated.json', { headers, atomicOperations: [], enrichmentData })]);
  jest.useRealTimers();
  const [preview] = lines();
  expect(preview.events).toMatchObject([{ occurredAt: '2026-05-05T05:05:05.000Z' }]);
  expect(preview.profiles).toMatchObject([{ asOf: '2026-05-05T05:05:05.000Z' }]);
  expect(preview.problems).toContainEqual(expect.stringContaining('No date in the event'));
});

it('prints a block for each event with --pretty', async () => {
  await run([SAMPLE]);
  await run([SAMPLE, '--pretty']);
  expect(JSON.parse(out[1]!)).toEqual(JSON.parse(out[0]!));
  expect(out[1]).toMatch(/^\{\n {2}"file": /);
});

it('names what is no AIR event and why, and still previews the others', async () => {
  const wrong = file('wrong.json', [event('a'), { email: 'secret@example.com' }]);
  const broken = file('broken.json', '{"email": "secret@example.com"');
  const old = file('old.json', { dataObjectName: 'ACCOUNT_TRANSACTION' });
  expect(await run([wrong, broken, old, join(folder, 'none.json'), folder, SAMPLE])).toBe(1);
  expect(lines().map((preview) => preview.file)).toEqual([wrong, SAMPLE]);
  expect(err).toEqual([
    `ee-connect preview: ${wrong}, event 2: not-an-air-event: headers.eventName is missing`,
    `ee-connect preview: ${broken}: it is no JSON`,
    expect.stringContaining(`${old}: old-air-format: `),
    `ee-connect preview: ${join(folder, 'none.json')}: there is no such file`,
    `ee-connect preview: ${folder}: it cannot be read (EISDIR)`,
  ]);
  expect(err.join()).not.toContain('secret');
});

it('sends nothing of a consumer whose identity is not known, and says so', async () => {
  expect(await run([SAMPLE, '--identity-type', 'EMAIL'])).toBe(0);
  expect(lines()).toMatchObject([{ requests: [], problems: [expect.stringContaining('EMAIL')] }]);
  expect(err).toEqual([
    expect.stringMatching(/^ee-connect preview: .*purchase-settle\.json: No EMAIL of a wallet/),
  ]);
});

describe('the settings', () => {
  const body = () => JSON.stringify(lines()[0].requests);

  it('are those of the connector that is named', async () => {
    const path = config(connector({}), connector({ eventPrefix: 'Other ' }, { id: 'other' }));
    await run([SAMPLE, '--config', path, '--connector', 'other']);
    expect(body()).toContain('Other Order Completed');
  });

  it("are those of the platform's first connector, whose feed does not matter", async () => {
    const path = config(
      connector({ eventPrefix: 'First ' }, { feed: 'programme' }),
      connector({}, { id: 'second' }),
    );
    await run([SAMPLE, '--config', path, '--platform', 'braze']);
    expect(body()).toContain('First Order Completed');
  });

  it("are the platform's example where there is no connector, or no file", async () => {
    await run([SAMPLE, '--config', config(), '--platform', 'segment']);
    await run([SAMPLE, '--config', join(folder, 'none.json')]);
    expect(lines().map(({ requests }) => requests.length)).toEqual([1, 1]);
  });

  it('give way to the command line', async () => {
    await run([SAMPLE, '--config', config(connector({})), '--currency', 'JPY', '--identity-type', 'CARD']);
    const [preview] = lines();
    expect(preview.events[0]).toMatchObject({
      identity: { type: 'CARD' },
      properties: { currency: 'JPY', total: 2000 },
    });
  });

  it.each([
    [['--connector', 'nope'], '--connector: there is no outbound connector "nope"'],
    [['--platform', 'nope'], '--platform: expected braze'],
    [['--platform', 'constructor'], '--platform: expected braze'],
    [['--platform', 'segment', '--connector', 'news'], 'is of platform braze'],
    [['--currency', 'gbp'], '--currency: expected a three-letter'],
    [['--identity-type', ''], '--identity-type: expected'],
  ])('say what is wrong with %p', async (options, message) => {
    await expect(run([SAMPLE, '--config', config(connector({})), ...options])).rejects.toThrow(message);
  });

  it("say what is wrong with the connector, by its place, and do not mind another's mistake", async () => {
    const path = config(
      { id: 'x', platform: 'nope', direction: 'outbound' },
      connector({ currency: 'pounds' }),
    );
    await expect(run([SAMPLE, '--config', path, '--connector', 'news'])).rejects.toThrow(
      'connectors[1].settings.currency',
    );
    const good = config({ id: 'x', platform: 'nope', direction: 'outbound' }, connector({}));
    expect(await run([SAMPLE, '--config', good, '--connector', 'news'])).toBe(0);
  });

  it('say that the file is no JSON', async () => {
    await expect(run([SAMPLE, '--config', file('connectors.json', '{')])).rejects.toThrow('expected JSON');
  });
});

it.each([[[]], [['--nope', SAMPLE]]])('refuses %p', async (args) => {
  await expect(run(args)).rejects.toThrow();
});
