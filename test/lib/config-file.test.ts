import { mkdtempSync, writeFileSync } from 'node:fs';
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

test('broken JSON is named, with what is wrong', () => {
  expect(errorOf('{ "air": }').message).toMatch(/expected JSON: .*}/);
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
