import { fork } from 'node:child_process';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Figure } from './figure';
import type { SubjectInput } from './subjects/subject';

/**
 * Measures in a process of its own, of which a plain Node.js runs the built code: what tsx adds for development would
 * be measured too. Its output, the functions' log lines, goes nowhere.
 * @param file of `bench/subjects/`.
 * @param environment beside `PATH`: nothing else is inherited.
 * @throws Error when it ends without figures.
 */
export function measureInChild(
  file: string,
  input: SubjectInput,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Figure[]> {
  const outfile = join(folder, `${basename(file, '.ts')}.mjs`);
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
    execArgv: ['--expose-gc', ...(process.env.BENCH_PROFILE ? ['--cpu-prof'] : [])],
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => resolve(figures as Figure[]));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${file} ended with ${signal ?? code}`)));
    child.send(input);
  });
}
