import { spawn } from 'node:child_process';
import { MOMENTS } from '../../local/soak/faults/kinds';

jest.setTimeout(180_000);

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** In a process of its own, since a run moves its clock. */
function soak(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/ee-connect.ts', 'soak', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part;
    });
    child.stderr.on('data', (part: Buffer) => {
      err += part;
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

test('G1 to G8, G10: everything fails that can, and nothing is lost, doubled, stale or somebody else’s', async () => {
  const { code, out, err } = await soak('--events', '130', '--seed', '1', '--quiet');
  expect(err).toBe('');
  const { accepted, faults, ...report } = JSON.parse(out);
  expect(report).toMatchObject({
    lost: 0,
    duplicated: 0,
    stale: 0,
    misdirected: 0,
    rewardsTwice: 0,
    wrong: 0,
    outOfOrder: 0,
    leftBehind: 0,
    neverAccepted: 0,
    leaked: 0,
    findings: [],
  });
  expect(code).toBe(0);
  expect(accepted).toBeGreaterThan(130);
  expect(report.deadLettered).toBeGreaterThan(0);
  for (const kind of Object.keys(MOMENTS)) expect(Object.keys(faults)).toContain(kind);
});

test('what it does not know is one line', async () => {
  const runs = await Promise.all([
    soak('--faults', 'thunder'),
    soak('--platform', 'fax'),
    soak('--events', 'many'),
  ]);
  for (const { code, err } of runs) {
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
  expect(runs.map(({ err }) => /^ee-connect soak: (--\w+): /.exec(err)?.[1])).toEqual([
    '--faults',
    '--platform',
    '--events',
  ]);
});
