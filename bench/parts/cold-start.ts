import { fork } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFunction, buildLimit, environmentOf } from '../built';
import { benchConfig } from '../connectors';
import type { Figure } from '../figure';
import { median } from '../measure/median';
import { firstEvents, type ReceiveOrDeliver } from '../subjects/first-events';
import type { Part, PartInput } from './part';

interface ColdStart {
  readonly loadedMs: number;
  readonly answeredMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly error: string | null;
}

const BARE = 'a bare SQS client bundle';
/** To the bare bundle, of a receiving function. */
const RECEIVE_TARGET = 1.3;
/** In KB of minified code, without the source map. */
const SIZE_TARGETS = { receive: 450, deliver: 520 };
const NAMES: readonly ReceiveOrDeliver[] = [
  'outbound-receive',
  'inbound-receive',
  'outbound-deliver',
  'inbound-deliver',
];

/** One cold start in a new process. @throws Error when the function does not answer as it should. */
function coldStart(
  folder: string,
  eventFile: string,
  environment: Record<string, string>,
): Promise<ColdStart> {
  const child = fork(join('bench', 'subjects', 'cold-start.mjs'), [folder, eventFile], {
    execArgv: [],
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      const result = message as ColdStart;
      if (result.error === null) resolve(result);
      else reject(new Error(`${folder} answered ${result.error}`));
    });
    child.once('exit', (code, signal) => reject(new Error(`${folder} ended with ${signal ?? code}`)));
  });
}

/** Cold starts of all, in turns, so that what disturbs one disturbs the others. */
async function inTurns(input: PartInput, folders: ReadonlyMap<string, string>) {
  const events = firstEvents(input.events);
  const starts = new Map<string, ColdStart[]>([...folders.keys()].map((name) => [name, []]));
  for (let round = 0; round < (input.short ? 7 : 25); round++)
    for (const [name, folder] of folders) {
      const [event, environment] = events[name === BARE ? 'outbound-receive' : (name as ReceiveOrDeliver)];
      const eventFile = join(input.folder, 'first-event.json');
      writeFileSync(eventFile, JSON.stringify(event));
      const all = { ...environmentOf(input.stubUrl), ...environment };
      starts.get(name)?.push(await coldStart(folder, eventFile, all));
    }
  return starts;
}

async function run(input: PartInput): Promise<Figure[]> {
  const config = benchConfig(input.stubUrl);
  const names = input.short ? NAMES.slice(0, 3) : NAMES;
  const folders = new Map<string, string>([
    [BARE, buildLimit('bare-queue-function.ts', input.folder)],
    ...names.map((name): [string, string] => [name, buildFunction(name, config, input.folder)]),
  ]);
  const starts = await inTurns(input, folders);
  const of = (name: string, field: keyof Omit<ColdStart, 'error'>) =>
    (starts.get(name) ?? []).map((start) => start[field]);
  const kilobytes = (name: string) => statSync(join(folders.get(name) ?? '', 'index.mjs')).size / 1024;

  return names.flatMap((name): Figure[] => {
    const kind = name.endsWith('receive') ? 'receive' : 'deliver';
    const limits = of(BARE, 'cpuMs');
    const figure = (what: string, unit: Figure['unit'], field: keyof Omit<ColdStart, 'error'>): Figure => ({
      part: 'cold start',
      name: `${name}, ${what}`,
      value: median(of(name, field)),
      unit,
      limit: { name: BARE, value: median(of(BARE, field)) },
    });
    return [
      {
        ...figure('CPU from process start to the first answer', 'ms', 'cpuMs'),
        ratio: median(of(name, 'cpuMs').map((ms, round) => ms / (limits[round] ?? Number.NaN))),
        ...(kind === 'receive' && { target: RECEIVE_TARGET }),
      },
      figure('clock from process start to the first answer', 'ms', 'answeredMs'),
      figure('largest memory until then', 'MB', 'rssMb'),
      {
        part: 'cold start',
        name: `${name}, bundle`,
        value: kilobytes(name),
        unit: 'KB',
        limit: { name: BARE, value: kilobytes(BARE) },
        target: SIZE_TARGETS[kind],
      },
    ];
  });
}

export const coldStarts: Part = {
  name: 'cold start',
  about:
    'A new process for each function, from its start to the first answer, against a bundle of AWS’s SQS client alone',
  run,
};
