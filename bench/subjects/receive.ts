/** From API Gateway's event to the answer: the built handler. */
import { OUTBOUND } from '../connectors';
import { bySize } from '../events';
import type { Figure } from '../figure';
import { sendBare } from '../limits/bare-queue';
import { parseBytes } from '../limits/minimal-braze';
import { interleaveCpu } from '../measure/interleave-cpu';
import { apiEvent } from './api-event';
import { loadReceive } from './handler';
import { subject } from './subject';

const PARSE = 'bytes to text and JSON.parse';
const BASE64 = 'base64 to text and JSON.parse';
const BARE = 'base64 to text, JSON.parse and a bare SQS client';
const STUBBED = 'receive, without the AWS clients';
const REAL = 'receive, with the AWS clients';
/** To JSON.parse, without the AWS clients. */
const TARGET = 1.5;
const REACHED = { large: 2.7, small: 4.1 };

/** Every event once. */
const each =
  <T>(all: readonly T[], work: (one: T) => unknown) =>
  async () => {
    for (const one of all) await work(one);
  };

subject(async ({ events, options, stubUrl, short }) => {
  const bodies = events.map(({ text }) => Buffer.from(text));
  const requests = events.map(({ text }) => apiEvent({ name: 'braze', connectorId: OUTBOUND }, text));
  const base64 = requests.map(({ body }) => body ?? '');
  const bytesOf = (body: string) => Buffer.from(body, 'base64');

  const through = async (folder: string) => {
    const handler = await loadReceive(folder);
    return each(requests, async (request) => {
      const { statusCode, body } = await handler(request);
      if (statusCode !== 202) throw new Error(`receive answered ${statusCode} ${body}`);
    });
  };
  const cheap = await interleaveCpu(
    {
      [PARSE]: each(bodies, parseBytes),
      [BASE64]: each(base64, (body) => parseBytes(bytesOf(body))),
      [STUBBED]: await through(options.stubbed ?? ''),
    },
    PARSE,
    short ? { rounds: 15, calls: 10, warmUp: 300 } : { rounds: 41, calls: 20, warmUp: 1000 },
  );
  const send = sendBare(stubUrl);
  const dear = await interleaveCpu(
    {
      [BARE]: each(base64, (body) => send(JSON.stringify(parseBytes(bytesOf(body))))),
      [REAL]: await through(options.real ?? ''),
    },
    BARE,
    short ? { rounds: 7, calls: 2, warmUp: 10 } : { rounds: 31, calls: 4, warmUp: 40 },
  );
  const all = { ...cheap, ...dear };
  const micros = (name: keyof typeof all) => all[name].micros / events.length;
  const figure = (name: keyof typeof all, limit: keyof typeof all): Figure => ({
    part: 'receive',
    name,
    value: micros(name),
    unit: 'µs',
    limit: { name: limit, value: micros(limit) },
    ratio: all[name].ratio,
  });
  return [
    { ...figure(STUBBED, PARSE), target: TARGET, reached: bySize(events, REACHED) },
    figure(BASE64, PARSE),
    figure(REAL, BARE),
  ];
});
