/** From API Gateway's event to the answer: the built handler. */
import { OUTBOUND } from '../connectors';
import type { Figure } from '../figure';
import { sendBare } from '../limits/bare-queue';
import { interleaveCpu } from '../measure/interleave-cpu';
import { apiEvent } from './api-event';
import { loadReceive } from './handler';
import { subject } from './subject';

const PARSE = 'JSON.parse';
const BYTES = 'base64, UTF-8 and JSON.parse';
const BARE = 'base64, UTF-8, JSON.parse and a bare SQS client';
const STUBBED = 'receive, without the AWS clients';
const REAL = 'receive, with the AWS clients';
/** To JSON.parse, without the AWS clients. */
const TARGET = 1.5;

subject(async ({ events, options, stubUrl, short }) => {
  const requests = events.map(({ text }) => apiEvent({ name: 'braze', connectorId: OUTBOUND }, text));
  const texts = events.map(({ text }) => text);
  const read = (body: string | null | undefined) =>
    JSON.parse(Buffer.from(body ?? '', 'base64').toString('utf8'));

  const through = async (folder: string) => {
    const handler = await loadReceive(folder);
    return async () => {
      for (const request of requests) {
        const { statusCode, body } = await handler(request);
        if (statusCode !== 202) throw new Error(`receive answered ${statusCode} ${body}`);
      }
    };
  };
  const cheap = await interleaveCpu(
    {
      [PARSE]: async () => texts.forEach((text) => JSON.parse(text)),
      [BYTES]: async () => requests.forEach(({ body }) => read(body)),
      [STUBBED]: await through(options.stubbed ?? ''),
    },
    PARSE,
    short ? { rounds: 15, calls: 10, warmUp: 60 } : { rounds: 41, calls: 20, warmUp: 200 },
  );
  const bare = sendBare(stubUrl);
  const dear = await interleaveCpu(
    {
      [BARE]: async () => {
        for (const { body } of requests) await bare(JSON.stringify(read(body)));
      },
      [REAL]: await through(options.real ?? ''),
    },
    BARE,
    short ? { rounds: 11, calls: 2, warmUp: 10 } : { rounds: 31, calls: 4, warmUp: 40 },
  );
  const all = { ...cheap, ...dear };
  const micros = (name: string) => (all[name]?.micros ?? Number.NaN) / texts.length;
  const figure = (name: string, limit: string, target?: number): Figure => ({
    part: 'receive',
    name,
    value: micros(name),
    unit: 'µs',
    limit: { name: limit, value: micros(limit) },
    ratio: all[name]?.ratio ?? Number.NaN,
    ...(target !== undefined && { target }),
  });
  return [figure(STUBBED, PARSE, TARGET), figure(BYTES, PARSE), figure(REAL, BARE)];
});
