import { fork } from 'node:child_process';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { environmentOf } from './built';
import type { Figure } from './figure';
import type { SubjectInput } from './subjects/subject';

/** `BENCH_PROFILE=1`: a CPU profile of each measuring process is left in the folder where the bench was started. */
const PROFILING = process.env.BENCH_PROFILE ? ['--cpu-prof'] : [];

/**
 * Measures in a process of its own, in which a plain Node.js runs the built code: what tsx adds for development would be
 * measured too. Its environment is a deployed function's, and its output, the function's log lines, goes nowhere.
 * @param file of `bench/subjects/`.
 * @throws Error when it ends without figures.
 */
export function measureInChild(file: string, input: SubjectInput): Promise<readonly Figure[]> {
  const outfile = join(input.folder, `${basename(file, '.ts')}.mjs`);
  buildSync({
    entryPoints: [join('bench', 'subjects', file)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const child = fork(outfile, [], {
    execArgv: ['--expose-gc', ...PROFILING],
    env: { PATH: process.env.PATH, ...environmentOf(input.stubUrl) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr?.on('data', (part) => {
    complaint = `${complaint}${part}`.slice(-2000);
  });
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => resolve(figures as readonly Figure[]));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${file} ended with ${signal ?? code}: ${complaint}`)),
    );
    child.send(input);
  });
}
