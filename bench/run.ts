/** `npm run bench`: what EE Connect costs, each figure beside its limit. `--help` says how. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { eventsFolder, readEvents } from './events';
import { type Figure, type Verdict, verdictOf } from './figure';
import { batching } from './parts/batching';
import { coldStarts } from './parts/cold-start';
import { deliver } from './parts/deliver';
import { growth } from './parts/growth';
import { localRun } from './parts/local-run';
import { memory } from './parts/memory';
import type { Part } from './parts/part';
import { receive } from './parts/receive';
import { translate } from './parts/translate';
import { plotOf } from './report/plot';
import { tableOf } from './report/table';
import { startStub } from './stubs/server';

const PARTS: readonly Part[] = [translate, receive, deliver, batching, coldStarts, memory, localRun, growth];
/** Too long for a minute. */
const LONG_ONLY: readonly Part[] = [memory, localRun, growth];

const HELP = `npm run bench -- [--short] [--json] [--plot FILE] [--part NAME]...
  --short       about a minute: the figures that have a target; exit 1 when one is clearly worse than it was
  --json        the figures as JSON
  --plot FILE   how the cost grows with the work, as SVG; needs the part growth
  --part NAME   only this part: ${PARTS.map(({ name }) => name).join(', ')}
The events are those of the folder AIR_EVENTS, else samples/air.`;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    plot: { type: 'string' },
    part: { type: 'string', multiple: true, default: [] },
  },
});
const say = (text: string) => values.json || console.log(text);

async function run(): Promise<number> {
  const chosen = PARTS.filter((part) =>
    values.part.length > 0 ? values.part.includes(part.name) : !(values.short && LONG_ONLY.includes(part)),
  );
  if (values.help || chosen.length === 0) {
    console.log(HELP);
    return values.help ? 0 : 2;
  }
  const events = readEvents();
  const bytes = events.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / events.length;
  const machine = `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'unknown'}, Node.js ${process.version}`;
  say(`${machine}\n${events.length} events of ${eventsFolder()}, on average ${(bytes / 1024).toFixed(1)} KB`);

  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const stub = await startStub();
  const figures: Figure[] = [];
  try {
    for (const part of chosen) {
      say(`\n${part.name}: ${part.about}`);
      const measured = await part.run({ events, short: values.short, folder, stubUrl: stub.url });
      figures.push(...measured);
      say(tableOf(measured));
    }
  } finally {
    stub.close();
    rmSync(folder, { recursive: true });
  }
  const count = (verdict: Verdict) => figures.filter((figure) => verdictOf(figure) === verdict).length;
  say(
    `\n${count('met')} targets met, ${count('missed')} missed, ${count('failed')} failed (clearly worse than before)`,
  );
  if (values.plot) writeFileSync(values.plot, plotOf(figures));
  if (values.json) {
    const about = {
      date: new Date().toISOString(),
      machine,
      events: { count: events.length, meanBytes: bytes },
    };
    const all = figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) }));
    console.log(JSON.stringify({ ...about, figures: all }, null, 2));
  }
  return count('failed') > 0 ? 1 : 0;
}

process.exitCode = await run();
