import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

/** Runs the app as the CDK command does, with context from `-c`. */
function app(context: Record<string, string>) {
  const outdir = mkdtempSync(join(tmpdir(), 'ee-connect-app-'));
  const run = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context) },
  });
  return { ...run, made: readdirSync(outdir) };
}

function configFile(json: unknown): string {
  const file = join(mkdtempSync(join(tmpdir(), 'ee-connect-app-')), 'mine.json');
  writeFileSync(file, JSON.stringify(json));
  return file;
}

test('a mistake in the configuration stops synth with one message that names the fields', () => {
  const config = configFile({
    air: { walletUrl: 'wallet' },
    connectors: [],
    operations: { alarmEmail: 'nobody' },
  });
  const { status, stderr, stdout, made } = app({ config });
  expect(status).toBe(1);
  expect(stderr).toBe(
    [
      `${config} is not usable:`,
      '  air.walletUrl: expected an https URL with its path prefix and without query, such as https://wallet.sandbox.uk.eagleeye.com/2.0',
      '  operations.alarmEmail: expected an e-mail address',
      '',
    ].join('\n'),
  );
  expect(stdout).toBe('');
  expect(made).toEqual([]);
});

test('a stage that AWS would refuse in names is refused before', () => {
  const { status, stderr } = app({ stage: 'Prod 1' });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^-c stage is not usable:\n {2}stage: expected lower-case letters/);
});

test.each([
  [{ stag: 'prod' }, 'stag: no such key, did you mean "stage"? Known are stage and config'],
  [{ Config: 'x.json' }, 'Config: no such key, did you mean "config"? Known are stage and config'],
])('-c %j would silently make another stack, and is refused', (context, line) => {
  const { status, stderr, made } = app(context);
  expect([status, stderr, made]).toEqual([1, `-c is not usable:\n  ${line}\n`, []]);
});

test('what only the stack can tell names the file that was given', () => {
  const config = configFile({ air: { walletUrl: 'https://wallet.example/2.0' }, connectors: [] });
  const { status, stderr } = app({ config, owner: 'crm', '@aws-cdk/core:stag': 'x' });
  expect([status, stderr]).toEqual([
    1,
    `${config} is not usable:\n  connectors: expected at least one connector\n`,
  ]);
});
