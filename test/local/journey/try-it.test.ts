import { execFileSync } from 'node:child_process';
import type { ConnectorConfig } from '../../../functions/connectors/config';
import { callsToTry, curl } from '../../../local/journey/try-it';
import { braze } from '../../../local/platforms/braze';

const connector = (id: string, direction: 'inbound' | 'outbound', feed?: string): ConnectorConfig => ({
  id,
  platform: 'braze',
  direction,
  paused: false,
  maxConcurrency: 2,
  settings: {},
  ...(feed && { feed }),
});
const options = {
  url: 'http://127.0.0.1:4700',
  platform: braze,
  inbound: connector('rewards', 'inbound'),
  outbound: connector('news', 'outbound', 'programme'),
  identityValue: 'CUST-4712',
  sample: 'samples/air/settle.json',
  keyOf: (of: string) => `key-of-${of}`,
};

/** What a shell makes of a command: its words. */
const words = (command: string): string[] =>
  execFileSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a command survives the shell, quotes and all', () => {
  const data = `{"name":"O'Brien $HOME \`x\`"}`;
  const command = curl({ url: 'http://127.0.0.1:1/in?a=1&b=2', headers: { 'X-Auth-Token': "k'1" }, data });
  expect(words(command)).toEqual([
    'curl',
    '-i',
    'http://127.0.0.1:1/in?a=1&b=2',
    '-H',
    "X-Auth-Token: k'1",
    '--data-binary',
    data,
  ]);
});

test('there is a call for each thing that can go well or wrong, and each entry is one of its own', () => {
  const calls = callsToTry(options);
  expect(calls.map(({ shows }) => shows.split(/[,;:]/)[0])).toEqual([
    'A reward',
    'A wrong key',
    'An identity that AIR does not know',
    'An action that AIR does not know',
    'An AIR event',
    'Braze answers its next call with 429 …',
    '… and another reward',
  ]);
  const entries = [...calls.slice(0, 4), calls[6]!].map(
    ({ command }) => JSON.parse(words(command).at(-1)!).dispatch_id,
  );
  expect(new Set(entries).size).toBe(5);
});

test("the AIR event goes to the feed, or to a connector's own address where there is none", () => {
  const toFeed = callsToTry(options).find(({ shows }) => shows.startsWith('An AIR event'))!;
  expect(words(toFeed.command)).toEqual(
    expect.arrayContaining(['http://127.0.0.1:4700/out/programme', '@samples/air/settle.json']),
  );
  const alone = callsToTry({ ...options, outbound: connector('news', 'outbound') });
  expect(alone.some(({ command }) => command.includes('/out/braze/news'))).toBe(true);
  expect(callsToTry({ ...options, sample: null }).some(({ shows }) => shows.startsWith('An AIR'))).toBe(
    false,
  );
});
