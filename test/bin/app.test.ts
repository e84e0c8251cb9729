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
      '  air.walletUrl: expected an http(s) URL without query, with its path prefix',
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
