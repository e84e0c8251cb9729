import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../functions/connectors/config-schema';
import { readConfigFile } from '../../lib/config-file';

const folder = mkdtempSync(join(tmpdir(), 'ee-connect-config-'));

function errorOf(text: string): ConfigError {
  const file = join(folder, 'connectors.json');
  writeFileSync(file, text);
  try {
    readConfigFile(file);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error as ConfigError;
  }
  throw new Error('was accepted');
}

test('reads the example configuration', () => {
  expect(readConfigFile('connectors.json').connectors.map(({ id }) => id)).toEqual([
    'braze-rewards',
    'braze-news',
  ]);
});

test('a file that is not there is named', () => {
  expect(() => readConfigFile(join(folder, 'none.json'))).toThrow(
    /none\.json is not usable:\n.*cannot be read/,
  );
});

test.each([
  ['{\n  "air": {},\n  "connectors": [,]\n}', '(file): expected JSON, it breaks at line 3, column 18'],
  ['{ "air": {}, }', '(file): expected JSON, it breaks at line 1, column 14'],
  ['{ "air": {', '(file): expected JSON, it ends too early'],
  [' \n', '(file): expected JSON, it is empty'],
  ['\ufeff', '(file): expected JSON, it is empty'],
])('%j is no JSON: the line and column are told', (text, line) => {
  expect(errorOf(text).lines).toEqual([line]);
});

test('a byte order mark, as Windows editors write it, does no harm', () => {
  const file = join(folder, 'marked.json');
  writeFileSync(file, `\ufeff${readFileSync('connectors.json', 'utf8')}`);
  expect(readConfigFile(file).connectors).toHaveLength(2);
});

test('a field that stands twice is told, since one of the two would silently be lost', () => {
  const text = [
    '{',
    '  "air": { "walletUrl": "https://wallet.example/2.0" },',
    '  "connectors": [',
    '    { "id": "a:", "platform": "x", "id" : "\\"}" },',
    '    { "id": "b", "settings": { "actions": { "A, B": "C", "\\u0041, B": "D" } } }',
    '  ],',
    '  "air": {}',
    '}',
  ].join('\n');
  expect(errorOf(text).lines).toEqual([
    'connectors[0].id: stands twice, again in line 4',
    'connectors[1].settings.actions.A, B: stands twice, again in line 5',
    'air: stands twice, again in line 7',
  ]);
});

test('every mistake is named by its field', () => {
  const connector = { id: 'a', platform: 'braze', direction: 'inbound', maxConcurrency: 1 };
  expect(
    errorOf(JSON.stringify({ air: { walletUrl: 'https://wallet.example/2.0' }, connectors: [connector] }))
      .lines,
  ).toEqual(['connectors[0].maxConcurrency: expected at least 2']);
});

test('ids that only a hyphen tells apart are refused: the stack’s outputs could not tell them', () => {
  const connectors = ['news-uk', 'newsuk'].map((id) => ({ id, platform: 'braze', direction: 'inbound' }));
  expect(
    errorOf(JSON.stringify({ air: { walletUrl: 'https://wallet.example/2.0' }, connectors })).lines,
  ).toEqual(['connectors[1].id: expected more than a hyphen to tell it from "news-uk"']);
});
