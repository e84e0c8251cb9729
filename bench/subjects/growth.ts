/** How the cost grows with the work: it may not grow faster. */
import { FAN_OUT, FEED, OUTBOUND } from '../connectors';
import type { Figure } from '../figure';
import { type AsyncSubject, interleaveCpu } from '../measure/interleave-cpu';
import { apiEvent } from './api-event';
import { type Deliver, deliverable } from './deliverable';
import { loadDeliver, loadReceive } from './handler';
import { madeEvent } from './made-event';
import { batchOfTen, recordOf } from './sqs-event';
import { subject } from './subject';

/** A unit of work at the most may cost so much of what it costs where the fixed part of a call is paid for already. */
const TARGET = 1.5;
const LINES = [1, 10, 60, 300, 1_500, 6_000, 18_000] as const;
const CONSUMERS = [1, 3, 10, 30, 100] as const;
const MESSAGES = [1, 2, 5, 10] as const;

interface Point {
  readonly work: number;
  readonly run: AsyncSubject;
}

interface Series {
  readonly name: string;
  /** What one unit of work is. */
  readonly per: string;
  readonly points: readonly Point[];
  /** The point that the last one is compared with. */
  readonly base: number;
}

/** CPU of a call, in µs, for each point. Small calls are made more often. */
async function measure({ name, per, points, base }: Series, rounds: number): Promise<Figure[]> {
  const most = points.at(-1)?.work ?? 1;
  const times = (work: number) => Math.min(Math.ceil(most / work), 200);
  const subjects = Object.fromEntries(
    points.map(({ work, run }) => [
      String(work),
      async () => {
        for (let call = 0; call < times(work); call++) await run();
      },
    ]),
  );
  const at = (index: number) => points.at(index)?.work ?? Number.NaN;
  const timings = await interleaveCpu(subjects, String(at(base)), { rounds, calls: 1, warmUp: 6 });
  const cost = (work: number) => (timings[work]?.micros ?? Number.NaN) / times(work) / work;
  return points.map(({ work }): Figure => {
    const last = work === most;
    return {
      part: 'growth',
      name: `${name}, ${work < 10 ? work.toFixed(1).replace('.0', '') : work.toFixed(0)}: CPU per ${per}`,
      value: cost(work),
      unit: 'µs',
      point: { series: name, work },
      ...(last && {
        limit: { name: `${at(base).toFixed(0)}`, value: cost(at(base)) },
        ratio: cost(work) / cost(at(base)),
        target: TARGET,
      }),
    };
  });
}

subject(async ({ events, options, stubUrl, short }) => {
  const receive = await loadReceive(options.receive ?? '');
  const fanOut = await loadReceive(options.fanOut ?? '');
  const deliver = await loadDeliver(options.deliver ?? '');
  const accepted = (handler: typeof receive, path: Readonly<Record<string, string>>, text: string) => {
    const request = apiEvent(path, text);
    return async () => {
      const { statusCode } = await handler(request);
      if (statusCode !== 202) throw new Error(`receive answered ${statusCode} to ${text.length} characters`);
    };
  };
  const toOne = { name: 'braze', connectorId: OUTBOUND };
  const sized = LINES.map((lines) => madeEvent({ lines, consumers: 1 }));
  const small = madeEvent({ lines: 10, consumers: 1 });
  const kept = await deliverable(events, deliver, stubUrl);
  const delivered = (batch: Parameters<Deliver>[0]) => async () => {
    const { batchItemFailures } = await deliver(batch);
    if (batchItemFailures.length > 0) throw new Error('not everything was delivered');
  };
  const all: readonly Series[] = [
    {
      name: 'KB of an event, received',
      per: 'KB',
      points: sized.map((text) => ({ work: text.length / 1024, run: accepted(receive, toOne, text) })),
      base: 3,
    },
    {
      name: 'KB of an event, delivered',
      per: 'KB',
      points: sized.map((text) => ({
        work: text.length / 1024,
        run: delivered({ Records: [recordOf({ name: '', text })] }),
      })),
      base: 3,
    },
    {
      name: 'events of a batch, delivered',
      per: 'event',
      points: MESSAGES.map((work) => ({
        work,
        run: delivered({ Records: batchOfTen(kept, 0).Records.slice(0, work) }),
      })),
      base: 1,
    },
    {
      name: 'consumers of an event, received',
      per: 'consumer',
      points: CONSUMERS.map((work) => ({
        work,
        run: accepted(receive, toOne, madeEvent({ lines: 10, consumers: work })),
      })),
      base: 2,
    },
    {
      name: 'connectors of a feed, received',
      per: 'connector',
      points: FAN_OUT.map((work) => ({ work, run: accepted(fanOut, { name: `${FEED}-${work}` }, small) })),
      base: 2,
    },
  ];
  const figures: Figure[] = [];
  for (const series of all) figures.push(...(await measure(series, short ? 3 : 15)));
  return figures;
});
