import { spawnSync } from 'node:child_process';

function eeConnect(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bin/ee-connect.ts', ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

it('lists its commands when it is given none, or asked for help', () => {
  const { status, stdout } = eeConnect();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^ {2}preview\s+dry run/m);
  expect(stdout).toMatch(/^ {2}start\s/m);
});

it("shows a command's options", () => {
  for (const args of [
    ['help', 'preview'],
    ['preview', '--help'],
  ])
    expect(eeConnect(...args)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('preview FILE...'),
    });
});

it.each([
  [['nope'], 'there is no command "nope"'],
  [['constructor'], 'there is no command "constructor"'],
  [['preview', 'x.json', '--nope'], "Unknown option '--nope'"],
  [
    ['dlq', 'show', '--limit', '-1'],
    '--limit: expected a value; one that begins with a dash is written --limit=-',
  ],
  [['dlq', 'nope'], 'ee-connect dlq: expected list, show'],
  [['preview'], 'expected at least one file'],
  [['preview', 'x.json', '--currency', 'gbp'], '--currency: expected'],
])('answers %p in a line, with exit code 2', (args, message) => {
  const { status, stdout, stderr } = eeConnect(...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it("hands on the command's exit code", () => {
  expect(eeConnect('preview', 'README-does-not-exist.json').status).toBe(1);
});
