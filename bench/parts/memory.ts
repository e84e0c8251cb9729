import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildFunction, environmentOf } from '../built';
import { benchConfig } from '../connectors';
import type { SampleEvent } from '../events';
import type { Figure } from '../figure';
import { selfContained } from '../load/self-contained';
import { median } from '../measure/median';
import { batchOfTen } from '../subjects/sqs-event';
import type { Part, PartInput } from './part';

interface Memory {
  readonly residentMb: number;
  readonly heapMb: number;
}

const PER_BATCH = 10;
const EVENTS = { short: 2_000, long: 100_000 };
const SAMPLES = 20;
/** In MB, resident, and bytes that each event leaves behind. */
const TARGETS = { resident: 110, growth: 10 };

/** Hands out batches of ten, each of ten other consumers, as Lambda's runtime interface hands out invocations. */
async function startInvocations(events: readonly SampleEvent[]) {
  let batch = 0;
  const server = createServer((_, response) => {
    batch += 1;
    response.end(JSON.stringify(batchOfTen(events, batch)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close().closeAllConnections() };
}

/** @throws Error when the function fails. */
function live(
  folder: string,
  invocationsUrl: string,
  count: number,
  stubUrl: string,
): Promise<readonly Memory[]> {
  const parameters = [folder, invocationsUrl, String(count), String(SAMPLES)];
  const child = fork(join('bench', 'subjects', 'memory.mjs'), parameters, {
    execArgv: ['--expose-gc'],
    env: { PATH: process.env.PATH, ...environmentOf(stubUrl) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (memory) => resolve(memory as readonly Memory[]));
    child.once('exit', (code, signal) => reject(new Error(`memory.mjs ended with ${signal ?? code}`)));
  });
}

/** Bytes by which the heap grew per event over the last three quarters: before that V8 still optimises code. */
function growthOf(memory: readonly Memory[], events: number): number {
  const later = memory.slice(memory.length / 4);
  const bytes = ((later.at(-1)?.heapMb ?? 0) - (later[0]?.heapMb ?? 0)) * 1024 * 1024;
  return bytes / (events * 0.75);
}

async function run({ events, short, folder, stubUrl }: PartInput): Promise<Figure[]> {
  const count = short ? EVENTS.short : EVENTS.long;
  const invocations = await startInvocations(events.filter(selfContained));
  const deliver = buildFunction('outbound-deliver', benchConfig(stubUrl), folder);
  const memory = await live(deliver, invocations.url, count / PER_BATCH, stubUrl);
  invocations.close();
  const resident = memory.map(({ residentMb }) => residentMb);
  const over = `over ${count.toLocaleString('en')} events`;
  const figure = (name: string, value: number, unit: Figure['unit'] = 'MB'): Figure => ({
    part: 'memory',
    name: `${name} ${over}`,
    value,
    unit,
  });
  return [
    {
      ...figure('resident memory in the last quarter', median(resident.slice(-SAMPLES / 4))),
      target: TARGETS.resident,
    },
    figure('largest resident memory', Math.max(...resident)),
    figure('heap in use after a tenth, collected,', memory[SAMPLES / 10 - 1]?.heapMb ?? Number.NaN),
    figure('heap in use at the end, collected,', memory.at(-1)?.heapMb ?? Number.NaN),
    { ...figure('heap that an event leaves behind,', growthOf(memory, count), 'B'), target: TARGETS.growth },
  ];
}

export const memory: Part = {
  name: 'memory',
  about: 'A delivering function over very many events: resident memory and heap',
  run,
};
