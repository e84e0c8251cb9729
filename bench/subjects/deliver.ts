/** From a full batch of ten messages to one call of Braze: the built handler. */
import type { SQSEvent } from 'aws-lambda';
import type { Figure } from '../figure';
import { fetchBare } from '../limits/bare-fetch';
import { interleaveCpu } from '../measure/interleave-cpu';
import { type Deliver, deliverable, servedBy, TRACK } from './deliverable';
import { loadDeliver } from './handler';
import { batchesOfTen } from './sqs-event';
import { subject } from './subject';

const PER_BATCH = 10;
/** What users would otherwise run: a function that reads each event and makes a call of its own. */
const FETCHES = 'JSON.parse and a bare fetch for each event';
/** The floor: nothing but what has to be read and what has to be sent. */
const FETCH = 'ten JSON.parse and one bare fetch with the same body';
const STUBBED = 'without the AWS clients';
const REAL = 'with the AWS clients';
/** To a bare fetch per event, without the AWS clients. */
const TARGET = 1.5;

subject(async ({ events, options, stubUrl, short }) => {
  const stubbed = await loadDeliver(options.stubbed ?? '');
  const real = await loadDeliver(options.real ?? '');
  const batches = batchesOfTen(await deliverable(events, stubbed, stubUrl));
  const alone = batches.flatMap(({ Records }) => Records.map((record) => ({ Records: [record] })));
  const counted = [
    ...(await countCalls(batches, real, stubUrl)),
    ...(await countCalls(alone, real, stubUrl)),
  ];
  const bodies = await bodiesOf(batches, stubbed, stubUrl);

  const bare = fetchBare(`${stubUrl}${TRACK}`);
  const timings = await interleaveCpu(
    {
      [FETCHES]: async () => {
        for (const [index, { Records }] of batches.entries()) {
          const body = bodies[index] ?? '';
          for (const record of Records) {
            JSON.parse(record.body);
            await bare(body.slice(0, body.length / PER_BATCH));
          }
        }
      },
      [FETCH]: async () => {
        for (const [index, { Records }] of batches.entries()) {
          for (const record of Records) JSON.parse(record.body);
          await bare(bodies[index] ?? '');
        }
      },
      [STUBBED]: () => each(batches, stubbed),
      [REAL]: () => each(batches, real),
    },
    FETCHES,
    short ? { rounds: 9, calls: 4, warmUp: 60 } : { rounds: 41, calls: 10, warmUp: 200 },
  );
  const micros = (name: keyof typeof timings) => timings[name].micros / batches.length / PER_BATCH;
  const figure = (name: keyof typeof timings, target?: number): Figure => ({
    part: 'deliver',
    name: `an event in a batch of ten, ${name}`,
    value: micros(name),
    unit: 'µs',
    limit: { name: FETCHES, value: micros(FETCHES) },
    ratio: timings[name].ratio,
    ...(target !== undefined && { target }),
  });
  return [...counted, figure(STUBBED, TARGET), figure(REAL), figure(FETCH)];
});

async function each(batches: readonly SQSEvent[], deliver: Deliver): Promise<void> {
  for (const batch of batches) {
    const { batchItemFailures } = await deliver(batch);
    if (batchItemFailures.length > 0) throw new Error('not everything was delivered');
  }
}

/** How many calls so many events of different consumers make, and how many rows of the table they touch. */
async function countCalls(
  batches: readonly SQSEvent[],
  deliver: Deliver,
  stubUrl: string,
): Promise<Figure[]> {
  // The first call also reads the secret.
  await each(batches.slice(0, 1), deliver);
  await servedBy(stubUrl);
  await each(batches, deliver);
  const { calls, rows } = await servedBy(stubUrl);
  const size = batches[0]?.Records.length ?? 0;
  const ofBatch = size === 1 ? 'for one event' : `for ${size} events of ${size} consumers`;
  const perBatch = (total: number) => total / batches.length;
  const table = Object.entries(calls).filter(([name]) => name !== TRACK);
  const list = table.map(([name, total]) => `${name} ${perBatch(total).toFixed(1)}`).join(', ');
  const figure = (what: string, total: number): Figure => ({
    part: 'deliver',
    name: `${what} ${ofBatch}`,
    value: perBatch(total),
    unit: '',
  });
  return [
    { ...figure('calls of Braze', calls[TRACK] ?? 0), target: 1 },
    figure(
      `calls of AWS (${list})`,
      table.reduce((sum, [, total]) => sum + total, 0),
    ),
    figure('rows of the table read', rows.read),
    figure('rows of the table written', rows.written),
  ];
}

async function bodiesOf(batches: readonly SQSEvent[], deliver: Deliver, stubUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (const batch of batches) {
    await deliver(batch);
    bodies.push((await servedBy(stubUrl)).lastBody);
  }
  return bodies;
}
